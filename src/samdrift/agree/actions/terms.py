"""Terms of a version: notice, and a penalty where the parties are different legal persons."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import WHOLE_PPM, Agreement, Draft, Version
from samdrift.agree.notice import NoticeEnds
from samdrift.core.errors import BadInput, Refused
from samdrift.members.models import Organization
from samdrift.members.queries.decisions import escalation
from samdrift.team.models import Function
from samdrift.ui.names import named_text

TERMS_FIELDS = ("notice_months", "notice_ends", "penalty_minor", "penalty_ppm", "fee_minor")
MOST_MONTHS = 120
MOST_MINOR = 10**13  # a hundred billion kronor
Kind = Agreement.Kind


class NoticeOutOfRange(BadInput):
    words = _("Notice is 0 to %(most)s whole months, to any day or to the end of a year.")


class PenaltyUnclear(BadInput):
    words = _("A penalty is an amount above zero, or a share up to 100 % of what the service costs a month, with that cost: one of them.")


class PenaltyWithinOneLegalPerson(Refused):
    words = _("%(one)s and %(other)s are one legal person (%(person)s). It cannot bind itself to pay a penalty to itself.")
    way_on = _("Leave the penalty out: a month that falls short opens a deviation, with remedy plan, %(council)s and %(heads)s.")


class LegalPersonUnknown(Refused):
    words = _("It is not known which legal person %(organization)s is part of, so no penalty can be agreed with it.")
    way_on = _("Let the director say it on the organization's page.")


def check_terms(months: int, ends: str, penalty_minor: int | None, penalty_ppm: int | None, fee_minor: int | None) -> None:
    """This will refuse terms that say nothing clear."""
    if not 0 <= months <= MOST_MONTHS or ends not in NoticeEnds.values:
        raise NoticeOutOfRange(most=MOST_MONTHS)
    by_share = penalty_ppm is not None or fee_minor is not None
    clear = True
    if penalty_minor is not None:
        clear = 0 < penalty_minor <= MOST_MINOR and not by_share
    elif by_share:
        clear = penalty_ppm is not None and fee_minor is not None and 0 < penalty_ppm <= WHOLE_PPM and 0 < fee_minor <= MOST_MINOR
    if not clear:
        raise PenaltyUnclear


def refuse_penalty_by_kind(terms: Draft | Version, agreement: Agreement) -> None:
    """This will refuse a penalty in a text that somebody of the provider's own legal person is to join: between functions always, with
    members when one of them is that, with a supplier when it is. An outside customer is looked at when it is to join."""
    if not terms.has_penalty or agreement.kind == Kind.SLA:
        return
    unit = agreement.provider
    if agreement.kind == Kind.FUNCTIONS:
        raise _one_legal_person(agreement.delivered_by, unit, unit, on=terms.from_on)
    if agreement.kind == Kind.UNDERPINNING:
        takers = Organization.objects.filter(kind=Organization.Kind.UNIT)
    else:
        takers = Organization.objects.filter(kind=Organization.Kind.MEMBER)
    for taker in takers.order_by("pk"):
        refuse_penalty_within_one(terms, agreement, taker)


def refuse_penalty_within_one(terms: Draft | Version, agreement: Agreement, taker: Organization) -> None:
    """This will refuse a penalty between a provider and a taker that are one legal person, or of which that is not known.

    State agencies under a government are one legal person and cannot make binding contracts with each other (HFD 2021 ref. 35).
    """
    if not terms.has_penalty:
        return
    provider = agreement.provider
    for party in (provider, taker):
        if not party.legal_person.strip() and provider.pk != taker.pk:
            raise LegalPersonUnknown(organization=named_text(party).words)
    if provider.is_one_legal_person_with(taker):
        raise _one_legal_person(provider, taker, provider, on=terms.from_on)


def _one_legal_person(one: Organization | Function, other: Organization, of: Organization, *, on: date) -> PenaltyWithinOneLegalPerson:
    names = [named_text(party).words for party in (one, other, of)]
    to = escalation(on=on)
    return PenaltyWithinOneLegalPerson(one=names[0], other=names[1], person=of.legal_person or names[2], council=to.council, heads=to.heads)
