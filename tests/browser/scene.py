"""A house that has been lived in: two members with long names among them, an agreement in force, tickets, outages, bills.

Its days are counted from the real today, since the pages that are looked at are served by the real clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from samdrift.agree import actions as agreeing
from samdrift.agree.models import Adoption, DraftClause, DraftTarget, Measure, Version
from samdrift.agree.queries import levels_offered
from samdrift.catalog import actions as grading
from samdrift.catalog.actions.methods_use import answer_suggestion
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Price, Service, Uptake, Variant
from samdrift.core.access import Actor, Walls, inside
from samdrift.core.models import DemoMark
from samdrift.core.walls import FEDERATION_ID
from samdrift.engines.period import Month
from samdrift.members.models import Calendar, Organization
from samdrift.run.availability.actions import announce_maintenance, report_outage
from samdrift.run.desk import actions as desk
from samdrift.run.desk.models import ImportRun, Ticket
from samdrift.settle import actions as settling
from samdrift.settle.models import Settlement, SettlementLine
from samdrift.team.actions import add_post, set_manager
from tests.agree.builders import a_calendar, an_agreement
from tests.agree.lived_in import deviations_of
from tests.browser.landscape import a_landscape
from tests.builders import NOW, Cast, a_headcount, a_level, a_person, a_service, a_ticket, an_uptake, everywhere
from tests.catalog.methods_builders import a_method, a_suggestion, does_otherwise, the_next_version, uses
from tests.follow_up.builders import SMALL, a_small_log
from tests.follow_up.lived_in import compared
from tests.imports.logs import row
from tests.plan.lived_in import decided_and_joined
from tests.projects.lived_in import projects_of
from tests.purchasing.lived_in import purchases
from tests.purchasing.shared_costs import investments_of, licences_of
from tests.team.at_a_distance import at_a_distance
from tests.team.lived_in import rotas_of

LONG_AGO = date(2024, 1, 1)
LONG_NAME = "Förvaltningsmyndigheten för gränsöverskridande sjukvårdsinformationsutbyte i Västernorrlands län"
LONG_SUBJECT = (
    "Kartunderlagsinläsningsprogrammet för strandskyddsdispensärenden stannar vid https://karta.example/strandskydd/dispens/underlag/2026"
)


@dataclass
class LivedIn:
    """The cast, and what there is for them to look at."""

    cast: Cast
    now: datetime
    mail: Service
    calendar: Calendar
    version: Version
    months: list[Month]
    settlement: Settlement | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    of_its_own: dict[str, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    @property
    def last_month(self) -> Month:
        return self.months[-1]


def renamed(organization: Organization, name: str) -> None:
    """Give a member a long name; its short name stays short, as short names do."""
    with inside(Walls(frozenset({FEDERATION_ID}), frozenset({FEDERATION_ID}))):
        Organization.objects.filter(pk=organization.pk).update(name=name, name_en="")


def an_agreed_house(cast: Cast) -> LivedIn:
    """Two services that both members take, promised by an agreement that the member has signed."""
    now = timezone.now()
    this = Month.of(now, "Europe/Stockholm")
    mail = a_service("E-post", name_en="E-mail")
    levels = [a_level(mail, "Guld", 2), a_level(cast.desk_service, "Silver", 1)]
    for level in levels:
        for taker in (cast.member, cast.other):
            an_uptake(taker, level, since=LONG_AGO)
    calendar = a_calendar("Kontorstid")
    agreement = an_agreement(cast, "Grundtjänster")
    long_ago = now - timedelta(days=600)
    with everywhere() as samdrift:
        draft = agreeing.start_draft(agreement, from_on=timezone.localdate(long_ago), by=samdrift, at=long_ago)
        agreeing.write_clause(
            draft, "4.1", heading="Tjänsterna", text="Tjänsterna fungerar.", text_en="The services work.", by=samdrift, at=long_ago
        )
        for level in levels:
            place: dict[str, Any] = {"clause": "4.1", "service": level.service, "level": level, "calendar": calendar}
            agreeing.set_target(draft, measure=Measure.AVAILABILITY, share_ppm=998_000, by=samdrift, at=long_ago, **place)
            for priority in (1, 2, 3, 4):
                for measure, hours in ((Measure.RESPONSE, priority), (Measure.RESOLUTION, 8 * priority)):
                    timed: dict[str, Any] = {"priority": priority, "within_seconds": hours * 3600, "share_ppm": 950_000}
                    agreeing.set_target(draft, measure=measure, by=samdrift, at=long_ago, **timed, **place)
        version = agreeing.offer_version(draft, by=samdrift, at=long_ago)
    _signed(cast, version, long_ago)
    return LivedIn(cast, now, mail, calendar, version, [this.previous().previous(), this.previous()])


def a_proposal(cast: Cast, version: Version, taker: Organization, *, at: datetime) -> Adoption:
    with everywhere() as samdrift:
        levels = {service: offered[0] for service, offered in levels_offered(version).items()}
        return agreeing.propose_adoption(version, taker, levels=levels, from_on=version.from_on, by=samdrift, at=at)


def sign(adoption: Adoption, by: Actor, *, at: datetime) -> None:
    with inside(by.walls):
        agreeing.sign_adoption(adoption, by=by, at=at)


def _signed(cast: Cast, version: Version, at: datetime) -> Adoption:
    adoption = a_proposal(cast, version, cast.member, at=at)
    sign(adoption, cast.actor("sten"), at=at)
    sign(adoption, cast.actor("karin"), at=at + timedelta(minutes=1))
    return adoption


def weekday_before(now: datetime, days: int, hour: int = 9) -> datetime:
    """A weekday at an hour in the zone of the house, some days back."""
    on = timezone.localdate(now) - timedelta(days=days)
    on -= timedelta(days=max(0, on.weekday() - 4))
    return datetime.combine(on, time(hour), tzinfo=timezone.get_default_timezone())


def in_month(month: Month, day: int, hour: int = 10) -> datetime:
    """A weekday of a month, the 3rd or later: a day of a weekend is moved to the Friday before."""
    on = month.starts_on + timedelta(days=day - 1)
    on -= timedelta(days=max(0, on.weekday() - 4))
    return datetime.combine(on, time(hour), tzinfo=timezone.get_default_timezone())


def some_economy(house: LivedIn, *, by: Actor) -> None:
    """Pools and keys: e-mail by employees, the desk by the tickets reported in the month."""
    cast = house.cast
    a_headcount(cast.member, 30, year=2023)
    a_headcount(cast.other, 11, year=2023)
    with inside(by.walls):
        settling.add_pool(cast.unit, "POST", "E-post och samarbete", house.mail, name_en="E-mail and collaboration", by=by, at=house.now)
        settling.add_pool(cast.unit, "DESK", "Servicedesk", cast.desk_service, name_en="Service desk", by=by, at=house.now)
        for service, kind in ((house.mail, "headcount"), (cast.desk_service, "tickets")):
            settling.decide_key(
                service,
                kind,
                from_month=Month.of(house.now - timedelta(days=500), "Europe/Stockholm"),
                decided_on=LONG_AGO,
                decided_by="Samverkansrådet",
                by=by,
                at=house.now,
            )


def costs_of(month: Month, post: str = "1 000,01") -> str:
    day = f"{month}-05"
    return (
        "voucher;booked_on;pool;amount;text;credits\n"
        f"L-{month};{day};POST;{post};Licenser;\nD-{month};{day};DESK;300,00;Löner;\nE-{month};{day};DESK;-50,00;Rabatt;D-{month}\n"
    )


def settled(house: LivedIn, month: Month, *, by: Actor, post: str = "1 000,01", closed: bool = True) -> Settlement:
    with inside(by.walls):
        settling.import_costs(house.cast.unit, month, costs_of(month, post).encode(), by=by, at=house.now)
        settlement = settling.send_settlement(house.cast.unit, month, by=by, at=house.now)
        if closed:
            settling.close_month(house.cast.unit, month, by=by, at=house.now)
    return settlement


def a_lived_in_house(cast: Cast, folder: Path) -> LivedIn:
    """Everything at once. `parameters` say what each parameter of an address stands for, `of_its_own` where a page wants another one."""
    house = an_agreed_house(cast)
    renamed(cast.member, LONG_NAME)
    tickets = _tickets(house)
    ulla = cast.actor("ulla")
    some_economy(house, by=ulla)
    settled(house, house.months[0], by=ulla, post="900,00")
    house.settlement = settled(house, house.months[1], by=ulla)
    log = a_small_log(folder, [*SMALL, row("INC9", opened_at="yesterday")])
    with everywhere() as samdrift:
        DemoMark.objects.create(federation="counties", seed=1, built_at=house.now)
        set_manager(cast.function, cast.employee("elin"), by=samdrift, at=house.now)
        post = add_post(cast.function, "Handläggare", site=cast.site, from_on=LONG_AGO, by=samdrift, at=house.now)
        add_post(
            cast.function,
            "Incidentkoordinator för verksamhetskritiska ärendehanteringssystem",
            site=cast.site,
            from_on=LONG_AGO,
            share_percent=60,
            employee=cast.employee("elin"),
            by=samdrift,
            at=house.now,
        )
        _drafted(house, samdrift)
        calendar_version = house.calendar.versions.get()
        run = ImportRun.objects.get()
        in_force = Adoption.objects.get(version=house.version).pk
        proposal = a_proposal(cast, _offered(house, samdrift), cast.member, at=house.now)
        a_proposal(cast, house.version, cast.other, at=house.now)
        draft_parts = {
            "clause_id": DraftClause.objects.get().pk,
            "target_id": DraftTarget.objects.first().pk,  # type: ignore[union-attr]
        }
        by_tickets = SettlementLine.objects.get(owner=cast.member, settlement=house.settlement, pool__service=cast.desk_service)
        for other in (cast.member, cast.other):
            a_headcount(other, 12_345, year=2022)
        uptake = Uptake.objects.get(owner=cast.member, service=house.mail)
        variant = _graded(house, uptake, samdrift)
    outages = _outages(house)
    methods = _methods(cast)
    projects = projects_of(cast, house.now)
    deviations, of_deviations = deviations_of(cast, in_force, house.last_month, house.now)
    house.parameters = {
        **a_landscape(cast, house.mail),
        "organization_id": cast.member.pk,
        "member_id": cast.member.pk,
        "owner_id": cast.member.pk,
        "person_id": cast.person("anna").pk,
        "seat_id": cast.actor("anna").seat_id,
        "calendar_id": house.calendar.pk,
        "calendar_version_id": calendar_version.pk,
        "function_id": cast.function.pk,
        "employee_id": cast.employee("elin").pk,
        "post_id": post.pk,
        "service_id": house.mail.pk,
        "uptake_id": uptake.pk,
        "level_id": uptake.level_id,
        "variant_id": variant.pk,
        "kind": "csv",
        "agreement_id": house.version.agreement_id,
        "version_id": house.version.pk,
        "taker_id": cast.member.pk,
        "adoption_id": proposal.pk,
        "ticket_id": tickets[0].pk,
        "run_id": run.pk,
        "month": str(house.last_month),
        "settlement_id": house.settlement.pk,
        "line_id": by_tickets.pk,
        **draft_parts,
        **outages,
        **licences_of(cast, house.now),
        **purchases(cast, house.now),
        **investments_of(cast, house.months[0], house.now),
        **methods,
        **projects,
        **decided_and_joined(cast, house.now),
        **rotas_of(cast, house.now),
        **at_a_distance(cast, house.mail, house.now),
        **compared(cast, house.now, house.mail),
        **deviations,
    }
    house.of_its_own = {"end_adoption": {"adoption_id": in_force}, "send_on_to_person": {"person_id": cast.person("bo").pk}}
    house.of_its_own |= of_deviations
    house.queries = {
        "bill": "?row=all",
        "licence_pool": f"?row={cast.member.pk}",
        "target_tickets": f"?agreement={log.pk}&priority=3&clock=resolved&outcome=met",
    }
    return house


def _offered(house: LivedIn, samdrift: Actor) -> Version:
    """Another agreement, on a service that nobody is covered for yet."""
    phones = a_service("Telefoni", name_en="Telephony")
    level = a_level(phones, "Brons", 1)
    an_uptake(house.cast.member, level, since=LONG_AGO)
    draft = agreeing.start_draft(
        an_agreement(house.cast, "Tilläggstjänster"), from_on=house.last_month.next().next().starts_on, by=samdrift, at=house.now
    )
    agreeing.write_clause(draft, "1", heading="Telefoni", text="Det går att ringa.", by=samdrift, at=house.now)
    place: dict[str, Any] = {"clause": "1", "service": phones, "level": level, "calendar": house.calendar}
    agreeing.set_target(draft, measure=Measure.AVAILABILITY, share_ppm=990_000, by=samdrift, at=house.now, **place)
    return agreeing.offer_version(draft, by=samdrift, at=house.now)


def _graded(house: LivedIn, uptake: Uptake, samdrift: Actor) -> Variant:
    """A level with grades and a price, a need that rides and one that is not met, and a variant overdue for review."""
    cast, said = house.cast, {"by": samdrift, "at": house.now}
    today = timezone.localdate(house.now)
    review_on = today + timedelta(days=400)
    grading.grade_level(uptake.level, Grades(2, 2, 3), **said)  # type: ignore[arg-type]
    grading.set_price(uptake.level, 12_345_67, Price.Per.EMPLOYEE, from_on=LONG_AGO, **said)  # type: ignore[arg-type]
    for taker, service, grades in (
        (cast.member, house.mail, Grades(1, 2, 2)),
        (cast.other, house.mail, Grades(2, 2, 3)),
        (cast.other, cast.desk_service, Grades(1, 1, 1)),
    ):
        grading.state_requirement(taker, service, grades, reason=LONG_SUBJECT, review_on=review_on, on=today, **said)  # type: ignore[arg-type]
    facts = {"price_minor": 98_765_43, "review_on": today - timedelta(days=3), "from_on": LONG_AGO, "keeper": cast.person("carin")}
    return grading.add_variant(cast.member, house.mail, LONG_SUBJECT, on=LONG_AGO, **facts, **said)  # type: ignore[arg-type]


def _methods(cast: Cast) -> dict[str, int]:
    """A method in two versions that is used and varied, with suggestions that wait, are answered and are shown to everybody."""
    method = a_method(cast, LONG_SUBJECT[:120], text=f"{LONG_SUBJECT}\n{LONG_NAME}\nÖppna", purpose=LONG_SUBJECT[:200])
    the_next_version(method, f"{LONG_NAME}\nÖppna\nStäng", LONG_SUBJECT[:400], text_en="Open\nClose")
    for member in (cast.member, cast.other):
        uses(member, method)
        does_otherwise(member, method, f"{LONG_NAME * 3}\nStäng")
    for publish in (True, False):
        suggestion, by = a_suggestion(cast, method, LONG_SUBJECT), cast.actor("elin")
        with inside(by.walls):
            answer_suggestion(suggestion, LONG_SUBJECT, publish=publish, by=by, at=NOW)
    return {"method_id": method.pk, "version_number": 2, "suggestion_id": a_suggestion(cast, method, LONG_SUBJECT * 2).pk}


def _drafted(house: LivedIn, samdrift: Actor) -> None:
    """The next version, begun."""
    level = house.version.targets.select_related("level").filter(service=house.mail)[0].level
    draft = agreeing.start_draft(house.version.agreement, from_on=house.last_month.next().next().starts_on, by=samdrift, at=house.now)
    clause = DraftClause.objects.get(draft=draft)
    agreeing.write_clause(draft, "4.1", heading="Tjänsterna", text="Tjänsterna fungerar alltid.", clause=clause, by=samdrift, at=house.now)
    agreeing.set_target(
        draft,
        clause="4.1",
        service=house.mail,
        level=level,
        measure=Measure.AVAILABILITY,
        share_ppm=999_000,
        calendar=house.calendar,
        by=samdrift,
        at=house.now,
    )


def _tickets(house: LivedIn) -> list[Ticket]:
    """One with everything in its conversation, one of a long name, and enough for a second page."""
    cast, now = house.cast, house.now
    anna, elin = cast.person("anna"), cast.actor("elin")
    talked = a_ticket(anna, "Skrivaren på plan 3 står still igen.", at=weekday_before(now, 3))
    steps = [talked.reported_at + timedelta(minutes=n) for n in (5, 20, 25, 90)]
    with inside(elin.walls):
        desk.take_ticket(talked, by=elin, at=steps[0])
        desk.sort_ticket(talked, service=house.mail, priority=2, by=elin, at=steps[1])
        desk.add_note(talked, "Samma skrivare som i förra veckan.", by=elin, at=steps[2])
        desk.answer_ticket(talked, "Vad står det på displayen?", by=elin, at=steps[3], then="waiting")
    longest = a_person(cast.member, "Marie-Louise von Österreich-Västergötlandsson af Ädelstråhle")
    a_ticket(longest, LONG_SUBJECT, at=weekday_before(now, 1))
    for n in range(54):
        a_ticket(anna, f"E-posten går inte ut från avdelning {n}.", at=weekday_before(now, n % 20, 8 + n % 8))
    for month in house.months:
        for day in (3, 10, 17):
            old = a_ticket(anna, "Jag kommer inte in.", at=in_month(month, day))
            with inside(elin.walls):
                desk.answer_ticket(old, "Nu ska det gå.", by=elin, at=in_month(month, day, 11), then="resolved")
                desk.close_ticket(old, by=elin, at=in_month(month, day, 12))
    a_ticket(cast.person("bo"), "Skärmen flimrar.", at=in_month(house.months[0], 4))
    a_ticket(cast.person("bo"), "Skärmen flimrar igen.", at=in_month(house.months[1], 4))
    return [talked]


def _outages(house: LivedIn) -> dict[str, Any]:
    with everywhere() as samdrift:
        said = {"text": "Ett fel i en växel.", "text_en": "A fault in a switch.", "by": samdrift}
        for month, day in ((house.months[0], 8), (house.months[1], 14), (house.months[1], 15)):
            report_outage(house.mail, start_at=in_month(month, day, 9), end_at=in_month(month, day, 11), at=house.now, **said)  # type: ignore[arg-type]
        begun = report_outage(house.mail, start_at=house.now - timedelta(hours=2), at=house.now, **said)  # type: ignore[arg-type]
        tomorrow = house.now + timedelta(days=1)
        window = announce_maintenance(house.mail, start_at=tomorrow, end_at=tomorrow + timedelta(hours=3), at=house.now, **said)  # type: ignore[arg-type]
    return {"outage_id": begun.pk, "window_id": window.pk}
