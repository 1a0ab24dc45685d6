"""One of everything that an address can name, belonging to the cast's member where it belongs to a member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.agree.models import Adoption, Agreement, Deviation, Draft, DraftClause, DraftTarget, Version, VersionTally
from samdrift.catalog.models import CapabilitySystem, Component, Dependency, Interface, InterfaceUse, Level, Uptake, Variant
from samdrift.members.models import AgendaItem, Calendar, CalendarRevision, CalendarVersion, Decision, Meeting
from samdrift.plan.models import Baseline, BaselineLine, Joining, OneOffCost
from samdrift.run.availability.models import MaintenanceWindow, Outage, OutageStatement
from samdrift.run.desk.models import ImportRun
from samdrift.run.projects.models import Booking, BookingRequest, FunctionWeek, Milestone, Project, Proposal
from samdrift.run.projects.weeks import weeks_from
from samdrift.run.purchasing.models import (
    Assignment,
    CallOff,
    Contract,
    ContractUse,
    Investment,
    InvestmentShare,
    Need,
    PoolChange,
    PoolTotal,
    PriceList,
    Procurement,
    Product,
    TariffStep,
)
from samdrift.settle.models import PublishedPool, Settlement, SettlementLine
from samdrift.team.models import Function, Leave, Post, Rota, Shift, Skill, SkillHeld
from tests.builders import Cast, a_ticket, everywhere
from tests.catalog.methods_builders import a_method, a_suggestion, does_otherwise
from tests.rows import Rows


def _ahead(days: int | None) -> DateRange:
    """From a while ago, until so many days from now."""
    today = timezone.localdate()
    return DateRange(today - timedelta(days=9), None if days is None else today + timedelta(days=days))


def a_scene(cast: Cast) -> dict[str, Any]:
    """This will make the rows and return what each parameter of an address stands for."""
    ticket = a_ticket(cast.person("anna"))
    method = a_method(cast)
    does_otherwise(cast.member, method, "Öppna")
    suggestion = a_suggestion(cast, method)
    rows = Rows()
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
        level = rows.add(Level, service=cast.desk_service)
        calendar = rows.add(Calendar)
        hours_from = rows.add(CalendarVersion, calendar=calendar)
        rows.add(CalendarRevision, version=hours_from, number=1, zone="Europe/Stockholm")
        uptake = rows.add(Uptake, cast.member.pk, service=cast.desk_service, level=level, during=DateRange(date(2024, 1, 1), None))
        component = rows.add(Component)
        interface = rows.add(Interface, component=component)
        agreement = rows.add(Agreement, provider=cast.unit)
        draft = rows.add(Draft, cast.unit.pk, agreement=agreement)
        version = rows.add(Version, agreement=agreement)
        rows.add(VersionTally, version=version)
        adoption = rows.add(Adoption, cast.member.pk, version=version)
        outage = rows.add(Outage, service=cast.desk_service)
        rows.add(OutageStatement, outage=outage, number=1)
        settlement = rows.add(Settlement, unit=cast.unit, month=date(2026, 10, 1))
        pool = rows.add(PublishedPool, settlement=settlement)
        line = rows.add(SettlementLine, cast.member.pk, settlement=settlement, pool=pool)
        investment = rows.add(Investment)
        rows.add(InvestmentShare, investment=investment, member_id=cast.member.pk)
        product = rows.add(Product)
        rows.add(PoolTotal, product=product, assigned=1)
        rows.add(TariffStep, price_list=rows.add(PriceList, product=product), start=0)
        assignment = rows.add(Assignment, cast.member.pk, product=product)
        rows.add(PoolChange, product=product, on=assignment.from_on, change=1)  # type: ignore[attr-defined]
        contract = rows.add(Contract)
        rows.add(ContractUse, contract=contract, ceiling_minor=2, until_on=date(2030, 1, 1))
        project = rows.add(Project, manager=cast.employee("elin"), started_on=date(2020, 1, 1))
        booking = rows.add(Booking, cast.unit.pk, employee=cast.employee("elin"), member=cast.member, project=project, percent=50)
        for week in weeks_from(booking.from_week, booking.weeks):  # type: ignore[attr-defined]
            rows.add(FunctionWeek, function=cast.function, week=week, percent=50)
        meeting = rows.add(Meeting)
        item = rows.add(AgendaItem, meeting=meeting)
        joining = rows.add(Joining, cast.member.pk)
        waits = rows.add(Rota, cast.unit.pk, function=cast.function)
        skill = rows.add(Skill, cast.unit.pk)
        baseline = rows.add(Baseline, cast.member.pk, year=2018)
        return {
            "meeting_id": meeting.pk,
            "item_id": item.pk,
            "decision_id": rows.add(Decision).pk,
            "what": "decisions",
            "joining_id": joining.pk,
            "cost_id": rows.add(OneOffCost, cast.member.pk, joining=joining).pk,
            "gate": "signed",
            "baseline_id": baseline.pk,
            "baseline_line_id": rows.add(BaselineLine, cast.member.pk, baseline=baseline).pk,
            "organization_id": cast.member.pk,
            "member_id": cast.member.pk,
            "owner_id": cast.member.pk,
            "person_id": cast.person("anna").pk,
            "seat_id": cast.actor("anna").seat_id,
            "calendar_id": calendar.pk,
            "calendar_version_id": hours_from.pk,
            "function_id": cast.function.pk,
            "employee_id": cast.employee("elin").pk,
            "leave_id": rows.add(Leave, cast.unit.pk, employee=cast.employee("elin"), during=_ahead(10)).pk,
            "skill_id": skill.pk,
            "held_id": rows.add(SkillHeld, cast.unit.pk, employee=cast.employee("elin"), skill=skill, during=_ahead(None)).pk,
            "post_id": rows.add(Post, cast.unit.pk).pk,
            "rota_id": waits.pk,
            "shift_id": rows.add(Shift, cast.unit.pk, rota=waits, employee=cast.employee("elin")).pk,
            "service_id": cast.desk_service.pk,
            "uptake_id": uptake.pk,
            "level_id": level.pk,
            "variant_id": rows.add(Variant, cast.member.pk).pk,
            "component_id": component.pk,
            "part": f"component-{component.pk}",
            "dependency_id": rows.add(Dependency, service=cast.desk_service, on_component=component).pk,
            "interface_id": interface.pk,
            "use_id": rows.add(InterfaceUse, interface=interface, service=cast.desk_service).pk,
            "system_id": rows.add(CapabilitySystem, cast.member.pk, yearly_minor=12_000_00).pk,
            "kind": "csv",
            "method_id": method.pk,
            "version_number": 1,
            "suggestion_id": suggestion.pk,
            "agreement_id": agreement.pk,
            "clause_id": rows.add(DraftClause, cast.unit.pk, draft=draft).pk,
            "target_id": rows.add(DraftTarget, cast.unit.pk, draft=draft).pk,
            "version_id": version.pk,
            "taker_id": cast.member.pk,
            "adoption_id": adoption.pk,
            "deviation_id": rows.add(Deviation, cast.member.pk, adoption=adoption, service=cast.desk_service).pk,
            "outage_id": outage.pk,
            "window_id": rows.add(MaintenanceWindow, service=cast.desk_service).pk,
            "ticket_id": ticket.pk,
            "run_id": rows.add(ImportRun).pk,
            "contract_id": contract.pk,
            "call_off_id": rows.add(CallOff, cast.member.pk, contract=contract).pk,
            "need_id": rows.add(Need, cast.member.pk).pk,
            "procurement_id": rows.add(Procurement, cpv="72000000").pk,
            "proposal_id": rows.add(Proposal).pk,
            "project_id": project.pk,
            "milestone_id": rows.add(Milestone, project=project).pk,
            "booking_id": booking.pk,
            "request_id": rows.add(BookingRequest, cast.member.pk).pk,
            "year": 2026,
            "month": "2026-10",
            "settlement_id": settlement.pk,
            "line_id": line.pk,
            "product_id": product.pk,
            "assignment_id": assignment.pk,
            "investment_id": investment.pk,
        }
