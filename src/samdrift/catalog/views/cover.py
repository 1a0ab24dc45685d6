"""Who carries the services, as a page: what one person alone keeps running, and what is lost when a site is away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import tables
from samdrift.catalog.actions import skills as writing
from samdrift.catalog.forms.skills import ServiceSkillsForm
from samdrift.catalog.models import Service
from samdrift.catalog.queries.cover import Carried, lost_with_sites, service_skills, services_by_cover, skills_of
from samdrift.catalog.views.files import given_out, import_page
from samdrift.catalog.views.parts import parts
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import Entered
from samdrift.members.models import Organization
from samdrift.members.views.form_page import form_page
from samdrift.team.queries import week_cover
from samdrift.team.views.parts import week_asked, weeks_around
from samdrift.team.words import days_text
from samdrift.ui.names import named_text


@door(Deed.READ_COVER)
def service_cover(request: SeatedRequest) -> HttpResponse:
    """Services by how many carry them, and for each site what everybody who carries it sits at, in a week from this one on."""
    week = week_asked(request)
    cover = week_cover(week)
    services = services_by_cover(cover)
    context = {
        "parts": parts(request, "service_cover"),
        "weeks": weeks_around(week, reverse("service_cover")),
        "week": week,
        "services": services,
        "few": sum(one.carried in (Carried.NOBODY, Carried.ONE) for one in services),
        "not_said": sum(one.carried == Carried.NOT_SAID for one in services),
        "losses": [
            (loss.site, [(skill, days_text(on)) for skill, on in loss.skills], [(service, days_text(on)) for service, on in loss.services])
            for loss in lost_with_sites(cover)
        ],
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
    }
    return render(request, "catalog/cover.html", context)


@door(Deed.CHANGE_CATALOG)
def name_service_skills(request: SeatedRequest, service_id: int) -> HttpResponse:
    service = get_object_or_404(Service, pk=service_id)
    typed = request.POST if request.method == "POST" else None  # without a tick it is an answer too
    form = ServiceSkillsForm(typed, initial={"skills": [skill.pk for skill in skills_of(service)]})
    if form.is_valid():
        with answered_on(form, request):
            writing.name_skills(service, form.cleaned_data["skills"], by=request.actor, at=timezone.now())
            return redirect("service_cover")
    return form_page(
        request,
        form,
        heading=_("What %(service)s needs") % {"service": named_text(service).words},
        button=_("Save"),
        crumbs=[(_("Catalog"), reverse("catalog")), (_("Cover"), reverse("service_cover"))],
        lede=_("The skills without which it cannot be kept running. It is carried by as many as have the one that fewest have."),
    )


@door(Deed.READ_COVER)
def service_skills_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [(row.service.name, row.skill.name) for row in service_skills()]
    return given_out("service-skills", tables.SERVICE_SKILLS, rows, kind)


@door(Deed.CHANGE_CATALOG)
def import_service_skills(request: SeatedRequest) -> HttpResponse:
    unit = get_object_or_404(Organization, pk=request.actor.owner_id, kind=Organization.Kind.UNIT)

    def enter(content: bytes) -> Entered:
        return writing.import_service_skills(unit, content, by=request.actor, at=timezone.now())

    heading = _("Skills that services need, from a file")
    return import_page(request, enter, tables.SERVICE_SKILLS, heading, back="service_cover", what="service_skills_table")
