"""Baselines as pages: how far each member has come, a member's years, one with its lines, signing, and what remains."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import AT_A_MEMBER, READS_ALL, Actor, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.errors import Refused
from samdrift.members.models import Organization, Person
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.plan.actions import baselines as writing
from samdrift.plan.baselines_forms import LineForm, RemainingForm, YearForm
from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature
from samdrift.plan.queries.baselines import (
    baselines_by_member,
    baselines_read_by,
    lines_of,
    remaining_of,
    signature_of,
)
from samdrift.plan.queries.baselines import baselines_of as years_of
from samdrift.plan.views.follow_up_parts import parts, to_follow_up
from samdrift.ui.names import named_text


def reads(actor: Actor, member_id: int) -> bool:
    """This will say whether an actor sees what is a member's own here."""
    return actor.role in READS_ALL or actor.owner_id == member_id


def member_or_404(request: SeatedRequest, owner_id: int) -> Organization:
    """This will return a member whose costs the actor sees; another one is not found."""
    member = get_object_or_404(Organization, pk=owner_id, kind=Organization.Kind.MEMBER)
    if not reads(request.actor, member.pk):
        raise Http404
    return member


@door(Deed.READ_BILLS)
def baselines(request: SeatedRequest) -> HttpResponse:
    """Every member with the years it has signed; a member's people come to their own."""
    if request.actor.role in AT_A_MEMBER:
        return redirect("baselines_of", request.actor.owner_id)
    rows = baselines_by_member()
    context = {
        "views": parts(request.actor, "baselines"),
        "crumbs": to_follow_up(),
        "rows": rows,
        "signed": sum(1 for row in rows if row.signed),
        "may_state": request.actor.may(Deed.STATE_BASELINE),
    }
    return render(request, "plan/baselines.html", context)


@door(Deed.READ_BILLS)
def baselines_of(request: SeatedRequest, owner_id: int) -> HttpResponse:
    """A member's years, and what it still pays itself."""
    member = member_or_404(request, owner_id)
    rows, remaining = years_of(member), remaining_of(member)
    context = {
        "views": parts(request.actor, "baselines"),
        "member": member,
        "rows": rows,
        "signed": [row for row in rows if row.signature],
        "remaining": remaining,
        "is_own": request.actor.owner_id == member.pk,
        "may_state": request.actor.may(Deed.STATE_BASELINE),
        "crumbs": way_to_all(request),
    }
    return render(request, "plan/baselines_of.html", context)


@door(Deed.STATE_BASELINE)
def add_baseline(request: SeatedRequest, owner_id: int) -> HttpResponse:
    member = member_or_404(request, owner_id)
    form = YearForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            made = writing.begin_baseline(member, form.cleaned_data["year"], by=request.actor, at=timezone.now())
            return redirect("baseline", made.pk)
    lede = _("What the member's own IT cost in a year before it joined. A year has one baseline.")
    return form_page(request, form, heading=_("New baseline"), button=_("Begin the baseline"), crumbs=way_to(request, member), lede=lede)


@door(Deed.READ_BILLS)
def baseline(request: SeatedRequest, baseline_id: int) -> HttpResponse:
    """One year: its lines by service and kind, what it comes to, and who signed it."""
    found = _baseline(request, baseline_id)
    member, lines, signature = found.owner, lines_of(found), signature_of(found)
    by_kind: dict[str, int] = {}
    for line in lines:
        by_kind[line.get_kind_display()] = by_kind.get(line.get_kind_display(), 0) + line.amount_minor
    context = {
        "baseline": found,
        "member": member,
        "lines": lines,
        "by_kind": sorted(by_kind.items(), key=lambda row: -row[1]),
        "total_minor": sum(line.amount_minor for line in lines),
        "kept_minor": sum(line.kept_minor for line in lines),
        "signature": signature,
        "signed_by": _who(signature) if signature else "",
        "may_state": request.actor.may(Deed.STATE_BASELINE) and signature is None,
        "may_sign": _may_sign(request.actor, found) and signature is None and bool(lines),
        "on_paper": writing.NotTheOneToSignIt.way_on if signature is None and request.actor.role in READS_ALL else "",
        "crumbs": way_to(request, member),
    }
    return render(request, "plan/baseline.html", context)


def _who(signature: BaselineSignature) -> str:
    person = Person.objects.filter(owner_id=signature.owner_id, account_id=signature.account_id).first()
    return person.name if person else ""


