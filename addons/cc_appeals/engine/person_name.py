"""A person's name as a list shows it: the surname and initials."""

LONGEST = 60


def short_name(name: str) -> str:
    """Return "Smirnova A. P." for "Smirnova Anna Petrovna"; other names stay.

    Two words are a name people say ("Belova Rita"); four and more, or what has quotes
    or figures, is rather an organisation's.
    """
    words = (name or "").split()
    if len(words) == 3 and all(map(_is_word, words)):
        first, *rest = words
        return f"{first} {' '.join(f'{word[0]}.' for word in rest)}"
    return " ".join(words)[:LONGEST]


def _is_word(word: str) -> bool:
    return word[0].isupper() and word.replace("-", "").isalpha() and not word.isupper()
