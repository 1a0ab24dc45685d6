"""The team's tables as files to take out and to send in; what is taken out is what can be sent in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Columns, Entered, table_as_file
from samdrift.members.models import Site
from samdrift.members.views.table_page import table_page
from samdrift.team import files
from samdrift.team.actions import files as writing
from samdrift.team.models import Employee, Post
from samdrift.team.queries import check_ins_read_by, held_read_by, leave_read_by, planned_read_by, skills_in_order
from samdrift.team.views.parts import to_team, unit_of
from samdrift.team.weeks import monday_of
from samdrift.ui.forms import TableForm

Writing = Callable[..., Entered]


@door(Deed.CHANGE_TEAM)
def import_posts(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_posts, files.POSTS, _("Posts from a file"), back="team", what="posts_table")


@door(Deed.PLAN_WORK)
def import_skills(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_skills, files.SKILLS, _("The list of skills from a file"), back="skills", what="skills_table")


@door(Deed.PLAN_WORK)
def import_held(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_held, files.HELD, _("Who can what, from a file"), back="skills", what="held_table")


@door(Deed.PLAN_WORK)
def import_planned(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_planned, files.PLANNED, _("Planned weeks from a file"), back="my_week", what="planned_table")


@door(Deed.PLAN_WORK)
def import_leave(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_leave, files.LEAVE, _("Leave from a file"), back="my_week", what="leave_table")


@door(Deed.PLAN_WORK)
def import_check_ins(request: SeatedRequest) -> HttpResponse:
    return _import(request, writing.import_check_ins, files.CHECK_INS, _("Check-ins from a file"), back="my_week", what="check_ins_table")


def _import(request: SeatedRequest, write: Writing, columns: Columns, heading: Promise | str, *, back: str, what: str) -> HttpResponse:
    unit = unit_of(request)

    def enter(content: bytes) -> Entered:
        return write(unit, content, by=request.actor, at=timezone.now())

    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns.all),
        enter,
        heading=heading,
        lede=_("All rows are entered, or none when one is wrong. What is there already adds nothing."),
        crumbs=to_team(),
        back=reverse(back),
        table=lambda kind: reverse(what, args=[kind]),
    )


@door(Deed.READ_COVER)
def posts_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every post, as the import reads it."""
    rows = [
        (
            post.function.name,
            post.title,
            *_site(post.site),
            _named(post.employee),
            post.share_percent,
            post.during.lower,
            post.title_en,
            post.during.upper,
            _named(post.acting_for),
        )
        for post in Post.objects.select_related("function", "site__organization", "employee", "acting_for").order_by("pk")
    ]
    return table_as_file("posts", files.POSTS.all, rows, kind=kind)


@door(Deed.READ_COVER)
def skills_table(request: SeatedRequest, kind: str) -> HttpResponse:
    return table_as_file("skills", files.SKILLS.all, [(skill.name, skill.name_en) for skill in skills_in_order()], kind=kind)


@door(Deed.PLAN_WORK)
def held_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """What the reader and those whom they lead can, as the import reads it."""
    held = held_read_by(request.actor, on=timezone.localdate())
    return table_as_file("who-can-what", files.HELD.all, [(_named(h.employee), h.skill.name, h.during.lower) for h in held], kind=kind)


@door(Deed.PLAN_WORK)
def planned_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The days planned from this week on of the reader and those whom they lead, as the import reads them."""
    days = planned_read_by(request.actor, since=monday_of(timezone.localdate()))
    rows = [(_named(day.employee), day.on, day.place, *_site(day.site)) for day in days]
    return table_as_file("planned-weeks", files.PLANNED.all, rows, kind=kind)


@door(Deed.PLAN_WORK)
def leave_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Leave that has not ended, of the reader and those whom they lead, as the import reads it."""
    found = leave_read_by(request.actor, since=timezone.localdate())
    rows = [(_named(row.employee), row.during.lower, row.during.upper - timedelta(days=1)) for row in found]
    return table_as_file("leave", files.LEAVE.all, rows, kind=kind)


@door(Deed.PLAN_WORK)
def check_ins_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The days of check-ins of the reader and those whom they lead, as the import reads them."""
    rows = [(_named(row.employee), row.next_on, row.held_on) for row in check_ins_read_by(request.actor)]
    return table_as_file("check-ins", files.CHECK_INS.all, rows, kind=kind)


def _named(employee: Employee | None) -> str:
    return "" if employee is None else employee.email or employee.name


def _site(site: Site | None) -> tuple[str, str]:
    return (site.organization.short_name, site.name) if site else ("", "")
