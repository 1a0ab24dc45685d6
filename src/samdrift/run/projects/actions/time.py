"""Hours in projects. What was entered is never changed: a later row for the same person, project and week counts instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, Refused
from samdrift.members.models import Organization
from samdrift.run.projects.models import Project, ProjectMonth, TimeEntry
from samdrift.run.projects.models.projects import MINUTES_A_WEEK
from samdrift.run.projects.queries.projects import entries_that_count
from samdrift.run.projects.weeks import month_of, week_in_words
from samdrift.team.models import Employee


class NotAMonday(BadInput):
    words = _("%(day)s is not a Monday; a week is known by its Monday.")


class WeekNotBegun(BadInput):
    words = _("%(week)s has not begun.")


class MoreThanAWeek(BadInput):
    words = _("A week has from 0 to %(most)s minutes.")


class OutsideTheProject(Refused):
    words = _("%(code)s did not run in %(week)s.")


class NotYoursToEnter(Refused):
    status = 403
    words = _("You enter your own hours, those of people whom you lead, and those in projects that you manage.")


class SameHours(Refused):
    words = _("Those hours are already entered.")


@transaction.atomic
def record_time(
    unit: Organization, employee: Employee, project: Project, week: date, minutes: int, *, by: Actor, at: datetime
) -> TimeEntry:
    """This will record what an employee worked in a project in a week; entered again, with other hours, it is corrected."""
    must_enter_for(employee, project, by)
    refuse_unless_it_fits(project, week, minutes, at=at)
    with_lock = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    before = entries_that_count([employee.pk], [project.pk], [week]).get((employee.pk, project.pk, week))
    if before is not None and before.minutes == minutes:
        raise SameHours
    entry = TimeEntry.objects.create(owner=unit, employee=employee, project=with_lock, week=week, minutes=minutes, entered_at=at)
    count_minutes([(entry, before)])
    audit.record("record_time", of=entry, by=by, at=at)
    return entry


def must_enter_for(employee: Employee, project: Project, by: Actor) -> None:
    """This will refuse to enter hours that are neither one's own nor of one's people or one's project."""
    by.must(Deed.RUN_PROJECTS)
    leader = employee.function.manager
    theirs = (employee.account_id, leader.account_id if leader else None, project.manager.account_id)
    if by.role not in (Role.DIRECTOR, Role.SYSTEM) and by.account_id not in theirs:
        raise NotYoursToEnter


def refuse_unless_it_fits(project: Project, week: date, minutes: int, *, at: datetime) -> None:
    """This will refuse hours of a week that is none, has not begun or in which the project did not run."""
    if week.weekday():
        raise NotAMonday(day=week)
    if not 0 <= minutes <= MINUTES_A_WEEK:
        raise MoreThanAWeek(most=MINUTES_A_WEEK)
    if week > timezone.localdate(at):
        raise WeekNotBegun(week=capfirst(week_in_words(week)))
    if (week - project.started_on).days <= -7 or (project.ended_on is not None and week > project.ended_on):
        raise OutsideTheProject(code=project.code, week=week_in_words(week))


def count_minutes(entries: Iterable[tuple[TimeEntry, TimeEntry | None]]) -> None:
    """This will add new entries, less those that they correct, to the hours by month; the projects are locked."""
    changes: Counter[tuple[int, date]] = Counter()
    for entry, before in entries:
        changes[entry.project_id, month_of(entry.week).starts_on] += entry.minutes - (before.minutes if before else 0)
    for (project_id, month), change in sorted(changes.items()):
        if not ProjectMonth.objects.filter(project=project_id, month=month).update(minutes=F("minutes") + change):
            ProjectMonth.objects.create(project_id=project_id, month=month, minutes=change)
