"""Why a line is what it is, in three steps at most, as plain data: for the bill, the command line and whoever reads JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.members.queries import organizations_by_id
from samdrift.run.projects.models import Project, ProjectDecision
from samdrift.run.projects.queries.projects import cost_of
from samdrift.run.purchasing.investments_plan import months_between
from samdrift.run.purchasing.models import Investment
from samdrift.run.purchasing.queries.investments import disposal_of, plan_of
from samdrift.settle.models import AllocationKey, PublishedEntry, SettlementLine
from samdrift.settle.queries import entries_in, is_closed, kind_of, latest_settlement, month_of, preview, the_unit
from samdrift.settle.queries.investments import voucher_of
from samdrift.settle.sharing import SharedPool, by_member
from samdrift.ui.amounts import count_text, kr_text
from samdrift.ui.names import named_text

Kind = AllocationKey.Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a Why: what it is, the arithmetic, what it means; `facts` holds the same as numbers, ids and days."""

    kind: str
    heading: str
    figure: str
    words: tuple[str, ...]
    facts: Mapping[str, Any]
    entries: tuple[PublishedEntry, ...] = field(default=())


def explain_line(line: SettlementLine) -> list[Step]:
    """This function will say why a line of a bill is what it is: the share and what rounding moved, the key and who decided it, and the
    costs in the pool without their text. A correction says first what it corrects. Amounts are in öre."""
    first = _correction(line) if line.corrects else _share(line)
    return [first, _key(line), _costs(line)]


def line_as_dict(line: SettlementLine) -> dict[str, Any]:
    """This function will return a line and its Why as what JSON can hold: amounts in öre, days and months as text."""
    return {
        "line": line.pk,
        "member": named_text(line.owner).words,
        "service": named_text(line.pool.service).words,
        "month": f"{line.settlement.month:%Y-%m}",
        "kind": kind_of(line),
        "amount_minor": line.amount_minor,
        "why": [{"step": s.kind, "heading": s.heading, "figure": s.figure, "words": list(s.words), **s.facts} for s in explain_line(line)],
    }


def counted_text(kind: str, number: int) -> str:
    """This function will write a count with what it counts under a kind of key."""
    texts = {
        Kind.EQUAL: ngettext("%(number)s equal share", "%(number)s equal shares", number),
        Kind.HEADCOUNT: ngettext("%(number)s employee", "%(number)s employees", number),
        Kind.TICKETS: ngettext("%(number)s ticket", "%(number)s tickets", number),
        Kind.ALL_TICKETS: ngettext("%(number)s ticket", "%(number)s tickets", number),
        Kind.LICENCES: ngettext("%(number)s licence", "%(number)s licences", number),
        Kind.FIXED: ngettext("%(number)s part", "%(number)s parts", number),
    }
    return texts[Kind(kind)] % {"number": count_text(number)}


def month_text(on: date) -> str:
    return date_format(on, "F Y")


def _product(line: SettlementLine) -> str:
    pool = line.pool
    return f"{kr_text(pool.amount_minor)} × {count_text(line.count)} / {count_text(pool.total_count)}"


def _moved(line: SettlementLine) -> str:
    if not line.moved_ppm:
        return _("It comes out even to the öre.")
    part = number_format(Decimal(abs(line.moved_ppm)).scaleb(-6), 3)
    words = _("Rounding to whole öre added %(part)s öre.") if line.moved_ppm > 0 else _("Rounding to whole öre took off %(part)s öre.")
    return words % {"part": part}


def _share(line: SettlementLine) -> Step:
    kind = line.pool.key.kind
    counts = _("Counted: %(own)s, of %(all)s for all who share.") % {
        "own": counted_text(kind, line.count),
        "all": count_text(line.pool.total_count),
    }
    words = [counts, _moved(line)]
    if kind_of(line) == "late":
        words.insert(
            0,
            _("These costs of %(month)s came after it was closed, so they are split as this month's are.")
            % {"month": month_text(line.pool.month)},
        )
    facts = {
        "pool_minor": line.pool.amount_minor,
        "count": line.count,
        "total_count": line.pool.total_count,
        "moved_ppm": line.moved_ppm,
        "amount_minor": line.amount_minor,
    }
    return Step("share", _("Your share: pool × count / total"), f"{_product(line)} = {kr_text(line.amount_minor)}", tuple(words), facts)


