"""Choosing a person to be: a way in without a password, on loopback and on a database marked as a demo, nowhere else."""

from __future__ import annotations

from ipaddress import ip_address

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from samdrift.config.demo.cast import people_to_be
from samdrift.config.demo.federation import note_of
from samdrift.config.middleware import SEAT
from samdrift.core.doors import public
from samdrift.core.models import DemoMark, Seat

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def _only_in_a_demo_at_home(request: HttpRequest) -> None:
    """Answer as if there were no such page unless both ends are this machine and the database says that it is a demo."""
    name = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    try:
        at_home = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        at_home = False
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    if not at_home or forwarded or name not in LOOPBACK_NAMES or not DemoMark.objects.exists():
        raise Http404


@public
def choose(request: HttpRequest) -> HttpResponse:
    _only_in_a_demo_at_home(request)
    told = note_of(DemoMark.objects.get().federation)
    return render(request, "config/demo.html", {"people": people_to_be(), "note": told.get(get_language() or "", "")})


@require_POST
@public
def enter(request: HttpRequest, seat_id: int) -> HttpResponse:
    _only_in_a_demo_at_home(request)
    seat = get_object_or_404(Seat, pk=seat_id, account__is_system=False, account__is_active=True)
    login(request, seat.account)
    request.session[SEAT] = seat.pk
    return redirect("home")
