"""What one signs, as a fingerprint: the binding text of a version and its targets in one canonical form, hashed.

The canonical form is JSON (RFC 8259) in UTF-8 without white space between its parts and without escapes that JSON does not ask for:

    {"clauses":[[number,heading,text],…],"targets":[[clause,service,level,measure,priority,within_seconds,share_ppm,calendar],…]}

Where notice or a penalty is agreed, it ends with `,"terms":[notice_months,notice_ends,penalty_minor,penalty_ppm,fee_minor]}`.

Only the binding language's text is in it. Text is in Unicode's composed form (NFC) with lines that end in LF and no white space around it.
Services, levels and calendars stand as their numbers, since a name may be corrected later and a number not; what is not asked for is null.
Clauses are sorted by number as text, targets by service, level, measure, priority (null first). The digest is the SHA-256 of those bytes.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class BindingClause:
    """A clause in the language that binds."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class BindingTarget:
    """A target with the numbers of the rows that it names."""

    clause: str
    service: int
    level: int
    measure: str
    priority: int | None
    within_seconds: int | None
    share_ppm: int
    calendar: int


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


Terms = Sequence[int | str | None]


def canonical_form(clauses: Iterable[BindingClause], targets: Iterable[BindingTarget], terms: Terms = ()) -> str:
    """This function will write clauses and targets in the canonical form, whatever order they come in.

    >>> canonical_form([BindingClause("1", "Syfte", "Vi hjälps åt.\\r\\n")], [])
    '{"clauses":[["1","Syfte","Vi hjälps åt."]],"targets":[]}'
    """
    written: dict[str, object] = {
        "clauses": sorted([_plain(c.number), _plain(c.heading), _plain(c.text)] for c in clauses),
        "targets": [list(astuple(t)) for t in sorted(targets, key=lambda t: (t.service, t.level, t.measure, t.priority or 0))],
    }
    if terms:
        written["terms"] = list(terms)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def digest_of(clauses: Iterable[BindingClause], targets: Iterable[BindingTarget], terms: Terms = ()) -> str:
    """This function will return the SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return sha256(canonical_form(clauses, targets, terms).encode()).hexdigest()
