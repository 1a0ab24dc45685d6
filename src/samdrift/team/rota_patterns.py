"""The weeks that on-call is commonly divided into, as the engine's slots."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from samdrift.engines.rota import Kind, Slot

MONDAY, THURSDAY, FRIDAY, NEXT_MONDAY = 0, 3, 4, 7
WORKDAYS = range(MONDAY, FRIDAY + 1)


class Pattern(models.TextChoices):
    NIGHTS_AND_WEEKENDS = "nights_and_weekends", _("Four nights by one, the weekend by another who is off on the Thursday before")
    WHOLE_WEEKS = "whole_weeks", _("Whole weeks, from Monday to Monday")
    WORKDAYS = "workdays", _("Monday to Friday, within each day")


def slots_of(pattern: str, kind: str, begins: time, ends: time) -> list[Slot]:
    """This function will make a week's slots in wall time; BadSlot where a day would end before it
    begins. Whole weeks end when they begin."""
    does = Kind(kind)
    if pattern == Pattern.WHOLE_WEEKS:
        return [Slot(MONDAY, begins, NEXT_MONDAY, begins, does)]
    if pattern == Pattern.WORKDAYS:
        return [Slot(day, begins, day, ends, does) for day in WORKDAYS]
    nights = [Slot(day, begins, day + 1, ends, does) for day in range(MONDAY, FRIDAY)]
    weekend = Slot(FRIDAY, begins, NEXT_MONDAY, ends, does, turn=1)
    return [*nights, Slot(THURSDAY, time(), FRIDAY, time(), Kind.OFF, turn=1), weekend]
