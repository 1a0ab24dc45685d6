"""People at a member with their roles: seen by its contact, its head of agency and the unit."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed, Role
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.models import Seat
from samdrift.members import actions
from samdrift.members.actions.people import roles_at
from samdrift.members.forms import PasswordForm, PersonForm, RoleForm
from samdrift.members.models import Organization, Person
from samdrift.members.queries import organizations_with_people, people_at, seats_at
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.organizations import crumbs_to

A_PAGE = 50


@door(Deed.READ_PEOPLE)
def people(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _with_people(request, organization_id)
    everyone = people_at(found.pk, on=timezone.localdate())
    context = {
        "organization": found,
        "people": Paginator(everyone, A_PAGE).get_page(request.GET.get("page")),
        "number": len(everyone),
        "signing_in": sum(1 for one in everyone if one.seats),
        "may_change": request.actor.may(Deed.CHANGE_PEOPLE),
        "own_seat": request.actor.seat_id,
    }
    return render(request, "members/people.html", context)


@door(Deed.CHANGE_PEOPLE)
def add_person(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _with_people(request, organization_id)
    form = PersonForm(request.POST or None, organization=found, roles=roles_at(found))
    if form.is_valid():
        typed, by, at = form.cleaned_data, request.actor, timezone.now()
        roles = typed.pop("roles")
        with answered_on(form, request):
            person = actions.add_person(found, **typed, by=by, at=at)
            if roles:
                account = actions.open_account(person, by=by, at=at)
                for role in roles:
                    actions.give_seat(account, found, Role(role), on=timezone.localdate(), by=by, at=at)
            messages.success(request, _("%(name)s is added.") % {"name": person.name})
            return redirect("people", found.pk)
    return form_page(request, form, heading=gettext_lazy("Add a person"), button=gettext_lazy("Add"), crumbs=_crumbs(found))


@door(Deed.CHANGE_PEOPLE)
def give_role(request: SeatedRequest, organization_id: int, person_id: int) -> HttpResponse:
    """Another role for somebody; the first one also opens their account."""
    found = _with_people(request, organization_id)
    person = get_object_or_404(Person, pk=person_id, owner=found)
    held = seats_at(found.pk, [person.account_id] if person.account_id else [], on=timezone.localdate())
    form = RoleForm(request.POST or None, roles=roles_at(found) - {Role(seat.role) for seats in held.values() for seat in seats})
    if form.is_valid():
        role, by, at = Role(form.cleaned_data["role"]), request.actor, timezone.now()
        with answered_on(form, request):
            account = actions.open_account(person, by=by, at=at)
            actions.give_seat(account, found, role, on=timezone.localdate(), by=by, at=at)
            messages.success(request, _("%(name)s now has the role %(role)s.") % {"name": person.name, "role": role.label})
            return redirect("people", found.pk)
    return form_page(
        request, form, heading=gettext_lazy("Give a role"), button=gettext_lazy("Give the role"), crumbs=_crumbs(found), lede=person.name
    )


@require_POST
@door(Deed.CHANGE_PEOPLE)
def end_role(request: SeatedRequest, organization_id: int, seat_id: int) -> HttpResponse:
    found = _with_people(request, organization_id)
    seat = get_object_or_404(Seat, pk=seat_id, owner_id=found.pk)
    actions.end_seat(seat, on=timezone.localdate(), by=request.actor, at=timezone.now())
    messages.success(request, _("The role %(role)s has ended. It can be given again.") % {"role": Role(seat.role).label})
    return redirect("people", found.pk)


@door(Deed.CHANGE_PEOPLE)
def set_password(request: SeatedRequest, organization_id: int, person_id: int) -> HttpResponse:
    found = _with_people(request, organization_id)
    person = get_object_or_404(Person.objects.exclude(account=None), pk=person_id, owner=found)
    assert person.account is not None
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.set_password(person.account, form.cleaned_data["password"], organization=found, by=request.actor, at=timezone.now())
            messages.success(request, _("%(name)s can sign in with the new password.") % {"name": person.name})
            return redirect("people", found.pk)
    return form_page(
        request,
        form,
        heading=gettext_lazy("Set a password"),
        button=gettext_lazy("Set the password"),
        crumbs=_crumbs(found),
        lede=person.name,
    )


def _with_people(request: SeatedRequest, organization_id: int) -> Organization:
    """A stranger's organization answers as one that does not exist."""
    return get_object_or_404(organizations_with_people(request.actor), pk=organization_id)


def _crumbs(organization: Organization) -> Crumbs:
    return [*crumbs_to(organization), (gettext_lazy("People"), reverse("people", args=[organization.pk]))]
