"""Posts at sites: added, held, left and done away with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Site
from samdrift.team.actions.functions import EmployeeElsewhere
from samdrift.team.models import Employee, Function, Post

WHOLE_PERCENT = 100


class MoreThanWhole(Refused):
    words = _("%(name)s would work %(percent)s %% of a week from %(day)s.")
    way_on = _("End another post first, or give one of them a smaller share.")


class NobodyIsAway(Refused):
    words = _("The post is vacant, so nobody acts in it.")
    way_on = _("Name who holds it.")


class ActsForThemself(BadInput):
    words = _("%(name)s holds the post, so somebody else acts in it.")


class ActingEnds(Refused):
    words = _("Acting in a post is ended, not taken over.")


class ActingOutside(BadInput):
    words = _("Acting in a post begins and ends while it lasts, and lasts at least a day.")


class PostIsOver(Refused):
    words = _("That post is over.")


class PostBeginsLater(Refused):
    words = _("The post begins on %(on)s.")
    way_on = _("Give that day or a later one.")


class PostEndsBeforeItBegins(PostBeginsLater):
    way_on = _("Give that day to do away with all of it.")


class HoldsItAlready(Refused):
    words = _("%(name)s holds that post already.")


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
def fill_post(post: Post, employee: Employee | None, *, on: date, by: Actor, at: datetime, share_percent: int | None = None) -> Post:
    """This will let an employee take over a post on a day, in a row that follows the one before; None leaves it vacant. The share may
    change with it."""
    by.must(Deed.CHANGE_TEAM)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.acting_for_id is not None:
        raise ActingEnds
    share = post.share_percent if share_percent is None else share_percent
    if employee is not None and (employee.pk, share) == (post.employee_id, post.share_percent):
        raise HoldsItAlready(name=employee.name)
    _must_last(post, on)
    end = post.during.upper
    _shorten(post, on)
    if employee is not None:
        _must_have_time(employee, post.function, share, DateRange(on, end))
    row = _as_before(post, employee, share, DateRange(on, end))
    keep(row)
    audit.record("fill_post", of=row, by=by, at=at)
    return row


@transaction.atomic
def act_in_post(
    post: Post, employee: Employee, *, from_on: date, until_on: date, by: Actor, at: datetime, share_percent: int | None = None
) -> Post:
    """This will let an employee act in a post whose holder is away, from a day on and until another, the first without it."""
    by.must(Deed.CHANGE_TEAM)
    post = Post.objects.select_for_update(of=("self",)).select_related("employee").get(pk=post.pk)
    if post.acting_for_id is not None:
        raise ActingEnds
    if post.employee is None:
        raise NobodyIsAway
    if post.employee_id == employee.pk:
        raise ActsForThemself(name=employee.name)
    lower, upper = post.during.lower, post.during.upper
    if from_on >= until_on or (lower is not None and from_on < lower) or (upper is not None and until_on > upper):
        raise ActingOutside
    share, during = post.share_percent if share_percent is None else share_percent, DateRange(from_on, until_on)
    _must_have_time(employee, post.function, share, during)
    row = _as_before(post, employee, share, during)
    row.acting_for = post.employee
    keep(row)
    audit.record("act_in_post", of=row, by=by, at=at)
    return row


@transaction.atomic
def end_post(post: Post, *, on: date, by: Actor, at: datetime) -> None:
    """This will do away with a post: `on` is the first day without it, the one it begins on at the earliest."""
    by.must(Deed.CHANGE_TEAM)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    _must_last(post, on, PostEndsBeforeItBegins)
    audit.record("end_post", of=post, by=by, at=at)
    _shorten(post, on)


def _must_last(post: Post, on: date, begins_later: type[PostBeginsLater] = PostBeginsLater) -> None:
    """Refuse a day on which the post is over or has not begun: a slip of the year must not change all of it."""
    lower, upper = post.during.lower, post.during.upper
    if upper is not None and upper <= on:
        raise PostIsOver
    if lower is not None and on < lower:
        raise begins_later(on=lower)


def _shorten(post: Post, on: date) -> None:
    if post.during.lower == on:  # it has not lasted a day
        post.delete()
    else:
        post.during = DateRange(post.during.lower, on)
        post.save(update_fields=["during"])


def _as_before(post: Post, employee: Employee | None, share_percent: int, during: DateRange) -> Post:
    """The same post for another span."""
    told = {"function_id": post.function_id, "site_id": post.site_id, "title": post.title, "title_en": post.title_en}
    return Post(owner_id=post.owner_id, employee=employee, share_percent=share_percent, during=during, **told)


def _must_have_time(employee: Employee, function: Function, share_percent: int, during: DateRange) -> None:
    employee = Employee.objects.select_for_update(of=("self",)).select_related("function").get(pk=employee.pk)
    if employee.function.unit_id != function.unit_id:
        raise EmployeeElsewhere(name=employee.name)
    held = Post.objects.filter(employee=employee, during__overlap=during).values_list("during", "share_percent")
    over = over_whole([*held, (during, share_percent)])
    if over is not None:
        raise MoreThanWhole(name=employee.name, percent=over[1], day=over[0])


def over_whole(shares: Iterable[tuple[DateRange, int]]) -> tuple[date, int] | None:
    """This will return the first day on which shares of a week come to more than a whole one, and to what; None where they never do."""
    shares = list(shares)
    for day in sorted({during.lower or date.min for during, _share in shares}):
        percent = sum(share for during, share in shares if (during.lower or date.min) <= day and (during.upper or date.max) > day)
        if percent > WHOLE_PERCENT:
            return day, percent
    return None