def _correction(line: SettlementLine) -> Step:
    was = line.corrects
    assert was is not None
    settled = was.amount_minor + _corrected_before(line)
    anew = settled + line.amount_minor
    month = month_text(was.pool.month)
    kind = line.pool.key.kind
    counts = (
        _("Your count is now %(count)s; it was %(before)s.") % {"count": counted_text(kind, line.count), "before": count_text(was.count)}
        if was.count != line.count
        else _("Your count is unchanged; another member's was wrong.")
    )
    totals = _("The total of all who share is now %(total)s; it was %(before)s.") % {
        "total": count_text(line.pool.total_count),
        "before": count_text(was.pool.total_count),
    }
    facts = {
        "corrects": was.pk,
        "corrected_month": f"{was.settlement.month:%Y-%m}",
        "pool_minor": line.pool.amount_minor,
        "count": line.count,
        "count_before": was.count,
        "total_count": line.pool.total_count,
        "total_count_before": was.pool.total_count,
        "settled_minor": settled,
        "moved_ppm": line.moved_ppm,
        "amount_minor": line.amount_minor,
    }
    figure = f"{_product(line)} = {kr_text(anew)}; {kr_text(anew)} − {kr_text(settled)} = {kr_text(line.amount_minor)}"
    heading = _("The new share of %(month)s, less what was settled") % {"month": month}
    return Step("correction", heading, figure, (counts, totals, _moved(line)), facts)


def _corrected_before(line: SettlementLine) -> int:
    """What closed settlements before this one had already corrected of the same line."""
    earlier = SettlementLine.objects.filter(
        owner_id=line.owner_id, corrects=line.corrects_id, settlement__closure__isnull=False, settlement__month__lt=line.settlement.month
    )
    return sum(earlier.values_list("amount_minor", flat=True))


def _key(line: SettlementLine) -> Step:
    key = line.pool.key
    if key.investment:
        return _decision(key, key.investment)
    if key.project:
        return _project_key(line, key.project)
    words = (
        _("Decided by %(who)s on %(day)s; in force from %(month)s.")
        % {"who": key.decided_by, "day": key.decided_on.isoformat(), "month": month_text(key.from_on)},
    )
    facts = {
        "key": key.pk,
        "kind": key.kind,
        "from_month": f"{key.from_on:%Y-%m}",
        "decided_on": key.decided_on.isoformat(),
        "decided_by": key.decided_by,
    }
    name = f"{key.get_kind_display()}, {named_text(key.product).words}" if key.product else key.get_kind_display()
    if key.product:
        facts["product"] = key.product.code
    return Step("key", _("The key: %(key)s") % {"key": name}, "", words, facts)


def _decision(key: AllocationKey, investment: Investment) -> Step:
    sharers = investment.shares.count()
    decided = _("Decision %(number)s by %(who)s on %(day)s.") % {
        "number": investment.number,
        "who": key.decided_by,
        "day": key.decided_on.isoformat(),
    }
    shared = ngettext("%(number)s member shares it.", "%(number)s members share it.", sharers) % {"number": count_text(sharers)}
    facts = {
        "key": key.pk,
        "kind": key.kind,
        "investment": investment.pk,
        "decision": investment.number,
        "decided_on": key.decided_on.isoformat(),
        "decided_by": key.decided_by,
        "members": sharers,
    }
    return Step("key", _("The investment's key: %(key)s") % {"key": key.get_kind_display()}, "", (decided, shared), facts)


def _project_key(line: SettlementLine, project: Project) -> Step:
    """Who decided the weights: with the project, or anew since."""
    key = line.pool.key
    decision = key.funding_change or ProjectDecision.objects.get(proposal=project.proposal_id)
    decided = _("Decision %(number)s by %(who)s on %(day)s.") % {
        "number": decision.registry_number,
        "who": key.decided_by,
        "day": key.decided_on.isoformat(),
    }
    since = _("The weights count from %(month)s.") % {"month": month_text(key.from_on)}
    facts = {
        "key": key.pk,
        "kind": key.kind,
        "project": project.code,
        "decision": decision.registry_number,
        "decided_on": key.decided_on.isoformat(),
        "decided_by": key.decided_by,
        "from": f"{key.from_on:%Y-%m}",
    }
    return Step("key", _("The project's key: weights of those who pay it"), "", (decided, since), facts)


def _worked(line: SettlementLine, entries: Sequence[PublishedEntry]) -> tuple[list[str], dict[str, Any]]:
    """A project's hours of the month and the rate, as they were known at each entering; credits of one entering say the same once."""
    if line.pool.key.project is None:
        return [], {}
    words: list[str] = []
    said: list[dict[str, int]] = []
    first = _("Hours worked in the month: %(hours)s × %(rate)s = %(cost)s.")
    later = _("Hours or a rate were written later: %(hours)s × %(rate)s = %(cost)s, less what was entered before.")
    for entry in sorted(entries, key=lambda entry: entry.pk):
        if entry.minutes is None or entry.hour_minor is None:
            continue
        cost = cost_of(entry.minutes, entry.hour_minor)
        fact = {"minutes": entry.minutes, "hour_minor": entry.hour_minor, "cost_minor": cost}
        if fact in said[-1:]:
            continue
        said.append(fact)
        figures = {"hours": hours_text(entry.minutes), "rate": kr_text(entry.hour_minor), "cost": kr_text(cost)}
        words.append((first if entry.amount_minor == cost else later) % figures)
    return words, {"hours": said}


