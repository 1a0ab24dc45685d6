"""Signing an adoption: one signature a side, by two accounts. The last one makes it count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.adoptions import count_taker, refuse_older
from samdrift.agree.actions.covering import cover, locked_taker
from samdrift.agree.models import AdoptedLevel, Adoption, Signature
from samdrift.agree.queries import adoptions_read_by, clauses_of, digest_of_rows, side_of, targets_promised_by
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import NotAllowed, Refused
from samdrift.core.keeping import keep

State = Adoption.State


class NotTheOneToSign(NotAllowed):
    words = _("For the unit its director signs, for %(taker)s its signatory or head of agency.")


class SideHasSigned(Refused):
    words = _("%(side)s has already signed.")


class SignsBothSides(Refused):
    words = _("You have signed for the other side: two people must sign, one for each.")
    way_on = _("Ask a colleague to sign for this side.")


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
        raise NotTheOneToSign(taker=adoption.owner.name)
    services = AdoptedLevel.objects.filter(owner_id=adoption.owner_id, adoption=adoption).values_list("service_id", flat=True)
    locked_taker(adoption.owner_id, services)
    adoption = adoptions_read_by(by).select_for_update(of=("self",)).get(pk=adoption.pk)
    _refuse(adoption, side, by)
    signature = Signature(
        owner_id=adoption.owner_id, adoption=adoption, side=side, account_id=by.account_id, at=at, digest=adoption.version.digest
    )
    keep(signature)
    if Signature.objects.filter(owner_id=adoption.owner_id, adoption=adoption).count() == len(Signature.Side):
        _complete(adoption)
    audit.record("sign_adoption", of=adoption, by=by, at=at)
    return signature


@transaction.atomic
def sign_adoptions(adoptions: Iterable[Adoption], *, by: Actor, at: datetime) -> list[Signature]:
    """This will sign several adoptions for one side as `sign_adoption` does: all of them, or none when one is refused."""
    # The takers are locked in the order of their numbers, so that two who sign for many cannot lock each other out
    return [sign_adoption(adoption, by=by, at=at) for adoption in sorted(adoptions, key=lambda adoption: adoption.owner_id)]


def _refuse(adoption: Adoption, side: Signature.Side, by: Actor) -> None:
    if adoption.state == State.REPLACED:
        raise ProposalReplaced
    signatures = Signature.objects.filter(owner_id=adoption.owner_id, adoption=adoption)
    if signatures.filter(side=side).exists():
        raise SideHasSigned(side=side.label if side == Signature.Side.PROVIDER else adoption.owner.name)
    if signatures.filter(account=by.account_id).exists():
        raise SignsBothSides
    refuse_older(adoption.version, adoption.owner)
    if digest_of_rows(clauses_of(adoption.version), targets_promised_by(adoption.version)) != adoption.version.digest:
        raise TextDiffers(number=adoption.version.number)


def _complete(adoption: Adoption) -> None:
    signed = Adoption.objects.filter(owner_id=adoption.owner_id, version=adoption.version, state=State.SIGNED)
    is_first = not signed.exists()
    adoption.state = State.SIGNED
    adoption.save(update_fields=["state"])
    cover(adoption)
    if is_first:
        count_taker(adoption.version, "adopted")
