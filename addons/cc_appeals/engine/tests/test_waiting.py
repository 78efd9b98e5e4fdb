from ..waiting import reopens, waits


def test_letters_wait():
    assert waits("letter", is_outbound=False)
    assert waits("some kind of another room", is_outbound=False)


def test_machines_and_our_own_never_wait():
    for kind in ("bounce", "auto_reply", "complaint"):
        assert not waits(kind, is_outbound=False, is_promised=True)
    assert not waits("letter", is_outbound=True)


def test_an_exchange_waits_only_for_what_was_promised():
    for kind in ("visit", "call", "phone_call"):
        assert not waits(kind, is_outbound=False)
        assert waits(kind, is_outbound=False, is_promised=True)


def test_reopening_is_the_policys_and_within_the_window():
    assert reopens("reopen", in_window=True)
    assert not reopens("reopen", in_window=False)
    assert not reopens("new_linked", in_window=True)
