"""What must hold, printed one by one and counted."""


class Bars:
    """`bar(name, value, sign, limit)` prints whether `value sign limit` holds."""

    def __init__(self):
        self.passed = self.failed = 0

    def bar(self, name: str, value, sign: str, limit) -> None:
        """Print one and count it; `sign` is ==, <= or >=."""
        holds = {"==": value == limit, "<=": value <= limit, ">=": value >= limit}[sign]
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(
            f"{'ok  ' if holds else 'FAIL'} {name}: {value} (must be {sign} {limit})",
            flush=True,
        )

    def wrong(self, name: str, words: list[str], most: int = 8) -> None:
        """Demand that nothing is wrong; print the first things that are."""
        self.bar(name, len(words), "==", 0)
        for each in words[:most]:
            print(f"       {each}", flush=True)
