"""Signing an adoption: one signature a side, by two accounts, or on paper by a side that has none. The last one makes it count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.adoptions import count_taker, refuse_older
from samdrift.agree.actions.covering import cover, locked_taker
from samdrift.agree.actions.terms import refuse_penalty_within_one
from samdrift.agree.models import AdoptedLevel, Adoption, Signature
from samdrift.agree.queries import (
    adoptions_read_by,
    clauses_of,
    digest_of_rows,
    side_of,
    side_without_account,
    targets_promised_by,
    terms_signed,
)
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.ui.names import named_text

State = Adoption.State


class NotTheOneToSign(NotAllowed):
    words = _("For the unit its director signs, for %(taker)s its signatory or head of agency; for a function its manager.")


class SideHasSigned(Refused):
    words = _("%(side)s has already signed.")


class SignsBothSides(Refused):
    words = _("You have signed for the other side: two people must sign, one for each.")
    way_on = _("Ask a colleague to sign for this side.")


class SignsByItself(Refused):
    words = _("Both sides sign with accounts of their own, so no paper is recorded here.")
    way_on = _("Ask whoever signs for that side to sign in.")


class PaperIncomplete(BadInput):
    words = _("Say who signed the paper, and under which number it is registered.")


class PaperDayOutside(BadInput):
    words = _("The paper is signed from the day on which the version was offered, %(first)s, to today.")


class ProposalReplaced(Refused):
    words = _("This proposal has been replaced by another one.")
    way_on = _("Read the new one before you sign.")


class TextDiffers(Refused):
    words = _("The text of version %(number)s is not what was offered, so it cannot be signed.")
    way_on = _("Tell the IT unit: somebody has changed it outside Samdrift.")


@transaction.atomic
def sign_adoption(adoption: Adoption, *, by: Actor, at: datetime) -> Signature:
    """This will sign an adoption for the side that the actor's seat stands on, whatever other seats the account has.

    What is signed is the version's digest. The last signature lets the adoption cover its services from the later of its from-day and
    that day, and ends what the same agreement covered before; where another agreement covers a service on those days, it is refused.
    """
    by.must(Deed.SIGN)
    side = side_of(by, adoption)
    if side is None:
        raise NotTheOneToSign(taker=named_text(adoption.taker).words)
    adoption = _locked(adoption, by)
    _refuse(adoption, side)
    if Signature.objects.filter(owner_id=adoption.owner_id, adoption=adoption, account=by.account_id).exists():
        raise SignsBothSides
    signature = Signature(side=side, account_id=by.account_id)
    _keep(signature, adoption, at)
    audit.record("sign_adoption", of=adoption, by=by, at=at)
    return signature


@transaction.atomic
def record_paper_signature(adoption: Adoption, *, signer: str, signed_on: date, registry_number: str, by: Actor, at: datetime) -> Signature:
    """This will record that a side without an account has signed on paper: a supplier, or a customer where nobody who signs has a seat.

    The director records it; who signed, the day and the registry number of the paper stand with it, and it counts from that day.
    """
    by.must(Deed.RECORD_PAPER)
    adoption = _locked(adoption, by)
    side = side_without_account(adoption, on=timezone.localdate(at))
    if side is None:
        raise SignsByItself
    signer, registry_number = signer.strip(), registry_number.strip()
    if not (signer and registry_number):
        raise PaperIncomplete
    if not timezone.localdate(adoption.version.offered_at) <= signed_on <= timezone.localdate(at):
        raise PaperDayOutside(first=timezone.localdate(adoption.version.offered_at).isoformat())
    _refuse(adoption, side)
    signature = Signature(side=side, signer=signer, signed_on=signed_on, registry_number=registry_number)
    _keep(signature, adoption, at)
    audit.record("record_paper_signature", of=adoption, by=by, at=at)
    return signature


def _locked(adoption: Adoption, by: Actor) -> Adoption:
    services = AdoptedLevel.objects.filter(owner_id=adoption.owner_id, adoption=adoption).values_list("service_id", flat=True)
    locked_taker(adoption.owner_id, services)
    return adoptions_read_by(by).select_for_update(of=("self",)).get(pk=adoption.pk)


def _keep(signature: Signature, adoption: Adoption, at: datetime) -> None:
    signature.owner_id, signature.adoption, signature.at, signature.digest = adoption.owner_id, adoption, at, adoption.version.digest
    keep(signature)
    if Signature.objects.filter(owner_id=adoption.owner_id, adoption=adoption).count() == len(Signature.Side):
        _complete(adoption)


@transaction.atomic
def sign_adoptions(adoptions: Iterable[Adoption], *, by: Actor, at: datetime) -> list[Signature]:
    """This will sign several adoptions for one side as `sign_adoption` does: all of them, or none when one is refused."""
    # The takers are locked in the order of their numbers, so that two who sign for many cannot lock each other out
    return [sign_adoption(adoption, by=by, at=at) for adoption in sorted(adoptions, key=lambda adoption: adoption.owner_id)]


def _refuse(adoption: Adoption, side: Signature.Side) -> None:
    if adoption.state == State.REPLACED:
        raise ProposalReplaced
    signatures = Signature.objects.filter(owner_id=adoption.owner_id, adoption=adoption)
    if signatures.filter(side=side).exists():
        signed = adoption.version.agreement.delivered_by if side == Signature.Side.PROVIDER else adoption.taker
        raise SideHasSigned(side=named_text(signed).words)
    refuse_older(adoption.version, adoption.owner, function=adoption.function)
    refuse_penalty_within_one(adoption.version, adoption.version.agreement, adoption.owner)
    version = adoption.version
    if digest_of_rows(clauses_of(version), targets_promised_by(version), terms_signed(version)) != version.digest:
        raise TextDiffers(number=version.number)


def _complete(adoption: Adoption) -> None:
    signed = Adoption.objects.filter(
        owner_id=adoption.owner_id, function=adoption.function_id, version=adoption.version, state=State.SIGNED
    )
    is_first = not signed.exists()
    adoption.state = State.SIGNED
    adoption.save(update_fields=["state"])
    cover(adoption)
    if is_first:
        count_taker(adoption.version, "adopted")
