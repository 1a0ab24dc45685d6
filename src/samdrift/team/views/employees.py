"""Employees as pages, and the roles they act in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from samdrift.members.queries import seats_at
from samdrift.members.views.form_page import form_page
from samdrift.team import actions
from samdrift.team.actions.skills import may_say
from samdrift.team.forms import EmployeeForm
from samdrift.team.models import Employee
from samdrift.team.queries import held_by, posts_held_by
from samdrift.team.views.parts import employee_at, function_at, to_employee, to_function


@door(Deed.READ_ORGANIZATIONS)
def employee(request: SeatedRequest, employee_id: int) -> HttpResponse:
    found = employee_at(employee_id)
    today = timezone.localdate()
    may_change = request.actor.may(Deed.CHANGE_TEAM)
    held = seats_at(found.function.unit_id, [found.account_id] if found.account_id else [], on=today) if may_change else {}
    sees_skills = request.actor.may(Deed.PLAN_WORK) and may_say(found, request.actor)
    context = {
        "employee": found,
        "manages": found.manages.all(),
        "posts": posts_held_by(found, on=today) if request.actor.role in READS_ALL else [],
        "sees_posts": request.actor.role in READS_ALL,
        "may_change": may_change,
        "seats": [seat for seats in held.values() for seat in seats],
        "skills": held_by(found, on=today) if sees_skills else [],
        "sees_skills": sees_skills,
        "own_seat": request.actor.seat_id,
    }
    return render(request, "team/employee.html", context)


@door(Deed.CHANGE_TEAM)
def add_employee(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = function_at(function_id)
    form = EmployeeForm(request.POST or None, roles=roles_at(found.unit))
    if form.is_valid():
        typed = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        with answered_on(form, request):
            made = actions.add_employee(found, **typed, on=timezone.localdate(), by=request.actor, at=timezone.now())
            return redirect("employee", made.pk)
    return form_page(request, form, heading=gettext_lazy("Add an employee"), button=gettext_lazy("Add"), crumbs=to_function(found))


@door(Deed.CHANGE_TEAM)
def give_employee_role(request: SeatedRequest, employee_id: int) -> HttpResponse:
    found = employee_at(employee_id)
    form = RoleForm(request.POST or None, roles=roles_at(found.function.unit))
    if form.is_valid() and found.account is not None:
        role = Role(form.cleaned_data["role"])
        with answered_on(form, request):
            people.give_seat(found.account, found.function.unit, role, on=timezone.localdate(), by=request.actor, at=timezone.now())
            return redirect("employee", found.pk)
    heading = gettext_lazy("Give a role")
    return form_page(request, form, heading=heading, button=gettext_lazy("Give the role"), crumbs=to_employee(found), lede=found.name)


@require_POST
@door(Deed.CHANGE_TEAM)
def end_employee_role(request: SeatedRequest, employee_id: int, seat_id: int) -> HttpResponse:
    found = employee_at(employee_id)
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
    return form_page(request, form, heading=heading, button=gettext_lazy("Set the password"), crumbs=to_employee(found), lede=found.name)
