"""Files of meetings, agendas, effects, decisions, minutes, dissents and mandates: read row by row. No database.

A CSV in UTF-8 or an XLSX; days as 2026-10-05, amounts as Swedes write them. A member is named by its short name, a body by its name.
Several in one cell stand with “ | ” between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, a_day, whole_number
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.members.models import Subject

MEETINGS = ("body", "on", "place", "came", "moved_from")
AGENDA = ("body", "on", "number", "subject", "question", "question_en", "options", "options_en", "recommendation", "recommendation_en")
EFFECTS = ("body", "on", "number", "member", "yearly", "words")
DECISIONS = (
    *("registry_number", "decided_on", "body", "item", "subject", "text", "text_en", "responsible", "part", "part_en", "due_on"),
    *("replaces", "done_on", "what_changed", "what_changed_en"),
)
MINUTES = ("body", "on", "approved_on")
DISSENTS = ("registry_number", "member", "reason")
MANDATES = ("subject", "body", "from_on", "decision")
BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class MeetingRow:
    line: int
    body: str
    on: date
    place: str
    came: list[str]
    moved_from: list[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    line: int
    body: str
    on: date
    number: int
    subject: str
    question: tuple[str, str]
    options: list[tuple[str, str]]
    recommendation: tuple[str, str]


@dataclass(frozen=True, slots=True)
class EffectRow:
    line: int
    body: str
    on: date
    number: int
    member: str
    yearly_minor: int | None
    words: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    line: int
    registry_number: str
    decided_on: date
    body: str
    item: int | None
    subject: str
    text: tuple[str, str]
    responsible: str
    part: tuple[str, str]
    due_on: date | None
    replaces: str
    done_on: date | None
    what_changed: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MinutesRow:
    line: int
    body: str
    on: date
    approved_on: date


@dataclass(frozen=True, slots=True)
class DissentRow:
    line: int
    registry_number: str
    member: str
    reason: str


@dataclass(frozen=True, slots=True)
class MandateRow:
    line: int
    subject: str
    body: str
    from_on: date
    decision: str


def meeting(row: Row) -> MeetingRow:
    moved_from = [(a_day(on), place) for on, _space, place in (text.partition(" ") for text in _several(row["moved_from"]))]
    came = _several(row["came"])
    return MeetingRow(row.line, row["body"], a_day(row["on"]), row["place"], came, moved_from)


def agenda(row: Row) -> AgendaRow:
    texts, texts_en = _several(row["options"]), _several(row["options_en"])
    if texts_en and len(texts_en) != len(texts):
        raise ValueError(_("There are not as many options in English as in the first language."))
    options = list(zip(texts, texts_en or [""] * len(texts), strict=True))
    number = whole_number(row["number"], least=1, most=999)
    question, recommendation = (row["question"], row["question_en"]), (row["recommendation"], row["recommendation_en"])
    return AgendaRow(row.line, row["body"], a_day(row["on"]), number, _subject(row), question, options, recommendation)


def effect(row: Row) -> EffectRow:
    number = whole_number(row["number"], least=1, most=999)
    return EffectRow(row.line, row["body"], a_day(row["on"]), number, row["member"], _yearly(row["yearly"]), row["words"])


def decision(row: Row) -> DecisionRow:
    return DecisionRow(
        row.line,
        row["registry_number"],
        a_day(row["decided_on"]),
        row["body"],
        whole_number(row["item"], least=1, most=999) if row["item"] else None,
        _subject(row),
        (row["text"], row["text_en"]),
        row["responsible"],
        (row["part"], row["part_en"]),
        _day(row["due_on"]),
        row["replaces"],
        _day(row["done_on"]),
        (row["what_changed"], row["what_changed_en"]),
    )


def minutes(row: Row) -> MinutesRow:
    return MinutesRow(row.line, row["body"], a_day(row["on"]), a_day(row["approved_on"]))


def dissent(row: Row) -> DissentRow:
    return DissentRow(row.line, row["registry_number"], row["member"], row["reason"])


def mandate(row: Row) -> MandateRow:
    return MandateRow(row.line, _subject(row), row["body"], a_day(row["from_on"]), row["decision"])


def _subject(row: Row) -> str:
    if row["subject"] not in Subject.values:
        raise ValueError(_("“%(text)s” is none of %(subjects)s.") % {"text": row["subject"][:40], "subjects": ", ".join(Subject.values)})
    return row["subject"]


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _day(text: str) -> date | None:
    return a_day(text) if text else None


def _yearly(text: str) -> int | None:
    if not text:
        return None
    try:
        return parse_amount(text)
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": text[:40]}) from None
