"""A door: who is let in at an address and with which answer, and what nobody and another member's contact get."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """`right` is let in with `let_in`; `nobody` is not signed in; `other` is the answer to Berit, contact at another member."""

    right: str
    let_in: int = 200
    nobody: int = 302
    other: int = 403
