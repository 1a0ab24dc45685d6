"""Agreements for tests: `a_version(cast)`, `an_adoption(cast)`, `sign(adoption, actor)`; what they write goes through the actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Agreement, DraftClause, Measure, Signature, Version
from samdrift.agree.queries import levels_offered
from samdrift.catalog.models import Level
from samdrift.core.access import Actor, Role, inside
from samdrift.members.actions import Hours, add_calendar
from samdrift.members.models import Calendar, Organization
from tests.builders import NOW, TODAY, Cast, a_level, a_person, a_service, an_employee, everywhere

_numbers = count(1)
WORKDAYS = Hours(weekly={day: [("07:00", "17:00")] for day in range(5)})


def a_calendar(name: str = "", hours: Hours = WORKDAYS) -> Calendar:
    """Monday to Friday 07 to 17, without holidays, unless other hours are given."""
    with everywhere() as samdrift:
        return add_calendar(name or f"Kontorstid {next(_numbers)}", from_on=date(2020, 1, 1), hours=hours, by=samdrift, at=NOW)


def an_agreement(cast: Cast, name: str = "") -> Agreement:
    with everywhere() as samdrift:
        return actions.add_agreement(name or f"Överenskommelse {next(_numbers)}", provider=cast.unit, by=samdrift, at=NOW)


def some_levels(*names: str) -> list[Level]:
    """A service of its own with a level for each name, the first name the highest."""
    service = a_service()
    return [a_level(service, name, rank) for rank, name in zip(range(len(names), 0, -1), names, strict=True)]


def a_version(
    cast: Cast,
    levels: Iterable[Level] = (),
    *,
    agreement: Agreement | None = None,
    calendar: Calendar | None = None,
    from_on: date = TODAY,
    at: datetime = NOW,
    text: str = "Parterna hjälps åt.",
) -> Version:
    """A version with one clause, and for each level 99.8 % availability and 95 % of priority 2 resolved within four hours."""
    agreement, calendar = agreement or an_agreement(cast), calendar or a_calendar()
    levels = list(levels) or some_levels("Guld")
    with everywhere() as samdrift:
        draft = actions.start_draft(agreement, from_on=from_on, by=samdrift, at=at)
        clause = draft_clause(draft.pk, "4.1")
        actions.write_clause(draft, "4.1", heading="Tjänsten", text=text, clause=clause, by=samdrift, at=at)
        for level in levels:
            place = {"clause": "4.1", "service": level.service, "level": level, "calendar": calendar}
            actions.set_target(draft, measure=Measure.AVAILABILITY, share_ppm=998_000, by=samdrift, at=at, **place)  # type: ignore[arg-type]
            actions.set_target(
                draft,
                measure=Measure.RESOLUTION,
                priority=2,
                within_seconds=4 * 3600,
                share_ppm=950_000,
                by=samdrift,
                at=at,
                **place,  # type: ignore[arg-type]
            )
        return actions.offer_version(draft, by=samdrift, at=at)


def draft_clause(draft_id: int, number: str) -> DraftClause | None:
    return DraftClause.objects.filter(draft=draft_id, number=number).first()


def an_adoption(
    cast: Cast, version: Version | None = None, *, taker: Organization | None = None, from_on: date | None = None, at: datetime = NOW
) -> Adoption:
    """A proposal that a taker (the member) joins a version at the highest level of each of its services."""
    version = version or a_version(cast)
    with everywhere() as samdrift:
        levels = {service: offered[0] for service, offered in levels_offered(version).items()}
        return actions.propose_adoption(
            version, taker or cast.member, levels=levels, from_on=from_on or version.from_on, by=samdrift, at=at
        )


def sign(adoption: Adoption, by: Actor, *, at: datetime = NOW) -> Signature:
    with inside(by.walls):
        return actions.sign_adoption(adoption, by=by, at=at)


def a_signed_adoption(cast: Cast, version: Version | None = None, *, from_on: date | None = None, at: datetime = NOW) -> Adoption:
    """An adoption by the member, signed by its signatory and the unit's director."""
    adoption = an_adoption(cast, version, from_on=from_on, at=at)
    sign(adoption, cast.actor("sten"), at=at)
    sign(adoption, cast.actor("karin"), at=at + timedelta(minutes=1))
    return adoption


def another_director(cast: Cast) -> Actor:
    employee = an_employee(cast.function, cast.site, role=Role.DIRECTOR)
    cast.people["another director"] = employee
    return cast.actor("another director")


def another_signatory(cast: Cast) -> Actor:
    cast.people["another signatory"] = a_person(cast.member, role=Role.SIGNATORY)
    return cast.actor("another signatory")
