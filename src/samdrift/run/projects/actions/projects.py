"""Projects: begun with those who pay, followed by milestones and forecasts, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.models import Forecast, Funding, FundingChange, Milestone, Project, Proposal, Rate, TimeEntry
from samdrift.run.projects.queries.keys import key_in, keys_by_project
from samdrift.run.projects.queries.proposals import backers_of
from samdrift.team.models import Employee

LARGEST_MINOR = 10**14


class ProjectIsThere(Refused):
    words = _("There is already a project called %(code)s.")


class NotApproved(Refused):
    words = _("The proposal is not approved.")


class ProjectHasBegun(Refused):
    words = _("The proposal already has a project.")


class NobodyPays(BadInput):
    words = _("A project needs at least one member that pays.")


class PayerDoesNotWantIt(BadInput):
    words = _("%(member)s has not said that it wants this, so it cannot be made to pay.")


class NegativeWeight(BadInput):
    words = _("A weight is at least 0.")


class NotAnAmount(BadInput):
    words = _("An amount here is above zero.")


class NotTheManager(Refused):
    status = 403
    words = _("Only the project's manager or the unit's director changes this.")


class MilestoneIsReached(Refused):
    words = _("The milestone is already reached.")


class MilestoneIsMoved(Refused):
    words = _("The milestone was moved already.")
    way_on = _("Move the one that stands instead of it.")


class SameDay(BadInput):
    words = _("It is to be reached on that day already.")


class ReasonMissing(BadInput):
    words = _("Say why it is moved.")


class KeyOfThePast(BadInput):
    words = _("%(month)s is over or is before the project; what it cost is paid by the key that it had.")
    way_on = _("Let the key count from this month or one to come.")


class SameKey(Refused):
    words = _("That is the key of %(month)s already.")


class ProjectHasEnded(Refused):
    words = _("The project has ended.")


class NotBeenYet(BadInput):
    words = _("%(day)s has not been yet.")


class WorkedAfterwards(Refused):
    words = _("Hours are entered for weeks after %(day)s.")


@transaction.atomic
def begin_project(
    proposal: Proposal,
    code: str,
    *,
    manager: Employee,
    budget_minor: int,
    started_on: date,
    weights: Mapping[Organization, int],
    by: Actor,
    at: datetime,
) -> Project:
    """This will begin an approved proposal as a project, paid by those who want it, by the weights of a key; one payer at least."""
    by.must(Deed.RUN_PROJECTS)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_unless_it_can_begin(row)
    if not 0 < budget_minor <= LARGEST_MINOR:
        raise NotAnAmount
    paying = _paying(row, weights)
    project = Project(
        proposal=row,
        code=code.strip(),
        title=row.title,
        title_en=row.title_en,
        manager=manager,
        budget_minor=budget_minor,
        started_on=started_on,
    )
    keep(project, {"projects_project_code_once": ProjectIsThere(code=project.code)})
    Funding.objects.bulk_create(Funding(project=project, member=member, weight=weight) for member, weight in paying.items())
    audit.record("begin_project", of=project, by=by, at=at)
    return project


def refuse_unless_it_can_begin(proposal: Proposal) -> None:
    """This will refuse a proposal that is not approved, or that has its project."""
    if proposal.state != Proposal.State.APPROVED:
        raise NotApproved
    if Project.objects.filter(proposal=proposal).exists():
        raise ProjectHasBegun


def _paying(proposal: Proposal, weights: Mapping[Organization, int]) -> dict[Organization, int]:
    if any(weight < 0 for weight in weights.values()):
        raise NegativeWeight
    paying = {member: weight for member, weight in weights.items() if weight}
    if not paying:
        raise NobodyPays
    wanting = {member.pk for member in backers_of(proposal)}
    for member in paying:
        if member.pk not in wanting:
            raise PayerDoesNotWantIt(member=member.name)
    return paying


@transaction.atomic
def change_funding(
    project: Project,
    from_month: Month,
    *,
    weights: Mapping[Organization, int],
    decided_on: date,
    decided_by: str,
    registry_number: str,
    by: Actor,
    at: datetime,
) -> FundingChange:
    """This will record another key by which a project is paid, from this month or one to come; earlier months keep theirs, and so do their
    bills. A change recorded later for the same month counts instead."""
    by.must(Deed.SETTLE)
    row = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if row.ended_on is not None:
        raise ProjectHasEnded
    this_month = Month.of(at, str(timezone.get_default_timezone()))
    if from_month < max(this_month, Month(row.started_on.year, row.started_on.month)):
        raise KeyOfThePast(month=from_month)
    paying = _paying(row.proposal, weights)
    before = key_in(from_month, keys_by_project([row]).get(row.pk, ()))
    if before and before.weights == {member.pk: weight for member, weight in paying.items()}:
        raise SameKey(month=from_month)
    change = FundingChange(
        project=row,
        from_on=from_month.starts_on,
        decided_on=decided_on,
        decided_by=decided_by.strip(),
        registry_number=registry_number.strip(),
        recorded_at=at,
    )
    keep(change)
    Funding.objects.bulk_create(Funding(project=row, change=change, member=member, weight=weight) for member, weight in paying.items())
    audit.record("change_funding", of=change, by=by, at=at)
    return change


def must_manage(project: Project, by: Actor) -> None:
    """This will refuse whoever is neither the project's manager nor the director."""
    by.must(Deed.RUN_PROJECTS)
    if by.role not in (Role.DIRECTOR, Role.SYSTEM) and project.manager.account_id != by.account_id:
        raise NotTheManager


