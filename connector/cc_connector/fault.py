"""What a person can mend: said in a sentence, never with a number or a secret."""


class ConnectorFault(Exception):
    """Something outside is wrong: a `code` for the health page, a text for people."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code