def _may_sign(actor: Actor, found: Baseline) -> bool:
    return actor.role in writing.SIGNS and actor.owner_id == found.owner_id


@door(Deed.STATE_BASELINE)
def write_baseline_line(request: SeatedRequest, baseline_id: int) -> HttpResponse:
    """A line of a baseline; one that is there for the same service and kind gives way."""
    found = _baseline(request, baseline_id)
    _must_be_open(request, found)
    form = LineForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.write_line(found, typed["service"], typed["kind"], typed["amount"], typed["kept"], by=request.actor, at=timezone.now())
            return redirect("baseline", found.pk)
    lede = _("One line for each service and kind of cost. A line that is there for the same service and kind gives way to this one.")
    crumbs = _way_to_one(request, found)
    return form_page(request, form, heading=_("Write a line"), button=_("Write the line"), crumbs=crumbs, lede=lede)


@require_POST
@door(Deed.STATE_BASELINE)
def drop_baseline_line(request: SeatedRequest, baseline_line_id: int) -> HttpResponse:
    found = get_object_or_404(BaselineLine.objects.select_related("baseline"), pk=baseline_line_id)
    if not reads(request.actor, found.owner_id):
        raise Http404
    writing.drop_line(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The line is taken out."))
    return redirect("baseline", found.baseline_id)


@door(Deed.READ_BILLS)
def sign_baseline(request: SeatedRequest, baseline_id: int) -> HttpResponse:
    """What will happen, then the verb: it cannot be undone. Who reads a baseline and cannot sign it is told who does."""
    found = _baseline(request, baseline_id)
    if not _may_sign(request.actor, found):
        raise _leading_back(writing.NotTheOneToSignIt(), found)
    _must_be_open(request, found)
    if request.method == "POST":
        writing.sign_baseline(found, by=request.actor, at=timezone.now())
        messages.success(request, _("The baseline for %(year)s is signed.") % {"year": found.year})
        return redirect("baseline", found.pk)
    lines = lines_of(found)
    context = {
        "baseline": found,
        "total_minor": sum(line.amount_minor for line in lines),
        "number": len(lines),
        "crumbs": _way_to_one(request, found),
        "back": reverse("baseline", args=[found.pk]),
    }
    return render(request, "plan/baseline_sign.html", context)


@door(Deed.STATE_BASELINE)
def state_remaining(request: SeatedRequest, owner_id: int) -> HttpResponse:
    """What a member still pays itself for a service that it shares."""
    member = member_or_404(request, owner_id)
    form = RemainingForm(request.POST or None, initial={"year": timezone.localdate().year})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.state_remaining(
                member, typed["year"], typed["service"], typed["kind"], typed["amount"], by=request.actor, at=timezone.now()
            )
            return redirect("baselines_of", member.pk)
    lede = _("Without it nobody can tell whether sharing paid: a cost that stayed with the member is no saving.")
    heading = _("What the member still pays itself")
    return form_page(request, form, heading=heading, button=_("State it"), crumbs=way_to(request, member), lede=lede)


def _baseline(request: SeatedRequest, baseline_id: int) -> Baseline:
    return get_object_or_404(baselines_read_by(request.actor).select_related("owner"), pk=baseline_id)


def _must_be_open(request: SeatedRequest, found: Baseline) -> None:
    """Refused when the page is opened, with the way back; what is sent is refused by the action, so that nothing typed is lost."""
    if request.method != "POST" and signature_of(found):
        raise _leading_back(writing.signed_already(found.year, at=timezone.now()), found)


def _leading_back(no: Refused, found: Baseline) -> Refused:
    no.way_back = (_("The baseline for %(year)s") % {"year": found.year}, reverse("baseline", args=[found.pk]))
    return no


def way_to_all(request: SeatedRequest) -> Crumbs:
    """This will return the way to every member's baselines, for those who see them; others come to their own from what follows up."""
    return to_follow_up() if request.actor.role in AT_A_MEMBER else [*to_follow_up(), (gettext_lazy("Baselines"), reverse("baselines"))]


def way_to(request: SeatedRequest, member: Organization) -> Crumbs:
    """This will return the way to a member's baselines."""
    name = gettext_lazy("Baselines") if request.actor.role in AT_A_MEMBER else named_text(member).words
    return [*way_to_all(request), (name, reverse("baselines_of", args=[member.pk]))]


def _way_to_one(request: SeatedRequest, found: Baseline) -> Crumbs:
    return [*way_to(request, found.owner), (str(found.year), reverse("baseline", args=[found.pk]))]
