"""Who takes part, as pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.members.models import Organization
from samdrift.members.queries import members_with_size


@door(Deed.READ_ORGANIZATIONS)
def organizations(request: SeatedRequest) -> HttpResponse:
    return render(request, "members/organizations.html", {"members": members_with_size()})


@door(Deed.READ_ORGANIZATIONS)
def organization(request: SeatedRequest, organization_id: int) -> HttpResponse:
    found = get_object_or_404(Organization.objects.exclude(kind=Organization.Kind.FEDERATION), pk=organization_id)
    return render(
        request,
        "members/organization.html",
        {"organization": found, "sites": found.sites.all(), "headcounts": found.headcounts.all()},
    )
