"""Files of deviations, read row by row and written in the same columns, and the chain as a file. No database.

A CSV in UTF-8 or an XLSX; a month as 2026-10, days as 2026-10-05. Who takes is an organization's short name, or a function's name; who
owns it a function's name or an employee's e-mail address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.agree.models import Measure, Signature, Target
from samdrift.agree.queries import Case, Link
from samdrift.core.tables import Row, WrongRow, a_day, parsed, read_rows
from samdrift.engines.period import Month, NotAMonth
from samdrift.team.models import Function

NEEDED = ("taker", "agreement", "service", "month", "about", "what")
WANTED = ("owner", "plan_by", "plan", "due")
COLUMNS = (*NEEDED, *WANTED)
CHAIN = ("service", "level", "measure", "priority", "promised_by", "promised_to", "promise", "verdict", "carried_by", "carried", "why")
LONGEST = {"what": 4000, "plan": 4000}


@dataclass(frozen=True, slots=True)
class DeviationRow:
    line: int
    taker: str
    agreement: str
    service: str
    month: Month
    about: str
    what: str
    owner: str
    plan_by: date | None
    plan: str
    due: date | None


def read_deviations(content: bytes) -> tuple[list[DeviationRow], list[WrongRow]]:
    """This will read a file of deviations into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=NEEDED, wanted=WANTED)
    return parsed(rows, wrong, _deviation), wrong


def _deviation(row: Row) -> DeviationRow:
    for name in ("taker", "agreement", "service", "month"):
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    if row["about"] not in Signature.Side.values:
        raise ValueError(_("“%(text)s” is none of %(sides)s.") % {"text": row["about"][:40], "sides": ", ".join(Signature.Side.values)})
    plan_by, due = (a_day(row[name]) if row[name] else None for name in ("plan_by", "due"))
    if bool(row["owner"]) != bool(plan_by) or bool(row["plan"]) != bool(due):
        raise ValueError(_("An owner has a day by which a plan is due, and a plan a day by which it is done."))
    if row["plan"] and not row["owner"]:
        raise ValueError(_("A plan needs somebody who owns the deviation."))
    written = (row["taker"], row["agreement"], row["service"], a_month(row["month"]), row["about"], row["what"])
    return DeviationRow(row.line, *written, row["owner"], plan_by, row["plan"], due)


def a_month(text: str) -> Month:
    """This will read a month written as 2026-10."""
    try:
        return Month.parse(text)
    except NotAMonth:
        raise ValueError(_("“%(text)s” is not a month; write it as 2026-10.") % {"text": text[:40]}) from None


def deviation_rows(cases: Iterable[Case]) -> list[tuple[str | date | None, ...]]:
    """This will write deviations in the columns that the import reads."""
    return [_written(case) for case in cases]


def _written(case: Case) -> tuple[str | date | None, ...]:
    deviation, owned, plan = case.deviation, case.owned_by, case.plan
    adoption = deviation.adoption
    which = (adoption.taker_in_short, adoption.version.agreement.name, deviation.service.name, f"{deviation.month:%Y-%m}")
    who = "" if owned is None else owned.who.name if isinstance(owned.who, Function) else owned.who.email or owned.who.name
    planned = (plan.what, plan.due_on) if plan else ("", None)
    return (*which, deviation.about, deviation.what, who, owned.plan_by if owned else None, *planned)


def chain_rows(links: Iterable[Link]) -> list[tuple[str | int | None, ...]]:
    """This will write each link with its figures: shares in per cent, times in hours, as a spreadsheet reads them."""
    return [
        (
            link.promise.service.name,
            link.promise.level.name,
            link.promise.measure,
            link.promise.priority,
            link.by.name,
            link.to.name if link.to else "",
            figure(link.promise),
            link.verdict.value,
            ", ".join(one.who.name + (f" ({one.service.name})" if one.is_below else "") for one in link.carriers),
            _carried(link),
            ", ".join(f"{carrier.who.name}: {why}" for carrier, _target, why, _gap in link.short),
        )
        for link in links
    ]


def figure(target: Target) -> str:
    """This function will write what a target promises, as 99.8 % or 85 % within 8 h."""
    share = f"{target.share_ppm / 10_000:g} %"
    return share if target.measure == Measure.AVAILABILITY else f"{share} within {(target.within_seconds or 0) / 3600:g} h"


def _carried(link: Link) -> str:
    if link.judged.carried is not None:
        return f"{float(link.judged.carried) * 100:.4f} %"
    return ", ".join(figure(target) for _carrier, target in link.factors)
