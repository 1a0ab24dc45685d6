"""The request's transaction, walls and refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from samdrift.config.answers import refusal
from samdrift.core.access import IN_PUBLIC, NOWHERE, Actor, inside
from samdrift.core.doors import SeatedRequest, keep_refusal
from samdrift.core.errors import Refused
from samdrift.members.queries import actor_in_seat, system_actor

Handler = Callable[[HttpRequest], HttpResponseBase]
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
SEAT = "seat"


class ContentSecurityPolicy:
    """Nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class WallsMiddleware:
    """One transaction a request, inside the walls of the seat it acts in; what is answered with 400 or more is rolled back whole.

    Django turns exceptions into responses inside its middleware, so an `atomic()` alone would commit after a 500. What must be kept of a
    failure is queued with `request.when_rolled_back` and written after the rollback, on the same connection.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        notes: list[Callable[[], object]] = []
        request.when_rolled_back = notes.append  # type: ignore[attr-defined]
        with transaction.atomic():
            request.actor = actor = self._actor(request)  # type: ignore[attr-defined]
            with inside(actor.walls if actor else NOWHERE):
                response = self.get_response(request)
                failed = response.status_code >= 400
                if failed:
                    transaction.set_rollback(True)
            if failed:
                transaction.set_rollback(True)
        if failed and notes:
            with inside(IN_PUBLIC):
                walls = system_actor().walls
            with inside(walls):
                for note in notes:
                    note()
        return response

    def _actor(self, request: HttpRequest) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        return actor_in_seat(request.user.pk, request.session.get(SEAT), on=timezone.localdate())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A rule said no: the one place that answers, in the user's language, and has the refusal kept."""
        if not isinstance(exception, Refused):
            return None
        if request.actor is not None:  # type: ignore[attr-defined]
            keep_refusal(cast(SeatedRequest, request), exception)
        return refusal(request, exception)
