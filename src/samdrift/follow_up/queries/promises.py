"""Promises as homes count them, and the promises behind each count: both from the same conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.engines.availability import Window
from samdrift.run.availability.spans import midnight, month_of, month_window
from samdrift.run.desk.models import Promise
from samdrift.run.desk.queries import promises_due_before, promises_in_force, promises_missed
from samdrift.team.models import Function

SOON = timedelta(hours=24)


class Which(TextChoices):
    """What a home counts. A promise belongs to the day and month in which it was due."""

    LATE = "late", _("Late now")
    SOON = "soon", _("Due within 24 hours")
    TODAY = "today", _("Missed today")
    MONTH = "month", _("Missed this month")
    BEFORE = "before", _("Missed last month")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose promises: a member's, or those on the tickets of a team; all when neither is named."""

    owner_id: int | None = None
    team: Sequence[Function] = ()

    @property
    def condition(self) -> Q:
        own = Q() if self.owner_id is None else Q(owner_id=self.owner_id)
        return own & of_team(self.team, "ticket__assignee") if self.team else own


def of_team(functions: Sequence[Function], assignee: str = "assignee") -> Q:
    """This will say which tickets are a team's: those that its people have, and the desk's are those that nobody has too."""
    people = Q(**{f"{assignee}__function__in": functions})
    return people | Q(**{f"{assignee}__isnull": True}) if any(function.is_desk for function in functions) else people


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """How promises stand. `judged` are those of a month that are met or missed: what the missed ones are a part of."""

    late: int = 0
    soon: int = 0
    today: int = 0
    month: int = 0
    before: int = 0
    judged: int = 0
    judged_before: int = 0

    def __add__(self, other: PromiseCounts) -> PromiseCounts:
        return PromiseCounts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def of(self, which: Which) -> int:
        return int(getattr(self, which.value))


def promises_listed(which: Which, *, whose: Whose, at: datetime) -> QuerySet[Promise]:
    """This will return the promises behind a count: those that run by when they are due, the missed ones of a span the latest first."""
    if which == Which.LATE:
        found = promises_due_before(at)
    elif which == Which.SOON:
        found = promises_due_before(at + SOON).filter(due_at__gte=at)
    else:
        found = promises_missed(at=at).filter(_due_in(_windows(at)[which])).order_by("-due_at", "-pk")
    return found.filter(whose.condition).select_related("ticket__owner", "ticket__service", "target__version__agreement")


def promise_counts(*, whose: Whose, at: datetime) -> dict[int, PromiseCounts]:
    """This will count promises for each owner that has any, in three queries whatever their number."""
    windows = _windows(at)
    rows: dict[int, dict[str, int]] = defaultdict(dict)
    this, before = _due_in(windows[Which.MONTH]), _due_in(windows[Which.BEFORE])
    running = promises_due_before(at + SOON).filter(whose.condition)
    missed = promises_missed(at=at).filter(whose.condition, this | before)
    kept = promises_in_force().filter(whose.condition, this | before, met_at__lte=F("due_at"))
    for counted in (
        _by_owner(running, late=Q(due_at__lt=at), soon=Q(due_at__gte=at)),
        _by_owner(missed, today=_due_in(windows[Which.TODAY]), month=this, before=before),
        _by_owner(kept, judged=this, judged_before=before),
    ):
        for row in counted:
            rows[row.pop("owner")].update(row)
    return {owner: _with_missed(PromiseCounts(**row)) for owner, row in rows.items()}


def _with_missed(counts: PromiseCounts) -> PromiseCounts:
    return counts + PromiseCounts(judged=counts.month, judged_before=counts.before)


def _by_owner(promises: QuerySet[Promise], **conditions: Q) -> QuerySet[Promise, dict[str, int]]:
    counted = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return promises.order_by().values("owner").annotate(**counted)


def _windows(at: datetime) -> dict[Which, Window]:
    this = month_of(at)
    today = timezone.localdate(at)
    return {
        Which.TODAY: Window(midnight(today), midnight(today + timedelta(days=1))),
        Which.MONTH: month_window(this),
        Which.BEFORE: month_window(this.previous()),
    }


def _due_in(window: Window) -> Q:
    return Q(due_at__gte=window.start_at, due_at__lt=window.end_at)
