"""The team as pages: functions, who leads them, where they sit. Members see names, sites and contact; posts are the unit's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import READS_ALL, Deed, Role
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.models import Seat
from samdrift.members import actions as people
from samdrift.members.actions.people import roles_at
from samdrift.members.forms import PasswordForm, RoleForm
from samdrift.members.models import Organization
from samdrift.members.queries import seats_at
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.team import actions
from samdrift.team.forms import EmployeeForm, EndForm, FunctionForm, HolderForm, ManagerForm, PostForm
from samdrift.team.models import Employee, Function, Post
from samdrift.team.queries import employees_of, functions_in_order, posts_held_by, posts_of, sites_with_staff


@door(Deed.READ_ORGANIZATIONS)
def team(request: SeatedRequest) -> HttpResponse:
    functions = functions_in_order()
    sites = sites_with_staff()
    context = {
        "rows": [(function, sites.get(function.pk, 0)) for function in functions],
        "employees": sum(getattr(function, "size", 0) for function in functions),
        "may_change": request.actor.may(Deed.CHANGE_TEAM),
    }
    return render(request, "team/team.html", context)


@door(Deed.READ_ORGANIZATIONS)
def function(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = _function(function_id)
    sees_posts = request.actor.role in READS_ALL
    context = {
        "function": found,
        "employees": employees_of(found),
        "posts": posts_of(found, on=timezone.localdate()) if sees_posts else [],
        "sees_posts": sees_posts,
        "may_change": request.actor.may(Deed.CHANGE_TEAM),
    }
    return render(request, "team/function.html", context)


@door(Deed.READ_ORGANIZATIONS)
def employee(request: SeatedRequest, employee_id: int) -> HttpResponse:
    found = _employee(employee_id)
    today = timezone.localdate()
    may_change = request.actor.may(Deed.CHANGE_TEAM)
    held = seats_at(found.function.unit_id, [found.account_id] if found.account_id else [], on=today) if may_change else {}
    context = {
        "employee": found,
        "manages": found.manages.all(),
        "posts": posts_held_by(found, on=today) if request.actor.role in READS_ALL else [],
        "sees_posts": request.actor.role in READS_ALL,
        "may_change": may_change,
        "seats": [seat for seats in held.values() for seat in seats],
        "own_seat": request.actor.seat_id,
    }
    return render(request, "team/employee.html", context)


@door(Deed.CHANGE_TEAM)
def add_function(request: SeatedRequest) -> HttpResponse:
    form = FunctionForm(request.POST or None)
    if form.is_valid():
        unit = get_object_or_404(Organization, pk=request.actor.owner_id)
        with answered_on(form, request):
            made = actions.add_function(unit, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", made.pk)
    return form_page(request, form, heading=gettext_lazy("Add a function"), button=gettext_lazy("Add"), crumbs=_to_team())


@door(Deed.CHANGE_TEAM)
def set_manager(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = _function(function_id)
    form = ManagerForm(request.POST or None, function=found, initial={"employee": found.manager_id})
    if form.is_valid():
        with answered_on(form, request):
            actions.set_manager(found, form.cleaned_data["employee"], by=request.actor, at=timezone.now())
            return redirect("function", found.pk)
    return form_page(request, form, heading=gettext_lazy("Name the manager"), button=gettext_lazy("Save"), crumbs=_to(found))


@door(Deed.CHANGE_TEAM)
def add_employee(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = _function(function_id)
    form = EmployeeForm(request.POST or None, roles=roles_at(found.unit))
    if form.is_valid():
        typed = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        with answered_on(form, request):
            made = actions.add_employee(found, **typed, on=timezone.localdate(), by=request.actor, at=timezone.now())
            return redirect("employee", made.pk)
    return form_page(request, form, heading=gettext_lazy("Add an employee"), button=gettext_lazy("Add"), crumbs=_to(found))


@door(Deed.CHANGE_TEAM)
def add_post(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = _function(function_id)
    form = PostForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.add_post(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", found.pk)
    lede = gettext_lazy("The post begins vacant. Name who holds it afterwards.")
    return form_page(request, form, heading=gettext_lazy("Add a post"), button=gettext_lazy("Add"), crumbs=_to(found), lede=lede)


@door(Deed.CHANGE_TEAM)
def fill_post(request: SeatedRequest, post_id: int) -> HttpResponse:
    found = _post(post_id)
    begins = {"employee": found.employee_id, "on": timezone.localdate()}
    form = HolderForm(request.POST or None, function=found.function, initial=begins)
    if form.is_valid():
        with answered_on(form, request):
            actions.fill_post(found, form.cleaned_data["employee"], on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("function", found.function_id)
    heading = gettext_lazy("Who holds the post?")
    return form_page(request, form, heading=heading, button=gettext_lazy("Save"), crumbs=_to(found.function), lede=found.title)


@door(Deed.CHANGE_TEAM)
def end_post(request: SeatedRequest, post_id: int) -> HttpResponse:
    found = _post(post_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.end_post(found, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("function", found.function_id)
    heading = gettext_lazy("End the post")
    return form_page(request, form, heading=heading, button=heading, crumbs=_to(found.function), lede=found.title)


@door(Deed.CHANGE_TEAM)
def give_employee_role(request: SeatedRequest, employee_id: int) -> HttpResponse:
    found = _employee(employee_id)
    form = RoleForm(request.POST or None, roles=roles_at(found.function.unit))
    if form.is_valid() and found.account is not None:
        role = Role(form.cleaned_data["role"])
        with answered_on(form, request):
            people.give_seat(found.account, found.function.unit, role, on=timezone.localdate(), by=request.actor, at=timezone.now())
            return redirect("employee", found.pk)
    heading = gettext_lazy("Give a role")
    return form_page(request, form, heading=heading, button=gettext_lazy("Give the role"), crumbs=_to_employee(found), lede=found.name)


@require_POST
@door(Deed.CHANGE_TEAM)
def end_employee_role(request: SeatedRequest, employee_id: int, seat_id: int) -> HttpResponse:
    found = _employee(employee_id)
    seat = get_object_or_404(Seat, pk=seat_id, owner_id=found.function.unit_id, account_id=found.account_id)
    people.end_seat(seat, on=timezone.localdate(), by=request.actor, at=timezone.now())
    messages.success(request, _("The role %(role)s has ended. It can be given again.") % {"role": Role(seat.role).label})
    return redirect("employee", found.pk)


@door(Deed.CHANGE_TEAM)
def set_employee_password(request: SeatedRequest, employee_id: int) -> HttpResponse:
    found = get_object_or_404(Employee.objects.select_related("function__unit", "account").exclude(account=None), pk=employee_id)
    assert found.account is not None
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            people.set_password(
                found.account, form.cleaned_data["password"], organization=found.function.unit, by=request.actor, at=timezone.now()
            )
            messages.success(request, _("%(name)s can sign in with the new password.") % {"name": found.name})
            return redirect("employee", found.pk)
    heading = gettext_lazy("Set a password")
    return form_page(request, form, heading=heading, button=gettext_lazy("Set the password"), crumbs=_to_employee(found), lede=found.name)


def _function(function_id: int) -> Function:
    return get_object_or_404(Function.objects.select_related("unit", "host", "manager__site"), pk=function_id)


def _employee(employee_id: int) -> Employee:
    return get_object_or_404(Employee.objects.select_related("function__unit", "site__organization", "account"), pk=employee_id)


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("function"), pk=post_id)


def _to_team() -> Crumbs:
    return [(gettext_lazy("Team"), reverse("team"))]


def _to(function: Function) -> Crumbs:
    return [*_to_team(), (function.name, reverse("function", args=[function.pk]))]


def _to_employee(employee: Employee) -> Crumbs:
    return [*_to(employee.function), (employee.name, reverse("employee", args=[employee.pk]))]
