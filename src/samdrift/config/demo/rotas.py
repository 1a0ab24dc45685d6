"""Who is on call in the half year that runs: lawful rotas, one that departs from a rule as agreed, and one that waits. Synthetic."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.members.models import Calendar
from samdrift.team.actions.rotas import AgainstTheRules, announce_rota, make_rota, planned_of, swap_shift
from samdrift.team.models import Employee, Leave, Rota
from samdrift.team.queries.rotas import shifts_of
from samdrift.team.rota_patterns import slots_of
from samdrift.team.weeks import A_WEEK, monday_of

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

KNOWN_BEFORE = 5 * A_WEEK
A_SWAPS_REASON = "Byte på egen begäran"


def build(demo: Demo) -> None:
    """This will make the rotas of the plan, make those known that do not wait, and let some shifts be handed on."""
    demo.tell("Rotas ...")
    this_week = monday_of(timezone.localdate(demo.at))
    calendar = Calendar.objects.get(name=demo.plan["rotas"]["calendar"])
    by = demo.actor(demo.unit, Role.DIRECTOR)
    for described in demo.plan["rotas"]["rotas"]:
        from_week = this_week + described["from_week"] * A_WEEK
        at = min(moment(from_week - KNOWN_BEFORE, 10), demo.at)
        people = _people(demo, described, from_week)
        slots = slots_of(described["pattern"], described["kind"], *(time.fromisoformat(described[edge]) for edge in ("begins", "ends")))
        agreed = {name: described.get(name, "") for name in ("reason", "agreed_by")}
        rota = make_rota(
            people[0].function,
            planned_of(people, slots, from_week=from_week, weeks=described["weeks"]),
            from_week=from_week,
            weeks=described["weeks"],
            calendar=calendar,
            by=by,
            at=at,
            **agreed,
        )
        if not described.get("waits"):
            announce_rota(rota, **agreed, by=by, at=at)
        _swaps(demo, rota, people, described.get("swaps", 0))


def _people(demo: Demo, described: dict[str, Any], from_week: date) -> list[Employee]:
    """Those who take turns: of the function, not its manager, and on no leave in the meantime."""
    during = DateRange(from_week, from_week + described["weeks"] * A_WEEK + timedelta(days=1))
    away = set(Leave.objects.filter(during__overlap=during).values_list("employee", flat=True))
    there = [one for one in demo.employees if one.function.name == described["function"] and one.function.manager_id != one.pk]
    can = [one for one in there if one.pk not in away]
    return can[:: max(1, len(can) // described["people"])][: described["people"]]  # of every site


def _swaps(demo: Demo, rota: Rota, people: list[Employee], number: int) -> None:
    """The first coming shifts that somebody can take over within the rules."""
    by = demo.actor(demo.unit, Role.DIRECTOR)
    for shift in [one for one in shifts_of(rota) if one.start_at > demo.at + A_WEEK and one.kind != "off"]:
        for to in people:
            if not number:
                return
            if to.pk == shift.employee_id:
                continue
            try:
                swap_shift(shift, to, reason=A_SWAPS_REASON, by=by, at=demo.at)
            except AgainstTheRules:
                continue
            number -= 1
            break
