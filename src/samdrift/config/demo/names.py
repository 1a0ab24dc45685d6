"""Names for people who do not exist, drawn with a seed from first and last names that many Swedes bear."""

from __future__ import annotations

import random
import unicodedata

FIRST = [
    "Anna",
    "Elin",
    "Karin",
    "Maja",
    "Amina",
    "Ingrid",
    "Sara",
    "Lena",
    "Fatima",
    "Johanna",
    "Ellen",
    "Márjá",
    "Ylva",
    "Birgitta",
    "Zuzanna",
    "Hanna",
    "Leila",
    "Åsa",
    "Ulla",
    "Signe",
    "Jonas",
    "Olle",
    "Björn",
    "Erik",
    "Nils",
    "Ahmed",
    "Per",
    "Lars",
    "Oskar",
    "Mikael",
    "Ánte",
    "Sven",
    "Håkan",
    "Tomasz",
    "Johan",
    "Karl",
    "Mehmet",
    "Örjan",
    "Anders",
    "David",
]
LAST = [
    "Wikström",
    "Lindqvist",
    "Sarri",
    "Ek",
    "Holm",
    "Öst",
    "Sandberg",
    "Fjällström",
    "Nyström",
    "Lund",
    "Åkesson",
    "Bergman",
    "Kowalska",
    "Hassan",
    "Norberg",
    "Dahl",
    "Strand",
    "Eriksson",
    "Johansson",
    "Lindgren",
    "Nordin",
    "Ali",
    "Björk",
    "Hedlund",
    "Sjöberg",
    "Östlund",
    "Engström",
    "Baliç",
    "Viklund",
    "Persson",
    "Hellström",
    "Ådahl",
]


def drawn(draw: random.Random) -> str:
    """This will draw a name."""
    return f"{draw.choice(FIRST)} {draw.choice(LAST)}"


def address(name: str, number: int, domain: str) -> str:
    """This will make an e-mail address under a domain that nobody can own (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace(" ", ".")
    return f"{plain}.{number}@{domain}"
