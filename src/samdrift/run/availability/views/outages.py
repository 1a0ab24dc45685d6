"""Driftläge and the outages and maintenance behind it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.run.availability import actions
from samdrift.run.availability.forms import CorrectOutageForm, EndOutageForm, MaintenanceForm, ReportOutageForm
from samdrift.run.availability.models import Outage
from samdrift.run.availability.queries import (
    Planned,
    history_of,
    known_outage,
    latest_hits,
    maintenance_ahead,
    outages_ended_since,
    planned_maintenance,
    services_now,
)
from samdrift.run.availability.spans import month_of

A_WEEK = timedelta(days=7)


@door(Deed.READ_AVAILABILITY)
def status(request: SeatedRequest) -> HttpResponse:
    """Every service as it stands now, what disturbs it, what is announced and what is over."""
    at, actor = timezone.now(), request.actor
    services = services_now(actor, at=at)
    disturbed = [service for service in services if service.disturbances]
    context = {
        "services": services,
        "disturbed": len(disturbed),
        "disturbed_here": sum(service.hits_reader for service in disturbed),
        "running": [known for service in services for known in service.disturbances],
        "ahead": maintenance_ahead(actor, at=at),
        "over": outages_ended_since(actor, at - A_WEEK, at=at),
        "reads_all": actor.role in READS_ALL,
        "records": actor.may(Deed.RECORD_OUTAGES),
    }
    return render(request, "availability/status.html", context)


@door(Deed.READ_AVAILABILITY)
def outage(request: SeatedRequest, outage_id: int) -> HttpResponse:
    found = get_object_or_404(Outage.objects.select_related("service"), pk=outage_id)
    at, actor = timezone.now(), request.actor
    context = {
        "outage": found,
        "hits": known_outage(found, by=actor).hits,
        "history": history_of(found, by=actor),
        "month": month_of(found.start_at),
        "lasted": (found.end_at or at) - found.start_at,
        "reads_all": actor.role in READS_ALL,
        "records": actor.may(Deed.RECORD_OUTAGES) and not found.withdrawn,
    }
    return render(request, "availability/outage.html", context)


@door(Deed.RECORD_OUTAGES)
def report_outage(request: SeatedRequest) -> HttpResponse:
    at = timezone.now()
    form = ReportOutageForm(request.POST or None, initial={"start_at": at.replace(second=0, microsecond=0)})
    if form.is_valid():
        said = form.cleaned_data
        with answered_on(form, request):
            made = actions.report_outage(
                said["service"],
                start_at=said["start_at"],
                end_at=said["end_at"],
                text=said["text"],
                text_en=said["text_en"],
                hits=form.hits(),
                by=request.actor,
                at=at,
            )
            return redirect("outage", made.pk)
    return render(request, "availability/report_outage.html", {"form": form}, status=status_of(form))


@door(Deed.RECORD_OUTAGES)
def end_outage(request: SeatedRequest, outage_id: int) -> HttpResponse:
    found, at = get_object_or_404(Outage.objects.select_related("service"), pk=outage_id), timezone.now()
    initial = {"end_at": at.replace(second=0, microsecond=0), "text": found.text, "text_en": found.text_en}
    form = EndOutageForm(request.POST or None, initial=initial)
    if form.is_valid():
        with answered_on(form, request):
            actions.end_outage(found, **form.cleaned_data, by=request.actor, at=at)
            return redirect("outage", found.pk)
    return render(request, "availability/end_outage.html", {"form": form, "outage": found}, status=status_of(form))


@door(Deed.RECORD_OUTAGES)
def correct_outage(request: SeatedRequest, outage_id: int) -> HttpResponse:
    found = get_object_or_404(Outage.objects.select_related("service"), pk=outage_id)
    form = CorrectOutageForm(request.POST or None, outage=found, hits=latest_hits([found.pk]))
    if form.is_valid():
        said = form.cleaned_data
        with answered_on(form, request):
            actions.correct_outage(
                found,
                start_at=said["start_at"],
                end_at=said["end_at"],
                text=said["text"],
                text_en=said["text_en"],
                hits=form.hits(),
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("outage", found.pk)
    return render(request, "availability/correct_outage.html", {"form": form, "outage": found}, status=status_of(form))


@door(Deed.RECORD_OUTAGES)
def withdraw_outage(request: SeatedRequest, outage_id: int) -> HttpResponse:
    """Asked once more, since it cannot be undone."""
    found = get_object_or_404(Outage.objects.select_related("service"), pk=outage_id)
    if request.method == "POST":
        actions.withdraw_outage(found, by=request.actor, at=timezone.now())
        return redirect("outage", found.pk)
    return render(request, "availability/withdraw_outage.html", {"outage": found})


@door(Deed.READ_AVAILABILITY)
def maintenance(request: SeatedRequest, window_id: int) -> HttpResponse:
    planned, at = _planned(request, window_id), timezone.now()
    called_off = getattr(planned.window, "cancellation", None)
    context = {
        "window": planned.window,
        "hits": planned.hits,
        "called_off": called_off,
        "month": month_of(planned.window.start_at),
        "lasts": planned.window.end_at - planned.window.start_at,
        "begun": planned.window.start_at <= at,
        "over": planned.window.end_at <= at,
        "reads_all": request.actor.role in READS_ALL,
        "records": request.actor.may(Deed.RECORD_OUTAGES) and planned.window.start_at > at and called_off is None,
    }
    return render(request, "availability/maintenance.html", context)


@door(Deed.RECORD_OUTAGES)
def announce_maintenance(request: SeatedRequest) -> HttpResponse:
    form = MaintenanceForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with answered_on(form, request):
            made = actions.announce_maintenance(
                said["service"],
                start_at=said["start_at"],
                end_at=said["end_at"],
                text=said["text"],
                text_en=said["text_en"],
                hits=form.hits(),
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("maintenance", made.pk)
    return render(request, "availability/announce_maintenance.html", {"form": form}, status=status_of(form))


@door(Deed.RECORD_OUTAGES)
def call_off_maintenance(request: SeatedRequest, window_id: int) -> HttpResponse:
    """Asked once more, since it cannot be undone."""
    window = _planned(request, window_id).window
    if request.method == "POST":
        actions.call_off_maintenance(window, by=request.actor, at=timezone.now())
        return redirect("maintenance", window.pk)
    return render(request, "availability/call_off_maintenance.html", {"window": window})


def _planned(request: SeatedRequest, window_id: int) -> Planned:
    found = planned_maintenance(request.actor, Q(pk=window_id), called_off=True)
    if not found:
        raise Http404
    return found[0]
