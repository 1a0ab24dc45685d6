"""A month's availability of one service for one taker, with the rows and the rules that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import WHOLE_PPM, Coverage, Target
from samdrift.catalog.models import Service
from samdrift.engines.availability import Window
from samdrift.engines.period import Month
from samdrift.run.availability.models import MaintenanceWindow, Outage


class Verdict(models.TextChoices):
    """Whether a month's promise was held. Enough said once more is down than the whole month allows, even while it runs."""

    HELD = "held", _("Held")
    BROKEN = "broken", _("Broken")
    SO_FAR = "so_far", _("Not over")
    UNKNOWN = "unknown", _("Cannot be told")


class Reason(models.TextChoices):
    """Why a month's verdict cannot be told."""

    NO_AGREEMENT = "no_agreement", _("no agreement was in force")
    NO_TARGET = "no_target", _("the agreement promises nothing of availability")
    NO_TIME = "no_time", _("no agreed time was left to count")
    AHEAD = "ahead", _("the month has not begun")


@dataclass(frozen=True, slots=True)
class OutageCounted:
    """What one outage took of a month's counted time. `share` is that of the taker's use; `sites` are empty for the whole taker."""

    outage: Outage
    share: float
    sites: tuple[str, ...]
    counted_seconds: int

    @property
    def down_seconds(self) -> float:
        return self.share * self.counted_seconds


@dataclass(frozen=True, slots=True)
class MaintenanceCounted:
    """What one maintenance window took out of a month's agreed time; a site's takes out none, but hides that site's outages."""

    window: MaintenanceWindow
    sites: tuple[str, ...]
    excluded_seconds: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a month under one target. `counted_seconds` and `down_seconds` are until now; `allowed_seconds` is for all of it."""

    during: Window
    coverage: Coverage
    target: Target
    agreed_seconds: int
    excluded_seconds: int
    down_seconds: float
    allowed_seconds: float

    @property
    def counted_seconds(self) -> int:
        return self.agreed_seconds - self.excluded_seconds

    @property
    def promised(self) -> float:
        return self.target.share_ppm / WHOLE_PPM

    @property
    def first_on(self) -> date:
        return timezone.localdate(self.during.start_at)

    @property
    def last_on(self) -> date:
        return timezone.localdate(self.during.end_at - timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One taker's availability of one service in one month, its verdict, and the rows that counted."""

    owner_id: int
    service: Service
    month: Month
    verdict: Verdict
    reason: Reason | None = None
    parts: tuple[Part, ...] = ()
    whole: bool = True  # every instant of the month is covered by a target
    runs: bool = False
    outages: tuple[OutageCounted, ...] = ()
    maintenance: tuple[MaintenanceCounted, ...] = ()

    @property
    def agreed_seconds(self) -> int:
        return sum(part.agreed_seconds for part in self.parts)

    @property
    def excluded_seconds(self) -> int:
        return sum(part.excluded_seconds for part in self.parts)

    @property
    def counted_seconds(self) -> int:
        return self.agreed_seconds - self.excluded_seconds

    @property
    def down_seconds(self) -> float:
        return sum(part.down_seconds for part in self.parts)

    @property
    def allowed_seconds(self) -> float:
        return sum(part.allowed_seconds for part in self.parts)

    @property
    def overlap_seconds(self) -> float:
        """What outages that ran at once would count twice."""
        return max(sum(row.down_seconds for row in self.outages) - self.down_seconds, 0.0)

    @property
    def ratio(self) -> float | None:
        return 1 - self.down_seconds / self.counted_seconds if self.counted_seconds else None

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple({part.target.pk: part.target for part in self.parts}.values())

    @property
    def promised(self) -> float | None:
        """The share promised where the month has one target; several are each part's own."""
        shares = {part.promised for part in self.parts}
        return shares.pop() if len(shares) == 1 else None
