"""Posts and who holds them; for the unit and auditors."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from samdrift.core.order import InAlphabet
from samdrift.team.models import Employee, Function, Post


def posts_of(function: Function, *, on: date) -> list[Post]:
    """This will return a function's posts that have not ended on a day, by site and holder, vacant ones last; for the unit and auditors."""
    posts = Post.objects.select_related("employee", "site", "acting_for").filter(_lasting(on), function=function)
    return list(posts.order_by(InAlphabet("site__city"), InAlphabet("employee__name").asc(nulls_last=True), InAlphabet("title"), "pk"))


def posts_held_by(employee: Employee, *, on: date) -> list[Post]:
    """This will return the posts that an employee holds or will hold, seen from a day."""
    return list(employee.posts.filter(_lasting(on)).select_related("function", "site", "acting_for").order_by("during", "pk"))


def _lasting(on: date) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=on)
