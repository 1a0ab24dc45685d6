"""The house's addresses and a few that fail in mid-action, for the tests of what a failing request leaves behind."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone

from samdrift.config.urls import handler400, handler403, handler404, handler500
from samdrift.config.urls import urlpatterns as of_the_house
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.errors import Refused
from samdrift.run.desk.actions import report_ticket


def _write(request: SeatedRequest) -> None:
    report_ticket("Skriven mitt i en begäran.", by=request.actor, at=timezone.now())


@door(Deed.REPORT)
def breaks(request: SeatedRequest) -> HttpResponseBase:
    _write(request)
    raise RuntimeError("a bug")


@door(Deed.REPORT)
def refuses(request: SeatedRequest) -> HttpResponseBase:
    _write(request)
    raise Refused


@door(Deed.REPORT)
def answers_422(request: SeatedRequest) -> HttpResponseBase:
    _write(request)
    return HttpResponse("no", status=422)


@door(Deed.REPORT)
def succeeds(request: SeatedRequest) -> HttpResponseBase:
    _write(request)
    return HttpResponse("yes")


urlpatterns = [
    *of_the_house,
    path("test/breaks/", breaks),
    path("test/refuses/", refuses),
    path("test/answers-422/", answers_422),
    path("test/succeeds/", succeeds),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
