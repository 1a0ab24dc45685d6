"""What carries the promises: agreements between functions, with a supplier, and one with an outside customer. Synthetic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.agree.actions import (
    add_agreement,
    offer_version,
    propose_adoption,
    record_paper_signature,
    set_target,
    set_terms,
    sign_adoption,
    start_draft,
    write_clause,
)
from samdrift.agree.models import PRIORITIES, WHOLE_PPM, Adoption, Agreement, Draft, Measure, Signature
from samdrift.agree.queries import side_of, side_without_account
from samdrift.catalog.models import Level, Service
from samdrift.config.demo.demo import moment
from samdrift.core.access import Actor, Role, inside
from samdrift.members.actions import add_organization, name_legal_person
from samdrift.members.models import Calendar, Organization
from samdrift.members.queries import actor_in_seat, system_actor
from samdrift.team.models import Employee, Function

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

HOUR, NOON = 3600, 12
PPM_OF_A_PERCENT = WHOLE_PPM // 100
OFFERED_BEFORE = timedelta(days=40)


def build(demo: Demo) -> None:
    """This will agree within the unit, with a supplier and with a customer, from the beginning of the year before."""
    demo.tell("What carries the promises ...")
    plan, system = demo.plan["chain"], system_actor()
    for row in plan.get("customers", ()):
        kind = Organization.Kind.CUSTOMER
        add_organization(kind, row["name"], short_name=row["short_name"], legal_person=row["legal_person"], by=system, at=demo.at)
    with inside(system_actor().walls):  # the customer's rows are seen from now on
        for described in plan.get("agreements", ()):
            _agree(demo, described)


def _agree(demo: Demo, described: dict[str, Any]) -> None:
    director = demo.actor(demo.unit, Role.DIRECTOR)
    from_on = date(demo.at.year - 1, 1, 1)
    at = moment(from_on - OFFERED_BEFORE, NOON)
    functions = {function.name: function for function in Function.objects.select_related("manager")}
    agreement = add_agreement(
        described["name"],
        name_en=described["name_en"],
        kind=described["kind"],
        provider=_provider(demo, described, at),
        function=functions[described["function"]] if "function" in described else None,
        by=director,
        at=at,
    )
    draft = start_draft(agreement, from_on=from_on, by=director, at=at)
    words = {key: described[key] for key in ("heading", "heading_en", "text", "text_en")}
    write_clause(draft, "1", **words, by=director, at=at)
    levels = _promise(demo, draft, described, at)
    set_terms(
        draft,
        notice_months=described["notice_months"],
        notice_ends=described["notice_ends"],
        penalty_minor=described.get("penalty"),
        penalty_ppm=described["share"] * PPM_OF_A_PERCENT if "share" in described else None,
        fee_minor=described.get("fee"),
        by=director,
        at=at,
    )
    version = offer_version(draft, by=director, at=at)
    for name in described["takers"]:
        function = functions.get(name)
        taker = demo.unit if function else Organization.objects.get(short_name=name)
        adoption = propose_adoption(version, taker, levels=levels, from_on=from_on, function=function, by=director, at=at)
        _sign(demo, adoption, described.get("signer", ""), at=at + timedelta(days=10))


def _provider(demo: Demo, described: dict[str, Any], at: Any) -> Organization:
    if described["kind"] != Agreement.Kind.UNDERPINNING:
        return demo.unit
    supplier = Organization.objects.get(short_name=described["supplier"])
    return name_legal_person(supplier, supplier.name, by=system_actor(), at=at)


def _promise(demo: Demo, draft: Draft, described: dict[str, Any], at: Any) -> dict[Service, Level]:
    calendars = {calendar.name: calendar for calendar in Calendar.objects.all()}
    hours = calendars[described["times"]] if "times" in described else demo.desk_hours
    director = demo.actor(demo.unit, Role.DIRECTOR)
    found: dict[Service, Level] = {}
    for level in Level.objects.filter(service__name__in=described["services"], name=described["level"]).select_related("service"):
        found[level.service] = level
        of = {"clause": "1", "service": level.service, "level": level, "by": director, "at": at}
        share = round(described["availability"][level.service.name] * PPM_OF_A_PERCENT)
        set_target(draft, measure=Measure.AVAILABILITY, share_ppm=share, calendar=calendars[described["calendar"]], **of)
        kept = described["shares"]["resolution"] * PPM_OF_A_PERCENT
        for priority, number in zip(PRIORITIES, described["resolution"], strict=True):
            seconds = int(number * HOUR)
            of_one = {"priority": priority, "within_seconds": seconds, "share_ppm": kept, "calendar": hours}
            set_target(draft, measure=Measure.RESOLUTION, **of_one, **of)
    return found


def _sign(demo: Demo, adoption: Adoption, signer: str, *, at: Any) -> None:
    """Each side by whoever signs for it: managers, the director, and on paper those without an account."""
    agreement = adoption.version.agreement
    director = demo.actor(demo.unit, Role.DIRECTOR)
    if agreement.function is not None and adoption.function is not None:
        for function in (agreement.function, adoption.function):
            assert function.manager is not None, "the demo's functions have managers"
            manager = acting(demo, function.manager)
            with inside(manager.walls):
                sign_adoption(adoption, by=manager, at=at)
        return
    assert side_of(director, adoption) is not None, "the director signs for the unit"
    sign_adoption(adoption, by=director, at=at)
    on = timezone.localdate(at)
    if side_without_account(adoption, on=on) in (Signature.Side.PROVIDER, Signature.Side.TAKER):
        number = f"AVT-{on.year}-{adoption.pk:03}"
        record_paper_signature(adoption, signer=signer, signed_on=on, registry_number=number, by=director, at=at)


def acting(demo: Demo, employee: Employee) -> Actor:
    """This will return an employee as the one who acts, in their first seat."""
    assert employee.account_id is not None, "the demo's employees have accounts"
    actor = actor_in_seat(employee.account_id, None, on=timezone.localdate(demo.at))
    assert actor is not None, "seats of the demo last"
    return actor
