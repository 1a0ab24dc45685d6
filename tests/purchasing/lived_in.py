"""Purchasing that has been lived in: long names, a contract that runs out early, needs and a procurement on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.calloffs import Order, call_off, deliver
from samdrift.run.purchasing.actions.contracts import Terms, add_contract, renew_contract
from samdrift.run.purchasing.actions.needs import Wish, send_need, state_need
from samdrift.run.purchasing.actions.procurements import award, invite_tenders, start_procurement
from samdrift.run.purchasing.actions.suppliers import add_supplier
from tests.builders import Cast, everywhere
from tests.purchasing.past_builders import CARE, HAVSVERKET, LANSVERKET, a_row, a_workbook, number_members, read_in, values

LONG = "Skogsvårdsorganisationsutvecklingskonsulter inom markskötsel, naturvårdsbränning och strandskyddsdispensärendehantering"


def purchases(cast: Cast, now: datetime) -> dict[str, Any]:
    """This will make it all and return what the parameters of its addresses stand for."""
    today = timezone.localdate(now)
    with everywhere() as by:
        said: dict[str, Any] = {"by": by, "at": now}
        supplier = add_supplier(f"{LONG[:100]} AB", short_name="Skogskonsulterna", number="556036-0793", **said)
        wish = Wish(LONG, 12_345, 98_765_432_10, today + timedelta(days=90))
        need = state_need(cast.member, replace(wish, what="Båtar"), **said)
        sent = [send_need(state_need(owner, wish, **said), **said) for owner in (cast.member, cast.other)]
        send_need(state_need(cast.other, replace(wish, what="Snöskotrar"), **said), **said)
        open_one = start_procurement(LONG, "77200000", needs=sent, **said)
        decided = start_procurement("Datorer", "30213000", needs=[_another(cast.member, wish, said)], **said)
        closes_on = today - timedelta(days=30)
        invite_tenders(decided, advertised_on=closes_on - timedelta(days=35), closes_on=closes_on, **said)
        made = award(decided, supplier, 9_876_543_21, decided_on=closes_on, registry_number="205-12345-2026", **said)
        terms = Terms(
            supplier=supplier,
            reference="2026-0412",
            name=LONG[:118],
            ceiling_minor=98_765_432_10,
            starts_on=today - timedelta(days=200),
            ends_on=today + timedelta(days=100),
            notice_days=180,
            renewals_most=3,
            renewal_months=12,
        )
        contract = add_contract(terms, award=made, **said)
        renew_contract(contract, **said)
        add_contract(replace(terms, reference="2026-0413", name="Mobiltelefoner"), **said)
        rows = []
        for number in range(24):
            member = (cast.member, cast.other)[number % 2]
            order = Order(f"2026-0412-{number:03}", today - timedelta(days=number), 3_210_987_65, LONG if number == 2 else "Datorer")
            rows.append(call_off(contract, member, order, **said))
        for row in rows[4:]:
            deliver(row, on=today, amount_minor=None if row.pk % 3 else 0, **said)
    number_members(cast)
    care = [a_row(buyer, f"MT-{n}", cpv=CARE, title=LONG) for n, buyer in enumerate((LANSVERKET, HAVSVERKET, HAVSVERKET))]
    read_in(cast, values([(row, 73_149_990.0) for row in care[:2]]))
    read_in(cast, a_workbook([*care, a_row(LANSVERKET, "A"), a_row(HAVSVERKET, "B")]))
    return {"contract_id": contract.pk, "call_off_id": rows[0].pk, "need_id": need.pk, "procurement_id": open_one.pk}


def _another(member: Organization, wish: Wish, said: dict[str, Any]) -> Any:
    return send_need(state_need(member, replace(wish, what="Datorer"), **said), **said)
