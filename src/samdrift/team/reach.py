"""Whose plans, leave and check-ins one reads and writes within the unit: one's own, and those of people whom one leads."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor, Role
from samdrift.core.errors import Refused
from samdrift.team.models import Employee


class NotYourStaff(Refused):
    status = 403
    words = _("Only they themself and who leads them do this.")


class NotYouLead(Refused):
    status = 403
    words = _("Only who leads them does this.")


def is_oneself(employee: Employee, by: Actor) -> bool:
    return employee.account_id is not None and employee.account_id == by.account_id


def leads(employee: Employee, by: Actor) -> bool:
    """This will say whether the actor is the manager of the employee's function, or Samdrift itself."""
    manager = employee.function.manager
    return by.role == Role.SYSTEM or (manager is not None and manager.account_id == by.account_id)


def must_be_own_or_lead(employee: Employee, by: Actor) -> None:
    if not (is_oneself(employee, by) or leads(employee, by)):
        raise NotYourStaff


def of_own_people(actor: Actor, to_employee: str = "employee__") -> Q:
    """This will return the condition that a row is of the actor, or of somebody whom they lead; all of them for Samdrift itself."""
    if actor.role == Role.SYSTEM:
        return Q()
    own, led = f"{to_employee}account", f"{to_employee}function__manager__account"
    return Q(**{own: actor.account_id}) | Q(**{led: actor.account_id})
