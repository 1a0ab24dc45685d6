"""Proposals: made by a member or the unit, wanted by more members, decided on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.run.projects.actions.projects import ProjectHasEnded
from samdrift.run.projects.models import Backing, BackingWithdrawal, Project, ProjectDecision, Proposal

LARGEST_MINOR = 10**14


class ProposalIsThere(Refused):
    words = _("There is already a proposal called %(title)s.")
    way_on = _("Say “We too” to that one instead.")


class CostsNothing(BadInput):
    words = _("A proposal costs something, and gives nothing or more a year.")


class SomethingMissing(BadInput):
    words = _("Say what it is called, what is needed and what it would give.")


class WantedAlready(Refused):
    words = _("Your organization already wants this.")


class NotWanted(Refused):
    words = _("Your organization has not said “We too”.")


class OnlyMembersWant(Refused):
    words = _("“We too” is said for a member.")


class ProposalIsDecided(Refused):
    words = _("The proposal is already decided on.")


@transaction.atomic
def propose_project(
    proposed_by: Organization,
    title: str,
    *,
    need: str,
    benefit: str,
    cost_minor: int,
    yearly_minor: int,
    by: Actor,
    at: datetime,
    title_en: str = "",
) -> Proposal:
    """This will propose that something be developed together. A member that proposes it wants it: it is the first to say “We too”."""
    by.must(Deed.PROPOSE)
    if proposed_by.pk not in by.walls.writes:
        raise NotAllowed
    if not (0 < cost_minor <= LARGEST_MINOR and 0 <= yearly_minor <= LARGEST_MINOR):
        raise CostsNothing
    if not (title.strip() and need.strip() and benefit.strip()):
        raise SomethingMissing
    proposal = Proposal(
        title=title.strip(),
        title_en=title_en.strip(),
        proposed_by=proposed_by,
        need=need.strip(),
        benefit=benefit.strip(),
        cost_minor=cost_minor,
        yearly_minor=yearly_minor,
        proposed_at=at,
    )
    with widened(FEDERATION_ID):  # proposals are the federation's, and a member's contact makes them
        keep(proposal, {"projects_proposal_title_once": ProposalIsThere(title=proposal.title)})
        if proposed_by.kind == Organization.Kind.MEMBER:
            Backing.objects.create(proposal=proposal, member=proposed_by, backed_at=at)
        audit.record("propose_project", of=proposal, by=by, at=at)
    return proposal


@transaction.atomic
def back_proposal(proposal: Proposal, member: Organization, *, by: Actor, at: datetime) -> Backing:
    """This will say “We too” for a member, once; again after it was withdrawn. Said after the decision, while the project is not over, it
    makes the member one that the next key may let pay; nothing else changes."""
    by.must(Deed.PROPOSE)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    if member.kind != Organization.Kind.MEMBER:
        raise OnlyMembersWant
    with widened(FEDERATION_ID):
        row = _still_to_join(proposal)  # its lock makes those who say it at once take turns
        if Backing.objects.filter(proposal=row, member=member, withdrawal=None).exists():
            raise WantedAlready
        backing = Backing.objects.create(proposal=row, member=member, backed_at=at)
        audit.record("back_proposal", of=backing, by=by, at=at)
    return backing


@transaction.atomic
def withdraw_backing(proposal: Proposal, member: Organization, *, by: Actor, at: datetime) -> BackingWithdrawal:
    """This will take back a member's “We too”, until the proposal is decided on; that it was said stays as a row."""
    by.must(Deed.PROPOSE)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    with widened(FEDERATION_ID):
        row = _still_open(proposal)
        backing = Backing.objects.filter(proposal=row, member=member, withdrawal=None).first()
        if backing is None:
            raise NotWanted
        withdrawal = BackingWithdrawal.objects.create(backing=backing, withdrawn_at=at)
        audit.record("withdraw_backing", of=withdrawal, by=by, at=at)
    return withdrawal


@transaction.atomic
def decide_proposal(
    proposal: Proposal, approved: bool, *, decided_on: date, decided_by: str, registry_number: str, by: Actor, at: datetime
) -> ProjectDecision:
    """This will record that a proposal was approved or declined, with the decision's number in the register."""
    by.must(Deed.RUN_PROJECTS)
    row = _still_open(proposal)
    decision = ProjectDecision(
        proposal=row,
        approved=approved,
        decided_on=decided_on,
        decided_by=decided_by.strip(),
        registry_number=registry_number.strip(),
        recorded_at=at,
    )
    keep(decision)
    row.state = Proposal.State.APPROVED if approved else Proposal.State.DECLINED
    row.save(update_fields=["state"])
    audit.record("decide_proposal", of=decision, by=by, at=at)
    return decision


def _still_to_join(proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state == Proposal.State.DECLINED:
        raise ProposalIsDecided
    if Project.objects.filter(proposal=row, ended_on__isnull=False).exists():
        raise ProjectHasEnded
    return row


def refuse_when_decided(proposal: Proposal) -> None:
    """This will refuse a proposal that is decided on."""
    if proposal.state != Proposal.State.OPEN:
        raise ProposalIsDecided


def _still_open(proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_when_decided(row)
    return row