@transaction.atomic
def add_milestone(project: Project, name: str, *, due_on: date, by: Actor, at: datetime, name_en: str = "") -> Milestone:
    """This will add something that the project is to have reached by a day."""
    must_manage(project, by)
    milestone = Milestone(project=project, name=name.strip(), name_en=name_en.strip(), due_on=due_on)
    keep(milestone)
    audit.record("add_milestone", of=milestone, by=by, at=at)
    return milestone


@transaction.atomic
def reach_milestone(milestone: Milestone, *, by: Actor, at: datetime, on: date | None = None) -> Milestone:
    """This will note that a milestone is reached today, or was on a day before."""
    must_manage(milestone.project, by)
    reached_on = _been(on, at)
    row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    _refuse_what_stands_no_more(row)
    row.reached_on = reached_on
    row.save(update_fields=["reached_on"])
    audit.record("reach_milestone", of=row, by=by, at=at)
    return row


@transaction.atomic
def move_milestone(milestone: Milestone, due_on: date, reason: str, *, by: Actor, at: datetime) -> Milestone:
    """This will set a milestone to another day, as a row of its own with the reason; the one it supersedes stays with its day."""
    must_manage(milestone.project, by)
    row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    _refuse_what_stands_no_more(row)
    if not reason.strip():
        raise ReasonMissing
    if due_on == row.due_on:
        raise SameDay
    moved = Milestone(project=row.project, name=row.name, name_en=row.name_en, due_on=due_on, supersedes=row, reason=reason.strip())
    keep(moved)
    audit.record("move_milestone", of=moved, by=by, at=at)
    return moved


def _refuse_what_stands_no_more(milestone: Milestone) -> None:
    if milestone.reached_on is not None:
        raise MilestoneIsReached
    if Milestone.objects.filter(supersedes=milestone).exists():
        raise MilestoneIsMoved


@transaction.atomic
def say_forecast(project: Project, amount_minor: int, reason: str, *, by: Actor, at: datetime) -> Forecast:
    """This will record what the project is now said to come to in all, and why; what was said before stays."""
    must_manage(project, by)
    if not 0 < amount_minor <= LARGEST_MINOR:
        raise NotAnAmount
    forecast = Forecast(project=project, said_on=timezone.localdate(at), amount_minor=amount_minor, reason=reason.strip(), recorded_at=at)
    keep(forecast)
    audit.record("say_forecast", of=forecast, by=by, at=at)
    return forecast


@transaction.atomic
def end_project(project: Project, *, by: Actor, at: datetime, on: date | None = None) -> Project:
    """This will end a project today, or on a day that has been: no hours of later weeks are entered for it."""
    must_manage(project, by)
    ended_on = _been(on, at)
    row = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if row.ended_on is not None:
        raise ProjectHasEnded
    if TimeEntry.objects.filter(project=row, week__gt=ended_on).exists():
        raise WorkedAfterwards(day=ended_on)
    row.ended_on = ended_on
    row.save(update_fields=["ended_on"])
    audit.record("end_project", of=row, by=by, at=at)
    return row


def _been(on: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    if on is not None and on > today:
        raise NotBeenYet(day=on)
    return on or today


@transaction.atomic
def decide_rate(from_month: Month, hour_minor: int, *, decided_on: date, decided_by: str, by: Actor, at: datetime) -> Rate:
    """This will record what an hour in a project costs from a month on."""
    by.must(Deed.SETTLE)
    if not 0 < hour_minor <= LARGEST_MINOR:
        raise NotAnAmount
    rate = Rate(from_on=from_month.starts_on, hour_minor=hour_minor, decided_on=decided_on, decided_by=decided_by.strip(), recorded_at=at)
    keep(rate)
    audit.record("decide_rate", of=rate, by=by, at=at)
    return rate
