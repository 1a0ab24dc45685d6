"""Functions with host and manager, and the employees who work in them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.actions import give_seat
from samdrift.members.actions.people import account_at
from samdrift.members.models import Organization, Site
from samdrift.team.models import Employee, Function
from samdrift.ui.names import named_text


class FunctionNamedAlready(Refused):
    words = _("The unit has a function called %(name)s already.")


class OneDesk(Refused):
    words = _("Another function is the desk already.")


class NotAHost(BadInput):
    words = _("%(name)s cannot be host: a host is a member, or the unit itself.")


class NotTheUnit(BadInput):
    words = _("%(name)s is not a joint IT unit, so it has no functions.")


class EmployeeElsewhere(BadInput):
    words = _("%(name)s works in another unit.")


class WorksHereAlready(Refused):
    words = _("Somebody in the unit signs in with %(email)s already.")


@transaction.atomic
def add_function(
    unit: Organization,
    name: str,
    *,
    host: Organization,
    by: Actor,
    at: datetime,
    name_en: str = "",
    is_desk: bool = False,
    phone: str = "",
    email: str = "",
    hours: str = "",
    hours_en: str = "",
) -> Function:
    """This will add a part of the unit; `host` employs its staff. How the one function that is the desk is reached is public."""
    by.must(Deed.CHANGE_TEAM)
    if unit.kind != Organization.Kind.UNIT:
        raise NotTheUnit(name=named_text(unit).words)
    if host.kind not in (Organization.Kind.MEMBER, Organization.Kind.UNIT):
        raise NotAHost(name=named_text(host).words)
    reached = {"phone": phone, "email": email, "hours": hours, "hours_en": hours_en}
    row = Function(unit=unit, host=host, name=name, name_en=name_en, is_desk=is_desk, **reached)
    keep(row, {"team_function_name_once": FunctionNamedAlready(name=name), "team_function_one_desk": OneDesk()})
    audit.record("add_function", of=row, by=by, at=at)
    return row


@transaction.atomic
def add_employee(
    function: Function,
    name: str,
    *,
    site: Site,
    email: str,
    on: date,
    by: Actor,
    at: datetime,
    phone: str = "",
    role: Role = Role.STAFF,
) -> Employee:
    """This will add somebody who works in the unit, with an account and a role there from a day on; the password is set afterwards."""
    by.must(Deed.CHANGE_TEAM)
    account = account_at(email, organization_id=function.unit_id, by=by)
    row = Employee(function=function, site=site, name=name, email=email, phone=phone, account=account)
    keep(row, {"team_employee_account_id_key": WorksHereAlready(email=email)})
    audit.record("add_employee", of=row, by=by, at=at)
    give_seat(account, function.unit, role, on=on, by=by, at=at)
    return row


@transaction.atomic
def set_manager(function: Function, employee: Employee | None, *, by: Actor, at: datetime) -> None:
    """This will make an employee of the same unit the manager of a function; None leaves it without one."""
    by.must(Deed.CHANGE_TEAM)
    row = Function.objects.select_for_update(of=("self",)).get(pk=function.pk)
    if employee is not None and employee.function.unit_id != row.unit_id:
        raise EmployeeElsewhere(name=employee.name)
    row.manager = employee
    row.save(update_fields=["manager"])
    audit.record("set_manager", of=row, by=by, at=at)
