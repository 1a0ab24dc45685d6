"""The demo federation: what it holds when it is built, that it follows from its facts, and that it is the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, F
from django.utils import timezone

from samdrift.agree.models import Adoption, VersionTally
from samdrift.agree.queries import GapKind, gaps
from samdrift.catalog.queries import all_standing, candidates, counted, coverage, published_costs, retired_and_used, variants
from samdrift.catalog.queries.methods import methods_found, suggestions_waiting
from samdrift.config.checks import differences
from samdrift.config.demo.build import build
from samdrift.config.demo.cast import people_to_be
from samdrift.config.demo.federation import NoSuchFederation, plan_of
from samdrift.core.access import IN_PUBLIC, Role, inside
from samdrift.core.models import Account, DemoMark
from samdrift.engines.period import Month
from samdrift.members.models import Headcount, Organization
from samdrift.members.queries import system_actor
from samdrift.run.availability.models import MaintenanceWindow, Outage
from samdrift.run.desk.models import Note, Promise, Ticket
from samdrift.run.projects.models import BackingWithdrawal, FundingChange, Milestone
from samdrift.run.purchasing.models import InvestmentDisposal
from samdrift.settle.models import Closure, CostEntry, Settlement, SettlementLine
from samdrift.settle.queries import project_charges_of
from samdrift.team.models import Function, Post

AT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def built(at: datetime = AT) -> None:
    build("counties", at=at, tell=lambda words: None)


@pytest.mark.django_db
def test_the_demo_holds_a_year_of_a_joint_unit() -> None:
    built()
    with inside(IN_PUBLIC):
        everyone = system_actor().walls
    with inside(everyone):
        members = Organization.objects.filter(kind=Organization.Kind.MEMBER)
        assert members.count() == 21
        assert sum(Headcount.objects.filter(year=2025).values_list("employees", flat=True)) == 6439
        assert Function.objects.exclude(manager=None).values("manager__site").distinct().count() > 3
        assert Post.objects.filter(employee=None).count() == 2

        # The agreement in force is signed by all, the next one by some; two uses are not promised what they should be
        assert list(VersionTally.objects.values_list("version__number", "offered", "adopted").order_by("version__number")) == [
            (1, 21, 21),
            (2, 21, 7),
        ]
        assert Adoption.objects.filter(state=Adoption.State.PROPOSED).count() == 14
        assert Counter(gap.kind for gap in gaps(on=timezone.localdate(AT))) == {GapKind.NOTHING: 1, GapKind.OTHER_LEVEL: 1}

        # Every way in which a need can stand is there to be looked at; two variants should have been looked at again
        assert all(counted(coverage(on=timezone.localdate(AT)).values()).values())
        assert [variant.review_on < timezone.localdate(AT) for variant in variants(on=timezone.localdate(AT))].count(True) == 2

        # One room carries nearly everything; an interface is retired and used all the same; own systems could be shared
        assert max(stood.services for stood in all_standing()) == 9
        assert retired_and_used(on=timezone.localdate(AT)) == 1
        assert [one.members > 7 for one in candidates()] == [True] * 6
        assert {cost.yearly_minor > 0 for cost in published_costs()} == {True}

        # Methods in both languages, some overdue for review; one varied, and suggestions that wait
        methods = list(methods_found(on=timezone.localdate(AT)))
        assert len(methods) == 12
        assert sum(method.review_on <= timezone.localdate(AT) for method in methods) == 2
        assert sum(suggestions_waiting().values()) == 2
        assert len(list(methods_found("backup", on=timezone.localdate(AT)))) == 1

        # Three whole months of about 1,500 tickets and the month that runs, every one with a promise, most of them kept
        months = Counter(f"{timezone.localtime(ticket.reported_at):%Y-%m}" for ticket in Ticket.objects.all())
        assert sorted(months) == ["2026-08", "2026-09", "2026-10", "2026-11"]
        assert all(1200 < number < 1800 for number in months.values())
        assert not Ticket.objects.exclude(pk__in=Promise.objects.values("ticket")).exists()
        resolved = Promise.objects.filter(measure="resolution", replaced_at=None).exclude(met_at=None)
        assert 0.85 < resolved.filter(met_at__lte=F("due_at")).count() / resolved.count() < 0.97

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
        assert Ticket.objects.filter(state__in=("new", "active", "waiting")).count() > 40
        assert Note.objects.count() > 100

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
        assert differences() == []
    assert DemoMark.objects.get().federation == "counties"
    assert not any(account.has_usable_password() for account in Account.objects.all())
    roles = {role for _organization, some in people_to_be() for one in some if (role := one.what)}
    assert {str(role.label) for role in Role if role not in (Role.SYSTEM, Role.STAFF)} <= roles


@pytest.mark.django_db
@pytest.mark.parametrize("at", [datetime(2027, 1, 1, 1, 0, tzinfo=UTC), datetime(2028, 2, 29, 23, 30, tzinfo=UTC)])
@pytest.mark.long
def test_the_demo_can_be_built_on_any_day(at: datetime) -> None:
    built(at)
    with inside(IN_PUBLIC):
        everyone = system_actor().walls
    with inside(everyone):
        assert Closure.objects.count() >= 10
        assert differences() == []


@pytest.mark.django_db
def test_says_which_federations_there_are_when_asked_for_another() -> None:
    with pytest.raises(NoSuchFederation, match="counties"):
        plan_of("moons")
