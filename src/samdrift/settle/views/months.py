"""The unit's months: the list, one month as it stands, sending it and closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.errors import Refused
from samdrift.engines.period import Month
from samdrift.run.projects.models import Project
from samdrift.run.purchasing.models import Investment, Product
from samdrift.settle import actions
from samdrift.settle.explain import counted_text
from samdrift.settle.models import AllocationKey
from samdrift.settle.queries import entries_of, in_words, is_closed, latest_settlement, preview, sent_pools, settlements_in_order
from samdrift.settle.sharing import SharedPool, by_member, total_of
from samdrift.settle.views.unit import month_text, unit_or_404, way_to_month, way_to_settlements


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A shared pool with its service and key, and whether its costs came late."""

    pool: SharedPool
    service: Service
    key: AllocationKey
    late: bool


def _this_month() -> Month:
    return Month.of(timezone.now(), str(timezone.get_default_timezone()))


@door(Deed.READ_COSTS)
def settlements(request: SeatedRequest) -> HttpResponse:
    months = settlements_in_order(unit_or_404(request.actor), until=_this_month())
    open_ones = [row for row in months if row.state != "closed" and row.entries and row.month < _this_month()]
    context = {"months": months, "waiting": open_ones[-1] if open_ones else None, "settles": request.actor.may(Deed.SETTLE)}
    return render(request, "settle/settlements.html", context)


@door(Deed.READ_COSTS)
def settlement_month(request: SeatedRequest, month: Month) -> HttpResponse:
    """A month as it would be sent now, what stops it, and what was sent; one member's lines are opened with ?member=."""
    unit = unit_or_404(request.actor)
    now, sent = preview(unit, month), latest_settlement(unit, month)
    words = in_words(now.pools)
    rows = [PoolRow(pool, words.services[pool.service_id], words.keys[pool.key_id], pool.month != now.month) for pool in now.pools]
    opened = request.GET.get("member", "")
    lines = [
        {"pool": row.pool, "late": row.late, "line": line, "counted": counted_text(row.key.kind, line.count)}
        for row in rows
        for line in row.pool.lines
        if str(line.member_id) == opened
    ]
    sums = by_member(now.pools)
    context = {
        "month": month,
        "first": month.starts_on,
        "pools": rows,
        "members": sorted(((words.members[pk], amount) for pk, amount in sums.items()), key=lambda row: words.order[row[0].pk]),
        "opened": opened,
        "lines": lines,
        "entries": entries_of(unit, month),
        "stops": now.stops,
        "total_minor": now.total_minor,
        "sent": sent,
        "closed": is_closed(unit, month),
        "over": month < _this_month(),
        "changed": sent is not None and sent_pools([sent])[sent.pk] != now.pools,
        "settles": request.actor.may(Deed.SETTLE),
        "licensed": Product.objects.exists(),
        "invested": Investment.objects.exists(),
        "developed": Project.objects.exists(),
        "crumbs": way_to_settlements(),
    }
    return render(request, "settle/month.html", context)


@door(Deed.SETTLE)
def send(request: SeatedRequest, month: Month) -> HttpResponse:
    """What will happen, then the verb."""
    unit = unit_or_404(request.actor)
    if request.method == "POST":
        actions.send_settlement(unit, month, by=request.actor, at=timezone.now())
        messages.success(request, _("The bills of %(month)s are sent.") % {"month": month_text(month)})
        return redirect("settlement_month", month)
    words = {
        "heading": _("Send the bills of %(month)s?") % {"month": month_text(month)},
        "button": _("Send the bills"),
        "what": [
            _("Every member sees its lines, the pools and the costs in them, without the costs' texts."),
            _("What was sent before for the month is superseded, but stays."),
            _("The month stays open: costs can be added and the bills sent again until you close it."),
        ],
    }
    try:
        pools = actions.ready_to_send(unit, month, at=timezone.now()).pools
    except Refused as stop:
        return _confirm(request, month, words, stop=stop)
    return _confirm(request, month, words, pools)


@door(Deed.SETTLE)
def close(request: SeatedRequest, month: Month) -> HttpResponse:
    """What will happen, then the verb."""
    unit = unit_or_404(request.actor)
    if request.method == "POST":
        actions.close_month(unit, month, by=request.actor, at=timezone.now())
        messages.success(request, _("%(month)s is closed.") % {"month": month_text(month).capitalize()})
        return redirect("settlement_month", month)
    words = {
        "heading": _("Close %(month)s?") % {"month": month_text(month)},
        "button": _("Close the month"),
        "what": [
            _("The bills that were sent last become final, and the members are to pay them."),
            _("Nothing in the month changes any more: a late cost or a wrong count comes in a later month."),
            _("This cannot be undone."),
        ],
    }
    try:
        sent = actions.ready_to_close(unit, month, at=timezone.now())
    except Refused as stop:
        return _confirm(request, month, words, stop=stop)
    return _confirm(request, month, words, sent_pools([sent])[sent.pk])


def _confirm(
    request: SeatedRequest, month: Month, words: Mapping[str, object], pools: Sequence[SharedPool] = (), stop: Refused | None = None
) -> HttpResponse:
    """What the deed comes to and what it does, or what stops it."""
    context = {
        **words,
        "total_minor": total_of(pools),
        "members": len(by_member(pools)),
        "stop": stop,
        "crumbs": way_to_month(month),
        "back": reverse("settlement_month", args=[month]),
    }
    return render(request, "settle/confirm.html", context)