def hours_text(minutes: int) -> str:
    """This function will write minutes as hours, with two decimals at most; as hours and minutes where those would not be exact."""
    hours, rest = divmod(minutes, 60)
    if rest % 3:
        return _("%(hours)s h %(minutes)s min") % {"hours": count_text(hours), "minutes": rest}
    decimals = (Decimal(rest) / 60).normalize()
    places = -int(decimals.as_tuple().exponent) if rest else 0
    return _("%(hours)s h") % {"hours": number_format(hours + decimals, places, force_grouping=True)}


def _planned(line: SettlementLine, entries: Sequence[PublishedEntry]) -> tuple[list[str], dict[str, Any]]:
    """What an investment's plan says of the month, and of a disposal where the month has its rest."""
    investment = line.pool.key.investment
    if investment is None:
        return [], {}
    plan, on = plan_of(investment), line.pool.month
    place = months_between(plan.starts, month_of(on))
    words = [
        _("The plan: %(amount)s over %(life)s months from %(month)s. Month %(place)s of them comes to %(part)s.")
        % {
            "amount": kr_text(plan.amount_minor),
            "life": plan.life_months,
            "month": month_text(investment.starts_on),
            "place": place + 1,
            "part": kr_text(plan.parts[place]),
        }
    ]
    facts: dict[str, Any] = {
        "investment_minor": plan.amount_minor,
        "life_months": plan.life_months,
        "starts": str(plan.starts),
        "month_number": place + 1,
        "part_minor": plan.parts[place],
    }
    disposal = disposal_of(investment)
    rest = next((entry for entry in entries if entry.voucher == voucher_of(investment.pk, month_of(on), rest=True)), None)
    if disposal and rest:
        words.append(
            _("Disposed of on %(day)s (%(reason)s): the rest, %(rest)s, comes in this month and nothing after it.")
            % {"day": disposal.disposed_on.isoformat(), "reason": disposal.reason, "rest": kr_text(rest.amount_minor)}
        )
        facts |= {"disposed_on": disposal.disposed_on.isoformat(), "rest_minor": rest.amount_minor}
    return words, facts


def _costs(line: SettlementLine) -> Step:
    entries = entries_in(line)
    planned, plan = _planned(line, entries)
    worked, hours = _worked(line, entries)
    words, facts = (
        [*planned, *worked],
        {
            **plan,
            **hours,
            "costs": [
                {
                    "voucher": entry.voucher,
                    "booked_on": entry.booked_on.isoformat(),
                    "month": f"{entry.month:%Y-%m}",
                    "amount_minor": entry.amount_minor,
                }
                for entry in entries
            ],
        },
    )
    heading = _("The pool: what was booked for %(month)s") % {"month": month_text(line.pool.month)}
    return Step("costs", heading, kr_text(line.pool.amount_minor), tuple(words), facts, tuple(entries))


def preview_as_dict(month: Month, unit: Organization | None = None) -> dict[str, Any]:
    """This function will return a month as what JSON can hold: as it was closed, or else as it would be sent now, with what stops it.

    Amounts are in öre; members stand in the order in which öre are shared out.
    """
    unit = unit or the_unit()
    if unit is None:
        return {"month": str(month), "state": "open", "total_minor": 0, "pools": [], "members": [], "stops": []}
    now = preview(unit, month)
    sent = latest_settlement(unit, month)
    sums = by_member(now.pools)
    names = {pk: named_text(member).words for pk, member in organizations_by_id(sums).items()}
    return {
        "month": str(month),
        "unit": named_text(unit).words,
        "state": "closed" if is_closed(unit, month) else "sent" if sent else "open",
        "total_minor": now.total_minor,
        "pools": [_pool_as_dict(pool, now.month, names) for pool in now.pools],
        "members": [{"member": names[pk], "amount_minor": amount} for pk, amount in sums.items()],
        "stops": [str(stop) for stop in now.stops],
    }


def _pool_as_dict(pool: SharedPool, month: date, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "code": pool.code,
        "name": pool.name,
        "month": f"{pool.month:%Y-%m}",
        "kind": "correction" if pool.corrects else "usual" if pool.month == month else "late",
        "amount_minor": pool.amount_minor,
        "total_count": pool.total_count,
        "costs": [{"voucher": cost.voucher, "amount_minor": cost.amount_minor} for cost in pool.costs],
        "lines": [
            {"member": names[line.member_id], "count": line.count, "amount_minor": line.amount_minor, "moved_ppm": line.moved_ppm}
            for line in pool.lines
        ],
    }
