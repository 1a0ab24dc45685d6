"""Did it pay? For all members together and each, to the unit and auditors; for a member its own, and what is published of all."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import AT_A_MEMBER, READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import kronor, table_as_file
from samdrift.follow_up.actions.pay import publish_benefit as publish
from samdrift.follow_up.pay import A_YEAR, Index, Pay
from samdrift.follow_up.pay_picture import picture_of_pay
from samdrift.follow_up.pay_words import STATES, VERDICTS, answer, lacks_in_words, not_counted
from samdrift.follow_up.queries.pay import MemberPay, pay_by_service, pay_of_all, pay_of_member, pay_read_by, published_benefit
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.plan.models import IndexChoice
from samdrift.plan.queries.baselines import signed_years
from samdrift.plan.queries.expectations import index_by_year
from samdrift.plan.views.follow_up_parts import parts, to_follow_up
from samdrift.settle.queries import unit_of

A_PAGE = 50
A_BAR = 52  # px from one row of the bridge to the next
FILLS = {"saving": "", "expected": "f-rest", "baseline": "f-rest", "actual": "f-accent"}
COLUMNS = (
    "member",
    "prices_of",
    "baseline",
    "baseline_low",
    "baseline_high",
    "expected",
    "billed",
    "kept",
    "one_off",
    "gain",
    "employees",
    "gain_per_employee",
    "verdict",
    "missing",
)


@door(Deed.READ_REPORTS)
def follow_up(request: SeatedRequest) -> HttpResponse:
    """What the menu's item opens: the first page that follows up which the reader may open."""
    return redirect(str(parts(request.actor, "follow_up")[0]["url"]))


@door(Deed.READ_BILLS)
def pay(request: SeatedRequest) -> HttpResponse:
    """All members together and each of them; a member's people come to their own."""
    if request.actor.role in AT_A_MEMBER:
        return redirect("pay_of", request.actor.owner_id)
    found = pay_of_all()
    page = Paginator(found.members, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "views": parts(request.actor, "pay"),
        "crumbs": to_follow_up(),
        "all": found,
        "page_obj": page,
        "rows": [_row(one) for one in page],
        "left_out": [(one.member, lacks_in_words(one.pay.lacks)) for one in found.left_out],
        "published": published_benefit(),
        "may_publish": request.actor.may(Deed.FOLLOW_UP),
        **_figure(found.together, found.index, together=True),
    }
    return render(request, "follow_up/pay.html", context)


def _row(one: MemberPay) -> dict[str, Any]:
    verdict = one.pay.verdict
    return {
        "member": one.member,
        "pay": one.pay,
        "word": VERDICTS[verdict],
        "state": STATES[verdict],
        "lacks": lacks_in_words(one.pay.lacks),
    }


def _figure(found: Pay, index: IndexChoice | None, *, together: bool = False) -> dict[str, Any]:
    """What a comparison's panels show: its answer, its bridge and what is not counted."""
    picture = picture_of_pay(found)
    steps = [
        {
            "step": step,
            "fill": FILLS.get(step.what) or ("f-more" if step.minor > 0 else "f-less"),
            "text_y": 16 + A_BAR * place,
            "bar_y": 23 + A_BAR * place,
            "range_y": 31 + A_BAR * place,
            "rule_y": 39 + A_BAR * place,
            "next_y": 54 + A_BAR * place,
        }
        for place, step in enumerate(picture.steps if picture else ())
    ]
    return {
        "pay": found,
        "answer": answer(found, together=together),
        "word": VERDICTS[found.verdict],
        "state": STATES[found.verdict],
        "index": index,
        "picture": picture,
        "range_ends": picture.range_starts + picture.range_width if picture else 0,
        "steps": steps,
        "height": A_BAR * len(steps) - 8,
        "not_counted": not_counted(found),
    }


@door(Deed.READ_BILLS)
def pay_of(request: SeatedRequest, owner_id: int) -> HttpResponse:
    """One member's comparison: year by year, service by service, with its Why."""
    member = get_object_or_404(Organization, pk=owner_id, kind=Organization.Kind.MEMBER)
    if not pay_read_by(request.actor, member.pk):
        raise Http404
    found, index = pay_of_member(member)
    published = published_benefit()
    sees_all = request.actor.role in READS_ALL
    context = {
        "views": parts(request.actor, "pay"),
        "member": member,
        "sees_all": sees_all,
        "services": pay_by_service(member, found),
        "adjusted": _adjusted(member, found, index),
        "a_year": A_YEAR,
        "published": published,
        "published_gain_minor": published
        and published.baseline_minor - published.billed_minor - published.kept_minor - published.once_minor,
        "crumbs": _way() if sees_all else to_follow_up(),
        **_figure(found, index),
    }
    return render(request, "follow_up/pay_of.html", context)


def _adjusted(member: Organization, found: Pay, choice: IndexChoice | None) -> list[dict[str, Any]]:
    """Each signed year with the index values that bring it to the prices of the comparison."""
    if not found.years or choice is None or found.prices_of is None:
        return []
    values = index_by_year(choice.name)
    index = Index(values)
    return [
        {
            "year": one.year,
            "minor": one.total_minor,
            "from_value": _decimal(values[one.year]) if one.year in values else "",
            "to_value": _decimal(values[found.prices_of]) if found.prices_of in values else "",
            "adjusted_minor": round(one.total_minor * index.factor(one.year, found.prices_of)),
        }
        for one in signed_years([member.pk])
    ]


def _decimal(value: Fraction) -> float:
    return float(value)  # shown with two decimals; the arithmetic itself is exact


@door(Deed.FOLLOW_UP)
def publish_benefit(request: SeatedRequest) -> HttpResponse:
    """What will be seen by whom, then the verb."""
    unit = unit_of(request.actor)
    if unit is None:
        raise Http404
    form = forms.Form(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            publish(unit, by=request.actor, at=timezone.now())
            messages.success(request, _("Every member now sees what all gained together."))
            return redirect("pay")
    lede = _(
        "Every member sees the sums of those who are counted, never who they are. It stays here when one member's figure could be told "
        "from it, or from it and an earlier one. What is published is not taken back; a later one counts instead."
    )
    heading = _("Publish what all gained together?")
    return form_page(request, form, heading=heading, button=_("Publish"), crumbs=_way(), lede=lede)


def _way() -> Crumbs:
    return [*to_follow_up(), (gettext_lazy("Did it pay?"), reverse("pay"))]


@door(Deed.READ_BILLS)
def pay_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The comparison as a file: every member's to the unit and auditors, its own to a member."""
    if request.actor.role in AT_A_MEMBER:
        member = get_object_or_404(Organization, pk=request.actor.owner_id)
        rows: Iterable[MemberPay] = [MemberPay(member, pay_of_member(member)[0])]
    else:
        rows = pay_of_all().members
    return table_as_file("did-it-pay", COLUMNS, [_cells(one) for one in rows], kind=kind)


def _cells(one: MemberPay) -> tuple[Any, ...]:
    found = one.pay
    if not found.has_figure:
        return (one.member.short_name, *[None] * 11, found.verdict.value, lacks_in_words(found.lacks))
    sums = (
        found.baseline_minor,
        found.low_minor,
        found.high_minor,
        found.expected_minor,
        found.billed_minor,
        found.kept_minor,
        found.once_minor,
    )
    return (
        one.member.short_name,
        found.prices_of,
        *map(kronor, sums),
        kronor(found.gain_minor),
        found.employees,
        kronor(found.gain_per_employee_minor),
        found.verdict.value,
        lacks_in_words(found.lacks),
    )
