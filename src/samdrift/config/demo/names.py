"""Names for people who do not exist, drawn with a seed from the first and last names of the federation's folder."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence


def drawn(draw: random.Random, names: Mapping[str, Sequence[str]]) -> str:
    """This will draw a name."""
    return f"{draw.choice(names['first'])} {draw.choice(names['last'])}"


def address(name: str, number: int, domain: str) -> str:
    """This will make an e-mail address under a domain that nobody can own (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace(" ", ".")
    return f"{plain}.{number}@{domain}"
