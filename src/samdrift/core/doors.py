"""What stands before every view: who may come in, and where a refusal is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from samdrift.core import audit
from samdrift.core.access import IN_PUBLIC, Actor, Deed, inside
from samdrift.core.errors import Refused

P = ParamSpec("P")


class SeatedRequest(HttpRequest):
    """A request of somebody signed in, in one seat."""

    actor: Actor
    when_rolled_back: Callable[[Callable[[], object]], None]


def door(deed: Deed) -> Callable[[Callable[Concatenate[SeatedRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """This will let in those whose role may do the deed; the others are asked to sign in, or refused with 403."""

    def with_view(view: Callable[Concatenate[SeatedRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor is None:
                if request.user.is_authenticated:
                    return redirect("no_seat")
                return redirect_to_login(request.get_full_path())
            request.actor.must(deed)
            return view(request, *args, **kwargs)

        guarded.deed = deed  # type: ignore[attr-defined]
        return guarded

    return with_view


def public(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """This will let everybody in; without a seat the view sees the federation's rows and nothing more."""

    @wraps(view)
    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor is not None:
            return view(request, *args, **kwargs)
        with inside(IN_PUBLIC):
            return view(request, *args, **kwargs)

    opened.deed = None  # type: ignore[attr-defined]
    return opened


@contextmanager
def answered_on(form: BaseForm, request: SeatedRequest) -> Iterator[None]:
    """This will turn a refusal within, and its way on, into an error of the form: nothing typed is lost. Answer it with `status_of`."""
    try:
        yield
    except Refused as no:
        keep_refusal(request, no)
        form.add_error(None, f"{no} {no.onward()}".strip())
        form.refused_with = no.status  # type: ignore[attr-defined]


def status_of(form: BaseForm) -> int:
    """This will return the status for a page that shows the form again: 200 untouched, 422 filled in wrongly, else the refusal's own."""
    if not form.is_bound:
        return 200
    return int(getattr(form, "refused_with", 422))


def keep_refusal(request: SeatedRequest, refused: Refused) -> None:
    """This will have the refusal kept in the audit once the request is rolled back."""
    actor, at = request.actor, timezone.now()
    request.when_rolled_back(lambda: audit.record_refusal(type(refused).__name__, by=actor, at=at))
