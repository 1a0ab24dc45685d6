"""Framework agreements and what members called off, needs and joint procurements, and what was bought one by one before. Synthetic."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.config.demo.demo import moment
from samdrift.core.access import Actor, Role
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.calloffs import Order, call_off, deliver
from samdrift.run.purchasing.actions.contracts import Terms, add_contract, renew_contract
from samdrift.run.purchasing.actions.needs import Wish, send_need, state_need
from samdrift.run.purchasing.actions.past import import_procurements_file
from samdrift.run.purchasing.actions.procurements import award, invite_tenders, start_procurement
from samdrift.run.purchasing.actions.suppliers import add_supplier
from samdrift.run.purchasing.ceilings import months_later
from samdrift.run.purchasing.models import Award, Contract, ContractUse, PublishedNeed
from samdrift.run.purchasing.past_files import mapping_named

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

Contacts = list[tuple[Organization, Actor]]
KRONA = 100
YEARS_AGO = 2
FIRST_YEAR_DAYS = 365


def build(demo: Demo) -> None:
    """This will let members state needs, the unit procure what they ask for, and members call off from what was agreed."""
    demo.tell("Contracts, needs and call-offs ...")
    plan, buyer, contacts = demo.plan["contracts"], demo.actor(demo.unit, Role.STAFF), _contacts(demo)
    suppliers = {row["short_name"]: _supplier(row, buyer, demo) for row in plan["suppliers"]}
    awards = _procure(demo, plan, suppliers, contacts, buyer)
    for row in plan["contracts"]:
        contract = _contract(demo, row, suppliers[row["supplier"]], awards.get(row.get("procurement", "")), buyer)
        _call_offs(demo, contract, row, contacts)
    if "past" in plan:
        _past(demo, plan["past"], plan["past_file"])


def _contacts(demo: Demo) -> Contacts:
    """Every member with its contact, who states needs and calls off."""
    return [(member, demo.actor(member, Role.CONTACT)) for member in demo.members.values()]


def _today(demo: Demo) -> date:
    return timezone.localdate(demo.at)


def _ago(demo: Demo, months: int) -> date:
    return months_later(_today(demo).replace(day=1), -months)


def _supplier(row: dict[str, str], buyer: Actor, demo: Demo) -> Organization:
    return add_supplier(row["name"], short_name=row["short_name"], number="", by=buyer, at=demo.at)


def _procure(demo: Demo, plan: dict[str, Any], suppliers: dict[str, Organization], contacts: Contacts, buyer: Actor) -> dict[str, Award]:
    """The needs that members sent in, and the procurements that they became, each as far as it has come; the awards by title."""
    begun = {row["title"]: moment(_ago(demo, row["begun"]) + timedelta(days=12), 10) for row in plan["procurements"]}
    asked: dict[str, list[PublishedNeed]] = {}
    for row in plan["needs"]:
        at = begun.get(row.get("procurement", ""), demo.at) - timedelta(days=3)
        asked.setdefault(row.get("procurement", ""), []).extend(_needs(demo, row, contacts, at))
    awards = {}
    for row in plan["procurements"]:
        at = begun[row["title"]]
        procurement = start_procurement(row["title"], row["cpv"], needs=asked[row["title"]], by=buyer, at=at)
        if "advertised" in row:
            on = _ago(demo, row["advertised"])
            invite_tenders(procurement, advertised_on=on, closes_on=on + timedelta(days=35), by=buyer, at=moment(on, 10))
        if "awarded" in row:
            on = _ago(demo, row["awarded"])
            supplier, value = suppliers[row["supplier"]], row["value"] * KRONA
            awards[row["title"]] = award(
                procurement, supplier, value, decided_on=on, registry_number=row["registry_number"], by=buyer, at=moment(on, 14)
            )
    return awards


def _needs(demo: Demo, row: dict[str, Any], contacts: Contacts, at: datetime) -> list[PublishedNeed]:
    sent = []
    for member, contact in demo.draw.sample(contacts, row["members"]):
        quantity = demo.draw.randint(*row["quantity"])
        wanted_by = months_later(timezone.localdate(at).replace(day=1), demo.draw.randint(4, 9))
        estimate = row["estimate"] * KRONA * (1 if row["quantity"] == [1, 1] else quantity)
        estimate = estimate // 100 if row["quantity"][1] >= 100 else estimate  # hours, not things
        need = state_need(member, Wish(row["what"], quantity, estimate, wanted_by, row.get("cpv", "")), by=contact, at=at)
        if row.get("sent", True):
            sent.append(send_need(need, by=contact, at=at + timedelta(hours=1)))
    return sent


def _contract(demo: Demo, row: dict[str, Any], supplier: Organization, awarded: Award | None, buyer: Actor) -> Contract:
    starts_on = _ago(demo, row["begins"])
    terms = Terms(
        supplier=supplier,
        reference=row["reference"],
        name=row["name"],
        name_en=row["name_en"],
        ceiling_minor=row["ceiling"] * KRONA,
        starts_on=starts_on,
        ends_on=months_later(starts_on, row["runs"]) - timedelta(days=1),
        notice_days=row["notice_days"],
        renewals_most=row["renewals"],
        renewal_months=row["renewal_months"],
    )
    contract = add_contract(terms, award=awarded, by=buyer, at=moment(starts_on - timedelta(days=20), 10))
    until_on = contract.ends_on
    for _number in range(row["renewed"]):
        until_on = renew_contract(contract, by=buyer, at=moment(until_on - timedelta(days=row["notice_days"] + 14), 10)).until_on
    return contract


def _call_offs(demo: Demo, contract: Contract, row: dict[str, Any], contacts: Contacts) -> None:
    """Spread over the days of the contract, each delivered some weeks later where that day has come; every ninth came to a little less."""
    draw = demo.draw
    weights = [draw.lognormvariate(0, 0.6) for _number in range(row["call_offs"])]
    in_all = row["ceiling"] * row["uses"] / sum(weights)
    last_on = min(ContractUse.objects.get(contract=contract).until_on, _today(demo) - timedelta(days=1))
    days = (last_on - contract.starts_on).days
    for number, (after, weight) in enumerate(sorted((draw.randint(0, days), weight) for weight in weights), start=1):
        member, contact = draw.choice(contacts)
        on = contract.starts_on + timedelta(days=after)
        kronor = max(1, round(weight * in_all / 100)) * 100
        order = Order(f"{contract.reference}-{number:03}", on, kronor * KRONA, draw.choice(row["what"]))
        made = call_off(contract, member, order, by=contact, at=moment(on, 11))
        came_on = on + timedelta(days=draw.randint(10, 60))
        if came_on < _today(demo):
            amount = made.amount_minor * 95 // 100 if number % 9 == 0 else None
            deliver(made, on=came_on, amount_minor=amount, by=contact, at=moment(came_on, 11))


def _past(demo: Demo, plan: list[dict[str, Any]], file: dict[str, Any]) -> None:
    """A file as the statistics database would have it, and marked as made up."""
    mapping = replace(mapping_named(file["mapping"]), credit=file["credit"], url="", license="", is_synthetic=True)
    out = io.StringIO()
    columns = [*mapping.columns.values(), mapping.cpv_names[0]]
    writer = csv.DictWriter(out, columns, delimiter=";", restval="")
    writer.writeheader()
    year = demo.at.year - YEARS_AGO
    names = dict(mapping.columns)
    for row in plan:
        for member in demo.draw.sample(list(demo.members.values()), row["members"]):
            published = date(year, 1, 1) + timedelta(days=demo.draw.randrange(FIRST_YEAR_DAYS))
            said = {
                "buyer": member.number,
                "number": f"{file['number']}-{demo.draw.randrange(10**6):06}",
                "title": f"{row['title']} {member.short_name}",
                "published": published.isoformat(),
                "year": str(year),
                "cpv": row["cpv"],
                "agreement": demo.draw.choice(file["agreements"]),
                "coordinated": "False",
                "value": str(demo.draw.randrange(100, 2_000) * 1_000) if demo.draw.random() < 0.5 else "",
            }
            writer.writerow({**{names[name]: value for name, value in said.items()}, mapping.cpv_names[0]: row["division"]})
    director = demo.actor(demo.unit, Role.DIRECTOR)
    import_procurements_file(file["name"], out.getvalue().encode(), mapping=mapping, by=director, at=demo.at)
