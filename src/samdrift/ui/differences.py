"""What has changed between two texts, word by word; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
MANY = 1500  # words or lines: past that a matcher may need seconds where they repeat, and a coarser one says as much


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed ("same"), went ("del") or came ("ins")."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Part]:
    """This function will split two texts into what stayed, went and came, word by word; long ones line by line, then as wholes.

    The parts that are not "ins" make the first text, those that are not "del" the second.

    >>> word_changes("inom 12 timmar", "inom 8 timmar")[1:3]
    [Part(kind='del', text='12'), Part(kind='ins', text='8')]
    """
    old, new = _pieces(before, after)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            parts.append(Part("same", went))
        else:
            parts += [Part(kind, text) for kind, text in (("del", went), ("ins", came)) if text]
    return parts


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    if max(len(before), len(after)) < 4 * MANY:
        return WORDS.findall(before), WORDS.findall(after)
    old, new = LINES.findall(before), LINES.findall(after)
    return (old, new) if max(len(old), len(new)) < MANY else ([before], [after])
