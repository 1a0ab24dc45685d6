"""A member's bills: the list, a bill with its Whys, the tickets behind a line; and the unit's correction of a count."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import AT_A_MEMBER, READS_ALL, READS_ITS_MEMBERS_TICKETS, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.run.desk.models import Ticket
from samdrift.settle import actions
from samdrift.settle.explain import counted_text, explain_line
from samdrift.settle.forms import CountForm
from samdrift.settle.models import AllocationKey, Settlement, SettlementLine
from samdrift.settle.queries import Bill, BillLine, bill_in, bills_of, hosts_of, lines_read_by, month_of, tickets_behind
from samdrift.settle.views.unit import Crumb, month_text, way_to_month
from samdrift.ui.names import named_text

A_PAGE = 100
A_BAR = 52  # px from one row of the bridge to the next
Kind = AllocationKey.Kind


@door(Deed.READ_BILLS)
def bills(request: SeatedRequest) -> HttpResponse:
    """A member's bills; those who read every member's find them month by month."""
    if request.actor.role not in AT_A_MEMBER:
        return redirect("settlements")
    found = bills_of(request.actor.owner_id)
    return render(request, "settle/bills.html", {"bills": found, "member_id": request.actor.owner_id})


@door(Deed.READ_BILLS)
def bill(request: SeatedRequest, settlement_id: int, member_id: int) -> HttpResponse:
    """A bill; ?row= opens one line's Why, ?row=all every one, as for printing."""
    settlement = get_object_or_404(Settlement.objects.select_related("unit"), pk=settlement_id)
    if request.actor.role not in READS_ALL and member_id != request.actor.owner_id:
        raise Http404
    found = bill_in(settlement, member_id)
    if found is None:
        raise Http404
    opened = request.GET.get("row", "")
    rows = [_row(line, is_open=opened in (str(line.row.pk), "all")) for line in found.lines]
    bars = _bars(found)
    unit = settlement.unit
    context = {
        "bill": found,
        "rows": rows,
        "all_open": opened == "all",
        "bars": bars,
        "height": A_BAR * len(bars) - 8,
        "unit": unit,
        "hosts": [] if unit.number else hosts_of(unit),
        "corrects": request.actor.may(Deed.SETTLE) and found.closure is not None,
        "crumbs": _way_to_bills(request, settlement),
    }
    return render(request, "settle/bill.html", context)


def _row(line: BillLine, *, is_open: bool) -> dict[str, object]:
    kind = line.row.pool.key.kind
    return {
        "line": line,
        "row": line.row,
        "counted": counted_text(kind, line.row.count),
        "late": line.kind == "late",
        "tickets": kind in (Kind.TICKETS, Kind.ALL_TICKETS),
        "heads": kind == Kind.HEADCOUNT,
        "licences": kind == Kind.LICENCES,
        "counted_on": (line.row.corrects or line.row).settlement.month,
        "steps": explain_line(line.row) if is_open else None,
    }


def _bars(bill: Bill) -> list[dict[str, object]]:
    """The bridge's rows: words, amount, the bar and how far down its parts stand."""
    if bill.picture is None or bill.before is None:
        return []
    first, *steps, last = bill.picture.bars
    rows: list[dict[str, object]] = [{"month": bill.before.month, "minor": bill.before_minor, "bar": first, "fill": "f-rest"}]
    rows += [
        {"cause": change.cause.value, "minor": change.amount_minor, "bar": bar, "fill": "f-more" if change.amount_minor > 0 else "f-less"}
        for change, bar in zip(bill.changes, steps, strict=True)
    ]
    rows.append({"month": bill.month, "minor": bill.total_minor, "bar": last, "fill": "f-accent"})
    downward = {"text_y": 16, "bar_y": 23, "rule_y": 39, "break_y": 41, "next_y": 54}
    return [{**row, **{name: y + A_BAR * place for name, y in downward.items()}} for place, row in enumerate(rows)]


def _way_to_bills(request: SeatedRequest, settlement: Settlement) -> list[Crumb]:
    if request.actor.role in AT_A_MEMBER:
        return [(_("Bills"), reverse("bills"))]
    return way_to_month(month_of(settlement.month))


def _line_or_404(request: SeatedRequest, line_id: int) -> SettlementLine:
    return get_object_or_404(lines_read_by(request.actor), pk=line_id)


def _way_to_bill(request: SeatedRequest, line: SettlementLine) -> list[Crumb]:
    month = month_text(month_of(line.settlement.month))
    address = reverse("bill", args=[line.settlement_id, line.owner_id])
    name = _("Bill for %(month)s") % {"month": month}
    return [*_way_to_bills(request, line.settlement), (name, f"{address}?row={line.pk}")]


@door(Deed.READ_BILLS)
def tickets_behind_line(request: SeatedRequest, line_id: int) -> HttpResponse:
    """The member's own tickets that a line counts: number, service and day, never what was written."""
    line = _line_or_404(request, line_id)
    if line.pool.key.kind not in (Kind.TICKETS, Kind.ALL_TICKETS):
        raise Http404
    tickets = Paginator(tickets_behind(line), A_PAGE).get_page(request.GET.get("page"))
    counted = line.corrects.count if line.corrects else line.count
    context = {
        "line": line,
        "counted": counted,
        "tickets": tickets,
        "rows": _with_services(list(tickets)),
        "opens_tickets": request.actor.role in READS_ALL | READS_ITS_MEMBERS_TICKETS,
        "crumbs": _way_to_bill(request, line),
    }
    return render(request, "settle/tickets_behind.html", context)


def _with_services(tickets: list[Ticket]) -> list[tuple[Ticket, Service]]:
    """Each ticket with the service it had when the bill was sent."""
    ids = [getattr(ticket, "of_service", None) or ticket.service_id for ticket in tickets]
    services = Service.objects.in_bulk(set(ids))
    return [(ticket, services[pk]) for ticket, pk in zip(tickets, ids, strict=True)]


@door(Deed.SETTLE)
def correct_count(request: SeatedRequest, line_id: int) -> HttpResponse:
    """Note that a member's count in a closed month was wrong."""
    line = _line_or_404(request, line_id)
    form = CountForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.correct_count(line, form.cleaned_data["count"], form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("bill", line.settlement_id, line.owner_id)
    words = _("%(member)s, %(pool)s: %(counted)s. The month stays as it is; the next one carries the difference for every member.")
    lede = words % {
        "member": named_text(line.owner).words,
        "pool": named_text(line.pool).words,
        "counted": counted_text(line.pool.key.kind, line.count),
    }
    return form_page(
        request, form, heading=_("Correct a count"), button=_("Correct the count"), crumbs=_way_to_bill(request, line), lede=lede
    )
