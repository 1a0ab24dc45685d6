"""What members say of methods as files to take out and to send in: a member's people their own, the unit everybody's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import methods_use_table as table
from samdrift.catalog.actions import Entered
from samdrift.catalog.actions import methods_use_file as actions
from samdrift.catalog.queries import methods as queries
from samdrift.catalog.views.files import given_out, import_page
from samdrift.catalog.views.methods import to_methods
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Columns


@door(Deed.READ_CATALOG)
def method_uses_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (one.method.title, one.during.lower, one.during.upper, one.owner.short_name) for one in queries.method_uses(owner_id=_own(request))
    ]
    return given_out("method-uses", table.USES, rows, kind)


@door(Deed.READ_CATALOG)
def method_variations_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (one.method.title, one.text, timezone.localdate(one.written_at), one.version.number, one.owner.short_name)
        for one in queries.latest_variations(owner_id=_own(request))
    ]
    return given_out("method-variations", table.VARIATIONS, rows, kind)


@door(Deed.READ_CATALOG)
def suggestions_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = []
    for one in queries.suggestions_made(owner_id=_own(request)):
        answer = next(iter(one.answers.all()), None)
        answered = (timezone.localdate(answer.answered_at), answer.text) if answer else (None, "")
        rows.append((one.method.title, one.text, timezone.localdate(one.made_at), *answered, one.owner.short_name))
    return given_out("suggestions", table.SUGGESTIONS, rows, kind)


@door(Deed.STATE_NEEDS)
def import_method_uses(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        now = timezone.now()
        return actions.import_method_uses(content, by=request.actor, on=timezone.localdate(now), at=now)

    return _page(request, enter, table.USES, _("Use of methods from a file"), "method_uses_table")


@door(Deed.STATE_NEEDS)
def import_method_variations(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_method_variations(content, by=request.actor, at=timezone.now())

    return _page(request, enter, table.VARIATIONS, _("Variations from a file"), "method_variations_table")


@door(Deed.STATE_NEEDS)
def import_suggestions(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_suggestions(content, by=request.actor, at=timezone.now())

    return _page(request, enter, table.SUGGESTIONS, _("Suggestions from a file"), "suggestions_table")


def _page(request: SeatedRequest, enter: Callable[[bytes], Entered], columns: Columns, heading: str | Promise, what: str) -> HttpResponse:
    return import_page(request, enter, columns, heading, back="methods", what=what, crumbs=to_methods())


def _own(request: SeatedRequest) -> int | None:
    return None if request.actor.role in READS_ALL else request.actor.owner_id
