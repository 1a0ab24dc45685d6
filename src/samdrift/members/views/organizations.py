"""Who takes part, where they are and how big they are, as pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import STEERS_A_MEMBER, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members import actions
from samdrift.members.forms import HeadcountForm, LegalPersonForm, OrganizationForm, SiteForm
from samdrift.members.models import Organization
from samdrift.members.queries import (
    headcounts_of,
    members_with_size,
    organizations_with_people,
    others_who_take_part,
    people_at,
    sees_inside,
    sites_of,
)
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.parts import parts

Kind = Organization.Kind


@door(Deed.READ_ORGANIZATIONS)
def organizations(request: SeatedRequest) -> HttpResponse:
    members = members_with_size()
    context = {
        "members": members,
        "employees": sum(getattr(member, "employees", None) or 0 for member in members),
        "others": others_who_take_part(),
        "may_change": request.actor.may(Deed.CHANGE_ORGANIZATIONS),
        "views": parts("organizations", request.actor),
    }
    return render(request, "members/organizations.html", context)


@door(Deed.READ_ORGANIZATIONS)
def organization(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _taking_part(organization_id)
    inside = sees_inside(request.actor, found) and found.kind in (Kind.MEMBER, Kind.CUSTOMER)
    sites = list(sites_of(found))
    context = {
        "organization": found,
        "sites": sites,
        "any_degrees": any(site.latitude is not None for site in sites),
        "headcounts": headcounts_of(found),
        "contacts": people_at(found.pk, on=timezone.localdate(), roles=STEERS_A_MEMBER) if inside else [],
        "inside": inside,
        "may_change": request.actor.may(Deed.CHANGE_ORGANIZATIONS),
        "reads_people": request.actor.may(Deed.READ_PEOPLE) and organizations_with_people(request.actor).filter(pk=found.pk).exists(),
    }
    return render(request, "members/organization.html", context)


@door(Deed.CHANGE_ORGANIZATIONS)
def add_organization(request: SeatedRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            made = actions.add_organization(
                Kind(typed["kind"]),
                typed["name"],
                name_en=typed["name_en"],
                short_name=typed["short_name"],
                number=typed["number"],
                legal_person=typed["legal_person"],
                joined_on=typed["joined_on"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("organization", made.pk)
    crumbs = [(_("Members"), reverse("organizations"))]
    return form_page(request, form, heading=_("Add an organization"), button=_("Add"), crumbs=crumbs)


@door(Deed.CHANGE_ORGANIZATIONS)
def name_legal_person(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _taking_part(organization_id)
    form = LegalPersonForm(request.POST if request.method == "POST" else None, initial={"legal_person": found.legal_person})
    if form.is_valid():
        with answered_on(form, request):
            actions.name_legal_person(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("organization", found.pk)
    lede = _("Parts of one legal person make no binding contracts with each other, and take no penalty.")
    return form_page(request, form, heading=_("Legal person"), button=_("Save"), crumbs=crumbs_to(found), lede=lede)


@door(Deed.CHANGE_ORGANIZATIONS)
def add_site(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _taking_part(organization_id)
    form = SiteForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.add_site(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("organization", found.pk)
    return form_page(request, form, heading=_("Add a site"), button=_("Add"), crumbs=crumbs_to(found), lede=found.name)


@door(Deed.CHANGE_ORGANIZATIONS)
def record_headcount(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = _taking_part(organization_id)
    form = HeadcountForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.record_headcount(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("organization", found.pk)
    lede = _("A new figure for a year counts instead of the one before; what has been settled already stays as it was.")
    return form_page(request, form, heading=_("Record a head count"), button=_("Record"), crumbs=crumbs_to(found), lede=lede)


def crumbs_to(organization: Organization) -> Crumbs:
    """This will return the way to an organization's page."""
    return [(_("Members"), reverse("organizations")), (organization.short_name, reverse("organization", args=[organization.pk]))]


def _taking_part(organization_id: int) -> Organization:
    return get_object_or_404(Organization.objects.exclude(kind=Kind.FEDERATION), pk=organization_id)
