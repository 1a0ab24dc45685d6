"""The demo federation: what it holds when it is built, that it follows from its facts, and that it is the same every time."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Count, F
from django.test import Client
from django.utils import timezone

from samdrift.agree.chain import Verdict as Carries
from samdrift.agree.deviating import Stage
from samdrift.agree.models import Adoption, Version, VersionTally
from samdrift.agree.queries import GapKind, cases, chain_links, deviations_read_by, gaps
from samdrift.catalog.models import Level, Price
from samdrift.catalog.queries import all_standing, candidates, counted, coverage, published_costs, retired_and_used, variants
from samdrift.catalog.queries.cover import Carried, lost_with_sites, services_by_cover
from samdrift.catalog.queries.methods import methods_found, suggestions_waiting
from samdrift.config.checks import differences
from samdrift.config.demo.build import build
from samdrift.config.demo.cast import people_to_be
from samdrift.config.demo.federation import FEDERATIONS, federations, headcounts, plan_of
from samdrift.core.access import IN_PUBLIC, Role, inside
from samdrift.core.models import Account, DemoMark
from samdrift.engines.period import Month
from samdrift.follow_up.models import PublishedBenefit, PublishedSpread
from samdrift.follow_up.pay import Verdict
from samdrift.follow_up.queries.pay import pay_of_all
from samdrift.members.models import Decision, Headcount, Organization, Site
from samdrift.members.queries import system_actor
from samdrift.members.queries.decisions import late_decisions, who_decides
from samdrift.plan.gates import NEEDS
from samdrift.plan.queries.joining import joinings_standing
from samdrift.run.availability.models import MaintenanceWindow, Outage
from samdrift.run.desk.models import Note, Promise, Ticket
from samdrift.run.projects.models import BackingWithdrawal, FundingChange, Milestone
from samdrift.run.purchasing.models import InvestmentDisposal
from samdrift.settle.models import AllocationKey, Closure, CostEntry, Settlement, SettlementLine
from samdrift.settle.queries import project_charges_of
from samdrift.team.models import Function, Post
from samdrift.team.queries import figures_as_shown, skills_without_cover, week_cover
from samdrift.team.queries.rotas import broken_rules, on_call
from samdrift.team.weeks import monday_of, weeks_from

AT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
TICKETS = 300  # a month


def built(at: datetime = AT, *, federation: str = "counties") -> None:
    build(federation, at=at, tell=lambda words: None)


def holds_what_its_folder_says(federation: str) -> None:
    """Whatever the federation: as many of each as its files say, signed as they say, and figures that follow from the facts."""
    plan = plan_of(federation, on=AT.date())
    members, unsigned = len(plan["members"]), len(plan["agreement"]["next"]["unsigned"])
    with inside(IN_PUBLIC):
        everyone = system_actor().walls
    with inside(everyone):
        assert Organization.objects.filter(kind=Organization.Kind.MEMBER).count() == members
        assert {(headcount.organization.short_name, headcount.year): headcount.employees for headcount in Headcount.objects.all()} == {
            (row["short_name"], year): employees for row in plan["members"] for year, employees in headcounts(row).items()
        }
        assert Post.objects.filter(employee=None).count() == sum(len(function.get("vacant", ())) for function in plan["functions"])
        assert {function.host.short_name for function in Function.objects.select_related("host")} == {plan["unit"]["host"]}
        first = VersionTally.objects.get(version__agreement__kind="ola", version__number=1)
        assert (first.offered, first.adopted) == (members, members)
        assert 0 < VersionTally.objects.get(version__agreement__kind="ola", version__number=2).adopted <= members - unsigned
        assert {level.name for level in Level.objects.all()} == set(plan["agreement"]["levels"])
        assert {key.kind for key in AllocationKey.objects.exclude(service__name__in=[p["name"] for p in plan["licences"]["products"]])} >= {
            service["key"] for service in plan["services"]
        }
        assert CostEntry.objects.values("month").distinct().count() == Settlement.objects.count() == plan["months_of_costs"]
        assert Closure.objects.count() == plan["months_of_costs"] - 1
        assert differences() == []
    assert DemoMark.objects.get().federation == Path(federation).name
    assert not any(account.has_usable_password() for account in Account.objects.all())
    roles = {role for _organization, some in people_to_be() for one in some if (role := one.what)}
    assert {str(role.label) for role in Role if role not in (Role.SYSTEM, Role.STAFF)} <= roles


@pytest.mark.django_db
def test_a_federation_of_universities_is_built_from_its_files_alone() -> None:
    told: list[str] = []
    build("universities", at=AT, tell=told.append)
    assert not [words for words in told if words.startswith("No ")]
    holds_what_its_folder_says("universities")
    assert Site.objects.exclude(latitude=None).count() == 0
    chosen = Client(headers={"accept-language": "en", "host": "localhost"}).get("/demo/").content.decode()
    assert "All of it is made up: universities, places, people, tickets and amounts." in chosen


@pytest.fixture
def with_fewer_tickets(tmp_path: Path) -> str:
    """The boards' folder with a fifth of the tickets, so that the five minutes are not the demo's alone."""
    folder = shutil.copytree(FEDERATIONS / "counties", tmp_path / "boards")
    first = folder / "federation.toml"
    first.write_text(first.read_text().replace("tickets_a_month = 1500", f"tickets_a_month = {TICKETS}"))
    return str(folder)


@pytest.mark.django_db
def test_the_demo_holds_a_year_of_a_joint_unit(with_fewer_tickets: str) -> None:
    built(federation=with_fewer_tickets)
    holds_what_its_folder_says(with_fewer_tickets)
    with inside(IN_PUBLIC):
        everyone = system_actor().walls
    with inside(everyone):
        members = Organization.objects.filter(kind=Organization.Kind.MEMBER)
        assert members.count() == 21
        assert sum(Headcount.objects.filter(year=2025).values_list("employees", flat=True)) == 6439
        assert Function.objects.exclude(manager=None).values("manager__site").distinct().count() > 3
        assert Post.objects.filter(employee=None).count() == 2

        # The agreement in force is signed by all, the next one by some; two uses are not promised what they should be
        with_members = VersionTally.objects.filter(version__agreement__kind="ola").order_by("version__number")
        assert list(with_members.values_list("version__number", "offered", "adopted")) == [(1, 21, 21), (2, 21, 7)]
        assert Adoption.objects.filter(state=Adoption.State.PROPOSED).count() == 14
        assert Counter(gap.kind for gap in gaps(on=timezone.localdate(AT))) == {GapKind.NOTHING: 1, GapKind.OTHER_LEVEL: 1}

        # Functions, a supplier and a customer have agreed; months that fell short stand at every stage, some of them late and raised
        assert Adoption.objects.exclude(version__agreement__kind="ola").filter(state=Adoption.State.SIGNED).count() == 4
        fell_short = cases(deviations_read_by(system_actor()), on=timezone.localdate(AT))
        assert {case.stage for case in fell_short} == set(Stage)
        assert {case.raised_to.to for case in fell_short if case.raised_to and case.is_overdue} == {"council", "heads"}
        assert {link.verdict for link in chain_links(on=timezone.localdate(AT))} == set(Carries)

        # Every way in which a need can stand is there to be looked at; two variants should have been looked at again
        assert all(counted(coverage(on=timezone.localdate(AT)).values()).values())
        assert [variant.review_on < timezone.localdate(AT) for variant in variants(on=timezone.localdate(AT))].count(True) == 2

        # One room carries nearly everything; an interface is retired and used all the same; own systems could be shared
        assert max(stood.services for stood in all_standing()) == 9
        assert retired_and_used(on=timezone.localdate(AT)) == 1
        assert [one.members > 7 for one in candidates()] == [True] * 6
        assert {cost.yearly_minor > 0 for cost in published_costs()} == {True}

        # Two services that one person carries, a skill that nobody covers this week, one who acts, a week whose figures may be told
        cover = week_cover(monday_of(timezone.localdate(AT)))
        assert Counter(one.carried for one in services_by_cover(cover))[Carried.ONE] == 2
        assert skills_without_cover(cover, list(Function.objects.all()))
        assert lost_with_sites(cover)
        assert Post.objects.exclude(acting_for=None).count() == 1
        assert any(week.rows and week.hidden for week in figures_as_shown(cover.skills[0].owner_id).values())

        # Whom one calls at night; one function departs from the weekly rest as agreed, and nothing else is against the rules
        assert sum(len(shifts) for shifts in on_call(datetime(2026, 11, 25, 17, 30, tzinfo=UTC)).values()) == 3
        weeks = weeks_from(monday_of(timezone.localdate(AT)), 8)
        broken = [one for function in Function.objects.all() for week in weeks for one in broken_rules(function, week)]
        assert {(one.rule, one.departure is not None) for one in broken} == {("weekly_rest", True)}

        # Methods in both languages, some overdue for review; one varied, and suggestions that wait
        methods = list(methods_found(on=timezone.localdate(AT)))
        assert len(methods) == 12
        assert sum(method.review_on <= timezone.localdate(AT) for method in methods) == 2
        assert sum(suggestions_waiting().values()) == 2
        assert len(list(methods_found("backup", on=timezone.localdate(AT)))) == 1

        # Three whole months of about as many tickets as are asked for and the month that runs, every one with a promise, most of them kept
        months = Counter(f"{timezone.localtime(ticket.reported_at):%Y-%m}" for ticket in Ticket.objects.all())
        assert sorted(months) == ["2026-08", "2026-09", "2026-10", "2026-11"]
        assert all(0.8 * TICKETS < number < 1.2 * TICKETS for number in months.values())
        assert not Ticket.objects.exclude(pk__in=Promise.objects.values("ticket")).exists()
        resolved = Promise.objects.filter(measure="resolution", replaced_at=None).exclude(met_at=None)
        assert 0.85 < resolved.filter(met_at__lte=F("due_at")).count() / resolved.count() < 0.97

        # Two years of decisions: one is late, one replaced, and keys, prices and a version rest on them; joinings at every gate
        assert late_decisions(on=timezone.localdate(AT)).count() == 1
        assert Decision.objects.exclude(replaces=None).count() == 1
        assert {one.mandate is not None for one in who_decides(on=timezone.localdate(AT))} == {True}
        numbered = (AllocationKey.objects, Price.objects, Version.objects)
        assert all(rows.exclude(decision=None).exists() for rows in numbered)
        joined = joinings_standing()
        assert len({one.stands.at for one in joined}) > 4
        assert 3 < sum(bool(one.stands.late(timezone.localdate(AT))) for one in joined) < 20
        for one in joined:
            for gate in one.stands.gates:
                needs = [one.stands.of(need).reached_on for need in NEEDS[gate.gate]]
                assert gate.reached_on is None or all(day and day <= gate.reached_on for day in needs)

        # Four investments, one of them disposed of in a closed month: its parts since then are none, the rest is one entry
        gone = InvestmentDisposal.objects.get().investment
        parts = list(CostEntry.objects.filter(investment=gone).order_by("month", "voucher").values_list("voucher", flat=True))
        assert parts[-2:] == [f"INV-{gone.pk}-2026-09", f"INV-{gone.pk}-2026-09-R"]
        assert SettlementLine.objects.filter(pool__key__investment__isnull=False).values("pool__key").distinct().count() == 4
        # Three projects on the bills since they began, in the pools of their systems; hours of a closed month came with the next one
        projects = SettlementLine.objects.filter(pool__key__project__isnull=False)
        assert projects.values("pool__key__project").distinct().count() == 3
        # One of them changed its key half way: the months before were billed by the one that it began with
        ((changed_id, from_on),) = FundingChange.objects.values_list("project", "from_on")
        keyed = projects.filter(pool__key__project=changed_id).values_list("settlement__month", "pool__key")
        keys_before, keys_since = ({key for month, key in keyed if (month < from_on) is before} for before in (True, False))
        assert (len(keys_before), len(keys_since), keys_before & keys_since) == (1, 1, set())
        assert projects.values("pool__key").distinct().count() == 4
        assert Milestone.objects.exclude(reason="").count() == 1
        assert BackingWithdrawal.objects.count() == 1
        assert CostEntry.objects.filter(project__isnull=False, voucher__endswith="-2").count() == 1
        assert projects.exclude(pool__month=F("settlement__month")).values("pool__month", "settlement__month").distinct().count() == 1
        assert all(charge.waiting_minor == 0 for charge in project_charges_of(Settlement.objects.all()[0].unit, Month(2026, 10)))
        assert Ticket.objects.filter(state__in=("new", "active", "waiting")).count() > 8
        assert Note.objects.count() > 20

        # A year of outages and maintenance: one goes on, some are to come
        assert Outage.objects.filter(end_at=None).count() == 1
        assert Outage.objects.filter(start_at__lt=AT - timedelta(days=300)).exists()
        assert Outage.objects.filter(latest__gt=2).exists()
        assert MaintenanceWindow.objects.filter(start_at__gt=AT).exists()

        # A year of costs, credited and corrected once; all months closed but the last, which has been sent and waits
        assert CostEntry.objects.values("month").distinct().count() == 12
        assert CostEntry.objects.filter(amount_minor__lt=0).count() == 1
        assert Closure.objects.count() == 11
        assert Settlement.objects.count() == 12
        assert SettlementLine.objects.exclude(corrects=None).values("settlement").annotate(Count("pk")).count() == 1
        # It paid for some and not for others; of some it cannot be told. Everything that a member sees of all is published
        verdicts = Counter(one.pay.verdict for one in pay_of_all().members)
        assert verdicts[Verdict.YES] > 5
        assert verdicts[Verdict.NO] > 2
        assert 4 <= verdicts[Verdict.CANNOT_TELL] < 8
        assert PublishedBenefit.objects.get().members == 17
        assert PublishedSpread.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize("federation", federations())
@pytest.mark.parametrize("at", [datetime(2027, 1, 1, 1, 0, tzinfo=UTC), datetime(2028, 2, 29, 23, 30, tzinfo=UTC)])
@pytest.mark.long
def test_the_demo_can_be_built_on_any_day(at: datetime, federation: str) -> None:
    built(at, federation=federation)
    with inside(IN_PUBLIC):
        everyone = system_actor().walls
    with inside(everyone):
        assert Closure.objects.count() >= plan_of(federation, on=at.date())["months_of_costs"] - 2
        assert differences() == []
