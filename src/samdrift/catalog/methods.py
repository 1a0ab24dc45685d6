"""What the texts of methods may be, and what they are found by; no database."""

from __future__ import annotations

import re

LONGEST = 12_000  # characters of a text; a spreadsheet's cell takes 32,767
MOST_LINES = 400
WORDS = re.compile(r"[^\W_]+")
MOST_WORDS = 12  # of a search


def tidy(text: str) -> str:
    """This function will write line ends as one character and drop blanks at the ends of lines and of the text.

    >>> tidy(" Öppna \\r\\n\\r\\nStäng\\n ")
    'Öppna\\n\\nStäng'
    """
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def lines_of(text: str) -> list[str]:
    """This function will return the lines of a text that say something: the steps of a how-to, the points of a checklist.

    >>> lines_of("Öppna\\n\\nStäng")
    ['Öppna', 'Stäng']
    """
    return [line.strip() for line in text.split("\n") if line.strip()]


def beginnings(words: str) -> list[tuple[str, str]]:
    """This function will return each word that somebody types into a search, with the query for texts that have a word beginning so.

    >>> beginnings("säkerhets kopi:&")
    [('säkerhets', "'säkerhets':*"), ('kopi', "'kopi':*")]
    """
    return [(word, f"'{word}':*") for word in WORDS.findall(words.lower())[:MOST_WORDS]]
