"""Proposals in their order, and who wants them."""

from __future__ import annotations

from fractions import Fraction

from django.db.models import Count, Q

from samdrift.members.models import Organization
from samdrift.run.projects.models import Backing, Proposal


def ranked_proposals(state: str = Proposal.State.OPEN) -> list[Proposal]:
    """This will return the proposals of a state, each with `backers`: first what most members want, then what a year gives most of for
    each krona that it costs, then what was proposed first."""
    found = (
        Proposal.objects.filter(state=state)
        .select_related("proposed_by")
        .annotate(backers=Count("backings", filter=Q(backings__withdrawal=None)))
    )
    return sorted(found, key=lambda p: (-int(getattr(p, "backers", 0)), -Fraction(p.yearly_minor, p.cost_minor), p.proposed_at, p.pk))


def numbers_by_state() -> dict[str, int]:
    """This will return how many proposals there are in each state."""
    return {row["state"]: row["number"] for row in Proposal.objects.values("state").annotate(number=Count("pk")).order_by("state")}


def backed_by(member_id: int) -> set[int]:
    """This will return the ids of the proposals that a member wants."""
    return set(Backing.objects.filter(member=member_id, withdrawal=None).values_list("proposal", flat=True))


def backers_of(proposal: Proposal) -> list[Organization]:
    """This will return the members that want a proposal, by name."""
    wanting = Backing.objects.filter(proposal=proposal, withdrawal=None).values("member")
    return list(Organization.objects.filter(pk__in=wanting))
