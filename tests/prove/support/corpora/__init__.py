"""Rooms of `./run prove corpora`: what the product must do with each kind of file.

A module of a room has `prove(corpus, bars, place)`: it takes its files from the Corpus,
calls the product as its users do, and says what must hold to the Bars.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """One kind of input: the folders it reads, and the module here that asks.

    `module` is empty where the proof itself asks (letters), or where nobody can yet:
    then `unasked` says why.
    """

    name: str
    folders: tuple[str, ...]
    module: str = ""
    unasked: str = ""


NOBODY = "no room of the product reads it yet"
ROOMS = (
    Room("letters", ("mail", "bounce", "mbox")),
    Room("charsets", ()),
    Room("reports", ("bounce",), "reports"),
    Room("structure", ("expect",), "structure"),
    Room("replies", ("reply",), "replies"),
    Room("numbers", ("phone",), "numbers"),
    Room("tables", ("csv", "xlsx"), "tables"),
    Room("strings", ("strings", "attack"), "strings"),
    Room("attacks", ("attack", "xml"), "attacks"),
    Room("pages", ("html",), "pages"),
    Room("manager", ("ami",), "manager"),
    Room("sip", ("sip",), "sip"),
    Room("json", ("json",), unasked=NOBODY),
    Room("smev3", ("smev3",), unasked=NOBODY),
)
