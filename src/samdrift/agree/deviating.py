"""How far a deviation has come: a pure rule over the rows that stand under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """What a deviation waits for."""

    OPEN = "open", _("Nobody owns it")
    OWNED = "owned", _("Waits for a remedy plan")
    PLANNED = "planned", _("Being remedied")
    REMEDIED = "remedied", _("Waits to be verified")
    CLOSED = "closed", _("Closed and verified")


@dataclass(frozen=True, slots=True)
class Planned:
    """A remedy plan: when it is due, whether it was carried out, and whether the other side found that it was not enough."""

    due_on: date
    remedied: bool = False
    rejected: bool = False


def stage_of(plan_by: date | None, plans: Sequence[Planned], *, closed: bool) -> Stage:
    """This function will say how far a deviation has come; `plan_by` is None while nobody owns it, plans stand in their order.

    Only the last plan counts: a plan that was found not to be enough asks for a new one.

    >>> stage_of(date(2026, 12, 1), [Planned(date(2027, 1, 31), remedied=True, rejected=True)], closed=False).name
    'OWNED'
    """
    if closed:
        return Stage.CLOSED
    if plan_by is None:
        return Stage.OPEN
    last = plans[-1] if plans else None
    if last is None or last.rejected:
        return Stage.OWNED
    return Stage.REMEDIED if last.remedied else Stage.PLANNED


def due_on(plan_by: date | None, plans: Sequence[Planned], *, closed: bool) -> date | None:
    """This function will return the day by which what it waits for is due: the plan, or the remedy; None where no day is set.

    >>> due_on(date(2026, 12, 1), [Planned(date(2027, 1, 31))], closed=False)
    datetime.date(2027, 1, 31)
    """
    stage = stage_of(plan_by, plans, closed=closed)
    if stage == Stage.PLANNED:
        return plans[-1].due_on
    return plan_by if stage == Stage.OWNED else None
