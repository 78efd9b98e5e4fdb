from runner.debian import candidates

MIRROR = "mirror:/debian/"


def target(origin, label, release, component, address, created_by="Packages"):
    return f"{origin}|{label}|{release}|{component}|{created_by}|{address}"


def test_debian_is_known_by_its_publisher():
    output = "\n".join(
        [
            target("Others", "Debian", "bookworm", "main", "other:/"),
            target("Debian", "Debian-Security", "bookworm-security", "main", "sec:/"),
            target("Debian", "Debian", "bookworm", "contrib", "contrib:/"),
            target("Debian", "Debian", "bookworm", "main", "x:/", "Translations"),
            target("Debian", "Debian", "bookworm", "main", MIRROR),
            target("Debian", "Debian", "bookworm-updates", "main", MIRROR),
        ]
    )
    assert candidates(output) == [MIRROR]


def test_before_the_first_update_the_release_must_do():
    unknown = ("$(ORIGIN)", "$(LABEL)")
    output = "\n".join(
        [
            target(*unknown, "cloud-bookworm", "main", "cloud:/"),
            target(*unknown, "bookworm-security", "main", "sec:/"),
            target(*unknown, "bookworm", "main", MIRROR),
        ]
    )
    assert candidates(output) == [MIRROR]


def test_no_mirror_is_no_guess():
    assert candidates("") == []
