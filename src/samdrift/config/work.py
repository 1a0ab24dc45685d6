"""What staff do beyond their role: it follows from rows, and their menu follows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Role
from samdrift.run.projects.models import Booking, Job, Project
from samdrift.team.models import Employee, Function


@dataclass(frozen=True, slots=True)
class Work:
    """Manager of a function, manager of a project, procurer, owner of a service: any of them, or none."""

    leads: bool = False
    runs_projects: bool = False
    procures: bool = False
    owns_services: bool = False

    def called(self) -> Promise | str:
        """This will return what somebody with this work is called, the widest first; empty for none of it."""
        if self.leads:
            return _("Function manager")
        if self.runs_projects:
            return _("Project manager")
        if self.procures:
            return _("Procurer")
        return _("Service owner") if self.owns_services else ""


JUST_STAFF = Work()


def work_of_all() -> dict[int, Work]:
    """This will return the work of every employee, by their id; for the unit's staff and for Samdrift itself."""
    return {pk: Work(*rows) for pk, *rows in _with_work().values_list("pk", *Work.__slots__)}


def work_of(actor: Actor) -> Work:
    """This will return the work of who acts as the unit's staff; nobody else's follows from rows."""
    if actor.role != Role.STAFF:
        return JUST_STAFF
    rows = _with_work().filter(account_id=actor.account_id).values_list(*Work.__slots__).first()
    return Work(*rows) if rows else JUST_STAFF


def _with_work() -> QuerySet[Employee]:
    booked = Booking.objects.filter(employee=OuterRef("pk"), called_off_at=None)
    return Employee.objects.annotate(
        leads=Exists(Function.objects.filter(manager=OuterRef("pk"))),
        runs_projects=Exists(Project.objects.filter(manager=OuterRef("pk"), ended_on=None))
        | Exists(booked.filter(job=Job.PROJECT_MANAGER)),
        procures=Exists(booked.filter(job=Job.PROCURER)),
        owns_services=Exists(Service.objects.filter(service_owner=OuterRef("pk"))),
    ).order_by("pk")
