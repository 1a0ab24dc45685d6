"""Who can what, as pages: counts by site for the unit, names for who leads them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.team.actions import skills as writing
from samdrift.team.forms.skills import SaySkillForm, SkillForm
from samdrift.team.models import Skill, SkillHeld
from samdrift.team.queries import functions_led_by, held_in, skill_matrix, staffed_sites
from samdrift.team.views.parts import employee_at, to_employee, to_team, unit_of, views_of


@door(Deed.READ_COVER)
def skills(request: SeatedRequest) -> HttpResponse:
    """Each skill on the list, with how many have it and at which sites they sit."""
    sites = staffed_sites()
    rows = skill_matrix(sites, on=timezone.localdate())
    context = {
        "views": views_of(request, "skills"),
        "sites": sites,
        "rows": rows,
        "nobody": sum(row.people == 0 for row in rows),
        "one": sum(row.people == 1 for row in rows),
        "may_list": request.actor.may(Deed.PLAN_WORK) and writing.may_list(request.actor),
        "plans": request.actor.may(Deed.PLAN_WORK),
    }
    return render(request, "team/skills.html", context)


@door(Deed.READ_COVER)
def skill(request: SeatedRequest, skill_id: int) -> HttpResponse:
    """One skill: how many at each site, and the names of those whom the reader leads."""
    found = get_object_or_404(Skill, pk=skill_id)
    today, sites = timezone.localdate(), staffed_sites()
    row = next(row for row in skill_matrix(sites, on=today) if row.skill == found)
    led = functions_led_by(request.actor)
    context = {
        "skill": found,
        "counts": [(site, number) for site, number in zip(sites, row.counts, strict=True) if number],
        "people": row.people,
        "led": led,
        "held": held_in(found, led, on=today),
    }
    return render(request, "team/skill.html", context)


@door(Deed.PLAN_WORK)
def add_skill(request: SeatedRequest) -> HttpResponse:
    if not writing.may_list(request.actor):
        raise writing.NotYoursToList
    form = SkillForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.add_skill(unit_of(request), **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("skills")
    heading, crumbs = gettext_lazy("Put a skill on the list"), [*to_team(), (gettext_lazy("Skills"), reverse("skills"))]
    return form_page(request, form, heading=heading, button=gettext_lazy("Add"), crumbs=crumbs)


@door(Deed.PLAN_WORK)
def say_skill(request: SeatedRequest, employee_id: int) -> HttpResponse:
    employee = employee_at(employee_id)
    if not writing.may_say(employee, request.actor):
        raise writing.NotYoursToSay
    form = SaySkillForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            writing.say_skill(employee, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("employee", employee.pk)
    heading = _("What %(name)s can") % {"name": employee.name}
    lede = gettext_lazy("That somebody can it is said, and by whom; how well is not.")
    return form_page(request, form, heading=heading, button=gettext_lazy("Add"), crumbs=to_employee(employee), lede=lede)


@require_POST
@door(Deed.PLAN_WORK)
def end_skill(request: SeatedRequest, held_id: int) -> HttpResponse:
    rows = SkillHeld.objects.select_related("skill", "employee__function__manager")
    held = get_object_or_404(rows, pk=held_id)
    writing.end_skill(held, on=timezone.localdate(), by=request.actor, at=timezone.now())
    messages.success(request, _("It is noted that it is over."))
    return redirect("employee", held.employee_id)
