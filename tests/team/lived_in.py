"""Rotas as a lived-in house has them, with long names, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samdrift.team.actions.rotas import swap_shift
from samdrift.team.rota_patterns import Pattern
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, an_employee, everywhere
from tests.team.rota_builders import COMING, THIS_WEEK, a_rota, shifts, turned

LONG_NAMES = ("Alexandra-Charlotta von Fersen-Gyllenstierna", "Đorđe Živković Šćepanović", "Elle-Máret Ánte-Lásse Guttorm")


def rotas_of(cast: Cast, now: datetime) -> dict[str, Any]:
    """Whole weeks that depart from the weekly rest, a shift that was handed on, and a rota that waits."""
    for name in LONG_NAMES:
        cast.people[name] = an_employee(cast.function, cast.site, name)
    why = "Införandet av verksamhetsövergripande informationshanteringsstöd; veckovilan läggs i veckan efter."
    who = "Saco-S och Fackförbundet ST, lokalt kollektivavtal om beredskap"
    whole = turned(cast, LONG_NAMES, from_week=THIS_WEEK, weeks=8, pattern=Pattern.WHOLE_WEEKS)
    rota = a_rota(cast, whole, from_week=THIS_WEEK, weeks=8, reason=why, agreed_by=who)
    waits = a_rota(cast, turned(cast, LONG_NAMES, from_week=COMING + 9 * A_WEEK), from_week=COMING + 9 * A_WEEK, known=False)
    coming = shifts(rota)[2:]
    with everywhere() as samdrift:
        swap_shift(coming[0], cast.employee("ulla"), reason=why, agreed_by=who, by=samdrift, at=now)
    return {"rota_id": waits.pk, "shift_id": coming[1].pk}
