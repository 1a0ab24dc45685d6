"""What carries promises, and months that fell short, for tests: functions, suppliers, customers, deviations at any stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Agreement, Deviation, Measure, Version
from samdrift.agree.queries import levels_offered
from samdrift.catalog.models import Level
from samdrift.core.access import Actor, Role, inside
from samdrift.engines.period import Month
from samdrift.members.models import Calendar, Organization
from samdrift.team.models import Employee, Function
from tests.builders import NOW, TODAY, Cast, an_employee, everywhere

FROM = date(2026, 10, 1)
EARLIER = NOW - timedelta(days=80)
OCTOBER = Month(2026, 10)


def an_organization(kind: str, name: str, legal_person: str = "") -> Organization:
    with everywhere():
        return Organization.objects.create(kind=kind, name=name, short_name=name[:40], legal_person=legal_person)


def part_of(organization: Organization, legal_person: str) -> Organization:
    with everywhere():
        Organization.objects.filter(pk=organization.pk).update(legal_person=legal_person)
        organization.legal_person = legal_person
    return organization


def a_led_function(cast: Cast, name: str) -> tuple[Function, Actor]:
    """A function of the unit with a manager, who is `name` in the cast."""
    with everywhere():
        function = Function.objects.create(unit=cast.unit, host=cast.other, name=name, name_en=name)
    manager: Employee = an_employee(function, cast.site, f"Chef {name}", Role.STAFF)
    with everywhere():
        function.manager = manager
        function.save()
    cast.people[name] = manager
    return function, cast.actor(name)


def a_text(
    cast: Cast,
    level: Level,
    calendar: Calendar,
    *,
    kind: str,
    provider: Organization | None = None,
    function: Function | None = None,
    availability: int | None = 999_000,
    resolution_hours: float | None = 3,
    terms: Mapping[str, Any] | None = None,
    from_on: date = FROM,
    at: datetime = EARLIER,
    name: str = "",
) -> Version:
    """A version of any kind with availability and resolution of priority 2 for one level; None leaves a promise out."""
    with everywhere() as samdrift:
        agreement = actions.add_agreement(
            name or f"{kind} {Agreement.objects.count()}", provider=provider or cast.unit, kind=kind, function=function, by=samdrift, at=at
        )
        draft = actions.start_draft(agreement, from_on=from_on, by=samdrift, at=at)
        actions.write_clause(draft, "1", heading="Löften", text="Så här.", by=samdrift, at=at)
        of: dict[str, Any] = {"clause": "1", "service": level.service, "level": level, "calendar": calendar, "by": samdrift, "at": at}
        if availability:
            actions.set_target(draft, measure=Measure.AVAILABILITY, share_ppm=availability, **of)
        if resolution_hours:
            seconds = int(resolution_hours * 3600)
            actions.set_target(draft, measure=Measure.RESOLUTION, priority=2, within_seconds=seconds, share_ppm=950_000, **of)
        if terms:
            actions.set_terms(draft, by=samdrift, at=at, **terms)
        return actions.offer_version(draft, by=samdrift, at=at)


def proposed(version: Version, taker: Organization, function: Function | None = None, *, at: datetime = EARLIER) -> Adoption:
    with everywhere() as samdrift:
        levels = {service: offered[0] for service, offered in levels_offered(version).items()}
        return actions.propose_adoption(version, taker, levels=levels, from_on=version.from_on, function=function, by=samdrift, at=at)


def signed_by(adoption: Adoption, *actors: Actor, at: datetime = EARLIER) -> Adoption:
    for actor in actors:
        with inside(actor.walls):
            actions.sign_adoption(adoption, by=actor, at=at)
    return adoption


def on_paper(adoption: Adoption, director: Actor, *, at: datetime = EARLIER, signed_on: date | None = None) -> Adoption:
    with inside(director.walls):
        actions.record_paper_signature(
            adoption, signer="Firmatecknaren", signed_on=signed_on or at.date(), registry_number="AVT-1", by=director, at=at
        )
    return adoption


def with_the_member(cast: Cast, level: Level, calendar: Calendar, **more: Any) -> Adoption:
    """An agreement with the member, in force since October, that promises 99.8 % and four hours unless told otherwise."""
    promised: dict[str, Any] = {"availability": 998_000, "resolution_hours": 4, **more}
    version = a_text(cast, level, calendar, kind="ola", **promised)
    return signed_by(proposed(version, cast.member), cast.actor("sten"), cast.actor("karin"))


def a_deviation(cast: Cast, adoption: Adoption, *, what: str = "Det höll inte.", by: str = "karin", month: Month = OCTOBER) -> Deviation:
    actor = cast.actor(by)
    with inside(actor.walls):
        service = next(iter(levels_offered(adoption.version)))
        return actions.open_deviation(adoption, service, month, what=what, by=actor, at=NOW)


class Steps:
    """Steps of one deviation, each by somebody of the cast, an hour apart."""

    def __init__(self, cast: Cast, deviation: Deviation) -> None:
        self.cast, self.deviation, self.at = cast, deviation, NOW

    def _as(self, doer: str, action: Any, /, **given: Any) -> Any:
        actor = self.cast.actor(doer)
        self.at += timedelta(hours=1)
        with inside(actor.walls):
            return action(self.deviation, **given, by=actor, at=self.at)

    def own(self, who: str = "karin", owner: Any = None, **given: Any) -> Any:
        given = {"plan_by": TODAY + timedelta(days=7), "who": owner or self.cast.function, **given}
        return self._as(who, actions.own_deviation, **given)

    def plan(self, who: str = "karin", what: str = "Vi byter.", days: int = 14) -> Any:
        return self._as(who, actions.plan_remedy, what=what, due_on=TODAY + timedelta(days=days))

    def done(self, who: str = "karin") -> Any:
        return self._as(who, actions.report_remedied)

    def verify(self, who: str = "carin", *, closes: bool = True, **given: Any) -> Any:
        return self._as(who, actions.verify_deviation, closes=closes, **given)

    def up(self, to: str, who: str = "karin") -> Any:
        return self._as(who, actions.raise_deviation, to=to, on=TODAY)
