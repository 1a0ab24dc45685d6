"""Every write of the team: functions with host and manager, employees, and posts at sites."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.actions import give_seat
from samdrift.members.actions.people import account_at
from samdrift.members.models import Organization, Site
from samdrift.team.models import Employee, Function, Post

WHOLE_PERCENT = 100


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


class MoreThanWhole(Refused):
    words = _("%(name)s would work %(percent)s %% of a week.")
    way_on = _("End another post first, or give this one a smaller share.")


class PostIsOver(Refused):
    words = _("That post is over.")


class HoldsItAlready(Refused):
    words = _("%(name)s holds that post already.")


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
        raise NotTheUnit(name=unit.name)
    if host.kind not in (Organization.Kind.MEMBER, Organization.Kind.UNIT):
        raise NotAHost(name=host.name)
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


@transaction.atomic
def add_post(
    function: Function,
    title: str,
    *,
    site: Site,
    from_on: date,
    by: Actor,
    at: datetime,
    title_en: str = "",
    share_percent: int = WHOLE_PERCENT,
    employee: Employee | None = None,
) -> Post:
    """This will add a share of a working week at a site, from a day on: vacant, or held by an employee at once."""
    by.must(Deed.CHANGE_TEAM)
    if employee is not None:
        _must_have_time(employee, function, share_percent, DateRange(from_on, None))
    row = Post(
        owner_id=function.unit_id,
        function=function,
        employee=employee,
        site=site,
        title=title,
        title_en=title_en,
        share_percent=share_percent,
        during=DateRange(from_on, None),
    )
    keep(row)
    audit.record("add_post", of=row, by=by, at=at)
    return row


@transaction.atomic
def fill_post(post: Post, employee: Employee | None, *, on: date, by: Actor, at: datetime) -> Post:
    """This will let an employee take over a post on a day, in a row that follows the one before; None leaves it vacant."""
    by.must(Deed.CHANGE_TEAM)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if employee is not None and employee.pk == post.employee_id:
        raise HoldsItAlready(name=employee.name)
    start, end = _from(post, on), post.during.upper
    _shorten(post, start)
    if employee is not None:
        _must_have_time(employee, post.function, post.share_percent, DateRange(start, end))
    row = Post(
        owner_id=post.owner_id,
        function_id=post.function_id,
        employee=employee,
        site_id=post.site_id,
        title=post.title,
        title_en=post.title_en,
        share_percent=post.share_percent,
        during=DateRange(start, end),
    )
    keep(row)
    audit.record("fill_post", of=row, by=by, at=at)
    return row


@transaction.atomic
def end_post(post: Post, *, on: date, by: Actor, at: datetime) -> None:
    """This will do away with a post: `on` is the first day without it."""
    by.must(Deed.CHANGE_TEAM)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    start = _from(post, on)
    audit.record("end_post", of=post, by=by, at=at)
    _shorten(post, start)


def _from(post: Post, on: date) -> date:
    """The day a change takes hold: never before the post begins, and only while it lasts."""
    lower, upper = post.during.lower, post.during.upper
    if upper is not None and upper <= on:
        raise PostIsOver
    return max(lower, on) if lower is not None else on


def _shorten(post: Post, on: date) -> None:
    if post.during.lower == on:  # it has not lasted a day
        post.delete()
    else:
        post.during = DateRange(post.during.lower, on)
        post.save(update_fields=["during"])


def _must_have_time(employee: Employee, function: Function, share_percent: int, during: DateRange) -> None:
    """Posts that meet the span count whole, also where they do not meet each other: rather once too careful."""
    employee = Employee.objects.select_for_update(of=("self",)).select_related("function").get(pk=employee.pk)
    if employee.function.unit_id != function.unit_id:
        raise EmployeeElsewhere(name=employee.name)
    held = Post.objects.filter(employee=employee, during__overlap=during).aggregate(sum=Sum("share_percent"))["sum"] or 0
    if held + share_percent > WHOLE_PERCENT:
        raise MoreThanWhole(name=employee.name, percent=held + share_percent)
