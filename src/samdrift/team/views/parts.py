"""What the team's pages have in common: what they find, the week that is asked for, the views, and the way back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import AT_THE_UNIT, Deed
from samdrift.core.doors import SeatedRequest
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs
from samdrift.team.models import Employee, Function, Post
from samdrift.team.weeks import A_WEEK, monday_of, week_in_words, weeks_from
from samdrift.ui.names import named_text

WEEKS_SHOWN, WEEKS_AHEAD = 6, 52
VIEWS = (
    (_("Functions"), "team", Deed.READ_ORGANIZATIONS),
    (_("My week"), "my_week", Deed.PLAN_WORK),
    (_("Skills"), "skills", Deed.READ_COVER),
    (_("Figures"), "week_figures", Deed.READ_COVER),
)


def views_of(request: SeatedRequest, here: str) -> list[dict[str, Any]]:
    """This function will return the team's pages for `ui/views.html`; nobody outside the unit has more than one."""
    found = [{"label": label, "url": reverse(name), "current": name == here} for label, name, deed in VIEWS if request.actor.may(deed)]
    return found if len(found) > 1 else []


def week_asked(request: HttpRequest) -> date:
    """This function will return the Monday of the week that the address names, by any day of it: from this one to a year ahead."""
    this_week = monday_of(timezone.localdate())
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("week", "")))
        return min(max(asked, this_week), this_week + WEEKS_AHEAD * A_WEEK)
    except (ValueError, OverflowError):
        return this_week


def weeks_around(week: date, address: str) -> list[dict[str, Any]]:
    """This function will return this week and those that come for `ui/views.html`, with the one that is open marked."""
    today = timezone.localdate()
    coming = weeks_from(monday_of(today), WEEKS_SHOWN)
    shown = coming if week in coming else [*coming, week]
    return [{"label": capfirst(week_in_words(one, on=today)), "url": f"{address}?week={one}", "current": one == week} for one in shown]


def function_at(function_id: int) -> Function:
    return get_object_or_404(Function.objects.select_related("unit", "host", "manager__site"), pk=function_id)


def employee_at(employee_id: int) -> Employee:
    rows = Employee.objects.select_related("function__unit", "function__manager", "site__organization", "account")
    return get_object_or_404(rows, pk=employee_id)


def post_at(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("function", "employee"), pk=post_id)


def unit_of(request: SeatedRequest) -> Organization:
    """This function will return the unit that the reader works in."""
    return get_object_or_404(Organization, pk=request.actor.owner_id, kind=Organization.Kind.UNIT)


def unit_at(request: SeatedRequest) -> Organization:
    """This function will return the unit whose people are counted: the reader's own, or the first one for auditors."""
    units = Organization.objects.filter(kind=Organization.Kind.UNIT)
    own = units.filter(pk=request.actor.owner_id) if request.actor.role in AT_THE_UNIT else units.order_by("pk")[:1]
    return get_object_or_404(own)


def to_team() -> Crumbs:
    return [(_("Team"), reverse("team"))]


def to_function(function: Function) -> Crumbs:
    return [*to_team(), (named_text(function).words, reverse("function", args=[function.pk]))]


def to_employee(employee: Employee) -> Crumbs:
    return [*to_function(employee.function), (employee.name, reverse("employee", args=[employee.pk]))]
