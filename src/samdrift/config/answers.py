"""Answers that are no page of a stage: refusals and errors."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from samdrift.core.errors import NotAllowed, Refused


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """This will say the fact and the way on, with the refusal's status."""
    page = "403.html" if isinstance(refused, NotAllowed) else "409.html"
    label, url = refused.way_back or ("", "")
    said = {"refusal": str(refused), "way_on": refused.onward(), "way_on_url": url, "way_on_label": label}
    return render(request, page, said, status=refused.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"refusal": _("Your role does not let you do this.")}, status=403)


def session_ended(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will answer a form whose security token is missing or old: nothing was saved."""
    return HttpResponse(render_to_string("session_ended.html", request=request), status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """This will answer a bug with 500 and a database that cannot be reached with 503; both render without a database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = HttpResponse(render_to_string("503.html"), status=503)
        answer.headers["Retry-After"] = "30"
        return answer
    return HttpResponse(render_to_string("500.html"), status=500)
