"""Calendars, and the one agreement: its version in force signed by all, the next one offered and signed by some. Synthetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.agree.actions import (
    add_agreement,
    offer_version,
    propose_adoption,
    set_target,
    set_terms,
    sign_adoption,
    start_draft,
    write_clause,
)
from samdrift.agree.models import PRIORITIES, Adoption, Draft, DraftClause, Measure, Version
from samdrift.catalog.actions import change_level
from samdrift.catalog.models import Level, Service, Uptake
from samdrift.config.demo.decisions import decision_on
from samdrift.config.demo.demo import moment
from samdrift.core.access import Actor, Role, inside
from samdrift.members.actions import add_calendar
from samdrift.members.closed_days import closed_days
from samdrift.members.hours import Hours
from samdrift.members.models import Calendar, Organization
from samdrift.members.queries import system_actor

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

WEEKDAYS, WEEKENDS = range(5), range(5, 7)
HOUR = 3600
NOON = 12
PPM_OF_A_PERCENT = 10_000


def build_calendars(plan: dict[str, Any], *, at: datetime) -> Calendar:
    """This will add the agreement's calendars, closed on the country's days, and return the one of the desk."""
    closed = closed_days(plan["country"], range(at.year - 2, at.year + 2))
    since = moment(date(at.year - 2, 1, 1), NOON)
    desk = None
    for described in plan["agreement"]["calendars"]:
        weekly = dict.fromkeys(WEEKDAYS, described["weekdays"]) | {day: described.get("weekends", []) for day in WEEKENDS}
        calendar = add_calendar(
            described["name"],
            name_en=described["name_en"],
            from_on=since.date(),
            hours=Hours({day: [(opens, closes) for opens, closes in spans] for day, spans in weekly.items() if spans}, closed),
            by=system_actor(),
            at=since,
        )
        if described.get("is_desk"):
            desk = calendar
    assert desk is not None, "one calendar of the plan is the desk's"
    return desk


def build(demo: Demo) -> None:
    """This will agree with every member, leave two gaps to be found, and offer the next version."""
    demo.tell("The agreement and its signatures ...")
    plan = demo.plan["agreement"]
    director = demo.actor(demo.unit, Role.DIRECTOR)
    from_on = date(demo.at.year - 1, 1, 1)
    offered_at = moment(from_on - timedelta(days=45), NOON)
    agreement = add_agreement(plan["name"], name_en=plan["name_en"], provider=demo.unit, by=director, at=offered_at)
    draft = start_draft(agreement, from_on=from_on, by=director, at=offered_at)
    _write(demo, draft, at=offered_at)
    terms = {key: plan[key] for key in ("notice_months", "notice_ends") if key in plan}
    set_terms(draft, **terms, by=director, at=offered_at)
    first = offer_version(draft, by=director, at=offered_at)
    taken = _taken(demo)
    last = list(demo.members.values())[-1]
    optional = next((service for service in reversed(list(taken[last])) if not service.is_base), None)
    if optional:
        del taken[last][optional]  # taken without an agreement: a gap
    for number, (member, levels) in enumerate(taken.items()):
        proposed_at = offered_at + timedelta(days=3 + number % 5)
        adoption = propose_adoption(first, member, levels=levels, from_on=from_on, by=director, at=proposed_at)
        _sign_for_the_member(demo, adoption, at=proposed_at + timedelta(days=6 + number % 9))
        sign_adoption(adoption, by=director, at=proposed_at + timedelta(days=20))
    _move_away_from_what_is_agreed(demo, list(demo.members.values())[-2])
    _offer_the_next(demo, draft_of=first, taken=taken)


def _write(demo: Demo, draft: Draft, *, at: datetime) -> None:
    plan, director = demo.plan["agreement"], demo.actor(demo.unit, Role.DIRECTOR)
    calendars = {calendar.name: calendar for calendar in Calendar.objects.all()}
    for described in plan["clauses"]:
        write_clause(draft, described["number"], **_words(described), by=director, at=at)
    levels = {(level.service_id, level.name): level for level in Level.objects.all()}
    for service in demo.services:
        for name in demo.described(service)["levels"]:
            level, promised = levels[service.pk, name], plan["levels"][name]
            for measure in (Measure.RESPONSE, Measure.RESOLUTION):
                _promise_times(demo, draft, level, measure, promised[measure], by=director, at=at)
            if service.kind != Service.Kind.PEOPLE:
                set_target(
                    draft,
                    clause=_clause_of(demo, Measure.AVAILABILITY),
                    service=service,
                    level=level,
                    measure=Measure.AVAILABILITY,
                    share_ppm=round(promised["availability"] * PPM_OF_A_PERCENT),
                    calendar=calendars[promised["calendar"]],
                    by=director,
                    at=at,
                )


def _words(described: Mapping[str, str]) -> dict[str, Any]:
    return {key: described[key] for key in ("heading", "heading_en", "text", "text_en")}


def _clause_of(demo: Demo, measure: Measure) -> str:
    number: str = next(one["number"] for one in demo.plan["agreement"]["clauses"] if one.get("targets") == measure)
    return number


def _promise_times(demo: Demo, draft: Draft, level: Level, measure: Measure, hours: Sequence[float], *, by: Actor, at: datetime) -> None:
    for priority, number in zip(PRIORITIES, hours, strict=True):
        set_target(
            draft,
            clause=_clause_of(demo, measure),
            service=level.service,
            level=level,
            measure=measure,
            priority=priority,
            within_seconds=int(number * HOUR),
            share_ppm=demo.plan["agreement"]["shares"][measure] * PPM_OF_A_PERCENT,
            calendar=demo.desk_hours,
            by=by,
            at=at,
        )


def _taken(demo: Demo) -> dict[Organization, dict[Service, Level]]:
    taken: dict[Organization, dict[Service, Level]] = {member: {} for member in demo.members.values()}
    for uptake in Uptake.objects.select_related("owner", "service", "level").order_by("pk"):
        taken[uptake.owner][uptake.service] = uptake.level
    return taken


def _sign_for_the_member(demo: Demo, adoption: Adoption, *, at: datetime) -> None:
    signatory = demo.actor(adoption.owner, Role.SIGNATORY)
    with inside(signatory.walls):
        sign_adoption(adoption, by=signatory, at=at)


def _move_away_from_what_is_agreed(demo: Demo, member: Organization) -> None:
    """One member takes a service at another level than its agreement says since a month: the other kind of gap."""
    for uptake in Uptake.objects.filter(owner=member).select_related("service", "level"):
        other = Level.objects.filter(service=uptake.service).exclude(pk=uptake.level_id).first()
        if other:
            on = timezone.localdate(demo.at) - timedelta(days=30)
            change_level(uptake, other, on=on, by=demo.actor(demo.unit, Role.DIRECTOR), at=moment(on, NOON))
            return


def _offer_the_next(demo: Demo, *, draft_of: Version, taken: Mapping[Organization, Mapping[Service, Level]]) -> None:
    """The next version holds from new year: offered three weeks ago, signed by most members and with every other by the director."""
    plan, director = demo.plan["agreement"]["next"], demo.actor(demo.unit, Role.DIRECTOR)
    offered_at = demo.at - timedelta(days=21)
    draft = start_draft(draft_of.agreement, from_on=date(demo.at.year + 1, 1, 1), by=director, at=offered_at)
    clauses = {clause.number: clause for clause in DraftClause.objects.filter(draft=draft)}
    for described in plan["clauses"]:
        number = described["number"]
        write_clause(draft, number, clause=clauses[number], **_words(described), by=director, at=offered_at)
    for level in Level.objects.filter(name__in=plan["resolution"]).select_related("service"):
        _promise_times(demo, draft, level, Measure.RESOLUTION, plan["resolution"][level.name], by=director, at=offered_at)
    decision = decision_on(demo, "version")
    version = offer_version(draft, decision=decision, by=director, at=offered_at)
    for number, (member, levels) in enumerate(taken.items()):
        proposed_at = offered_at + timedelta(days=1)
        adoption = propose_adoption(version, member, levels=levels, from_on=version.from_on, by=director, at=proposed_at)
        if member.short_name not in plan["unsigned"]:
            _sign_for_the_member(demo, adoption, at=proposed_at + timedelta(days=2 + number % 10))
            if number % 2:
                sign_adoption(adoption, by=director, at=proposed_at + timedelta(days=14))
