"""Investments as pages: the list, one with its plan and who shares it, adding, disposing, and files."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import KINDS, table_as_file
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.table_page import table_page
from samdrift.run.purchasing.actions import investments as writing
from samdrift.run.purchasing.forms.investments import DisposalForm, InvestmentForm, InvestmentsFileForm
from samdrift.run.purchasing.investments_files import COLUMNS, shares_text
from samdrift.run.purchasing.investments_plan import shares_of
from samdrift.run.purchasing.models import Investment
from samdrift.run.purchasing.queries.investments import (
    all_investments,
    counts_of,
    disposal_of,
    in_month,
    investments_in,
    sharers_by_investment,
)
from samdrift.run.purchasing.views.parts import parts
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text

A_PAGE = 50


def _this_month() -> Month:
    today = timezone.localdate()
    return Month(today.year, today.month)


@door(Deed.READ_PURCHASING)
def investments(request: SeatedRequest) -> HttpResponse:
    """Every investment: what is left of it, what this month costs and when it ends."""
    month = _this_month()
    found = investments_in(month)
    context = {
        "views": parts("investments"),
        "rows": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "month": month.starts_on,
        "left_minor": sum(row.left_minor for row in found),
        "cost_minor": sum(row.cost_minor for row in found),
        "running": sum(1 for row in found if row.left_minor),
        "purchases": request.actor.may(Deed.PURCHASE),
        "crumbs": _to_purchasing(),
    }
    return render(request, "purchasing/investments.html", context)


@door(Deed.READ_PURCHASING)
def investment(request: SeatedRequest, investment_id: int) -> HttpResponse:
    """One investment: its decision, who shares it and what each pays this month, and the plan month by month."""
    found, month = _investment(investment_id), _this_month()
    state = in_month(found, month)
    counts = counts_of([found], month)[found.pk]
    known = {member: count for member, count in counts.items() if count is not None}
    shares = shares_of(state.cost_minor, known) if len(known) == len(counts) else {}
    own_id = None if request.actor.role in READS_ALL else request.actor.owner_id
    sharers = [member for member, _weight in sharers_by_investment([found]).get(found.pk, [])]
    context = {
        "investment": found,
        "state": state,
        "disposal": disposal_of(found),
        "ends": state.plan.ends.starts_on,
        "month": month.starts_on,
        "rows": [(member, counts[member.pk], shares.get(member.pk)) for member in sharers],
        "counted": sum(known.values()),
        "known": len(known) == len(counts),
        "own_id": own_id,
        "plan": [(one, one.month == month) for one in state.plan.months()],
        "disposes": request.actor.may(Deed.PURCHASE) and disposal_of(found) is None,
        "crumbs": _to_investments(),
    }
    return render(request, "purchasing/investments_one.html", context)


@door(Deed.PURCHASE)
def add_investment(request: SeatedRequest) -> HttpResponse:
    today = timezone.localdate()
    everyone = "\n".join(member.short_name for member in members_in_order())
    initial = {"decided_on": today, "starts": str(_this_month()), "key": Investment.Key.EQUAL, "shares": everyone}
    form = InvestmentForm(request.POST or None, initial=initial)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            made = writing.add_investment(
                found["name"],
                form.decision(),
                found["service"],
                found["key"],
                found["shares"],
                name_en=found["name_en"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("investment", made.pk)
    lede = _("What is decided stays as it is: the plan follows from it, and each month's part comes on the bills of those who share.")
    return form_page(request, form, heading=_("New investment"), button=_("Add the investment"), crumbs=_to_investments(), lede=lede)


@door(Deed.PURCHASE)
def dispose_investment(request: SeatedRequest, investment_id: int) -> HttpResponse:
    """What will happen, then the verb."""
    found = _investment(investment_id)
    form = DisposalForm(request.POST or None, initial={"disposed_on": timezone.localdate()})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.dispose_investment(found, typed["disposed_on"], typed["reason"], by=request.actor, at=timezone.now())
            messages.success(request, _("%(name)s is disposed of.") % {"name": named_text(found).words})
            return redirect("investment", found.pk)
    name = named_text(found).words
    left = kr_text(in_month(found, _this_month()).left_minor)
    lede = _(
        "What is left when the month of the day has paid its part comes in one entry in that month, and nothing comes after it. "
        "Were it this month, that is %(left)s. This cannot be undone."
    ) % {"left": left}
    crumbs = [*_to_investments(), (name, reverse("investment", args=[found.pk]))]
    heading = _("Dispose of %(name)s?") % {"name": name}
    return form_page(request, form, heading=heading, button=_("Dispose of it"), crumbs=crumbs, lede=lede)


@door(Deed.PURCHASE)
def import_investments(request: SeatedRequest) -> HttpResponse:
    return table_page(
        request,
        InvestmentsFileForm(request.POST or None, request.FILES or None),
        lambda content: writing.import_investments(content, by=request.actor, at=timezone.now()),
        heading=_("Investments from a file"),
        lede=_(
            "All of them are added, or none when a row is wrong. One that is there adds nothing, unless it says that it is disposed of."
        ),
        crumbs=_to_investments(),
        back=reverse("investments"),
        table=lambda kind: reverse("investments_table", args=[kind]),
    )


@door(Deed.READ_PURCHASING)
def investments_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every investment as the import reads it."""
    if kind not in KINDS:
        raise Http404
    found = list(all_investments())
    sharers = sharers_by_investment(found)
    rows = [
        (
            one.number,
            one.name,
            one.decided_on,
            one.decided_by,
            Decimal(one.amount_minor).scaleb(-2),
            one.life_months,
            f"{one.starts_on:%Y-%m}",
            one.service.name,
            one.key,
            shares_text(_written(one, sharers.get(one.pk, []))),
            one.name_en,
            disposal.disposed_on if (disposal := disposal_of(one)) else None,
            disposal.reason if disposal else "",
        )
        for one in found
    ]
    return table_as_file("investments", COLUMNS, rows, kind=kind)


def _written(one: Investment, sharers: list[tuple[Organization, int]]) -> list[tuple[str, int | None]]:
    return [(member.short_name or member.name, weight if one.key == Investment.Key.FIXED else None) for member, weight in sharers]


def _investment(investment_id: int) -> Investment:
    return get_object_or_404(all_investments(), pk=investment_id)


def _to_purchasing() -> Crumbs:
    return [(gettext_lazy("Purchasing"), reverse("purchasing"))]


def _to_investments() -> Crumbs:
    return [*_to_purchasing(), (gettext_lazy("Investments"), reverse("investments"))]
