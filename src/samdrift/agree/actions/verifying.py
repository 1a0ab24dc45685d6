"""Closing a deviation: by the side that it concerns, never by the one that it is about."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.deviations import LONGEST, DeviationIsClosed, NothingSaid, locked_case
from samdrift.agree.actions.signatures import PaperIncomplete
from samdrift.agree.deviating import Stage
from samdrift.agree.models import Deviation, Signature, Verification
from samdrift.agree.queries.deviations import OTHER, VERIFIES_AT_A_TAKER, Case, answers_on_paper, reader_of
from samdrift.core import audit
from samdrift.core.access import AT_A_MEMBER, Actor, Deed, Role
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.ui.names import named_text

Side = Signature.Side


class VerifiedByTheOneItIsAbout(NotAllowed):
    words = _("The deviation is about %(about)s, which cannot close it itself: %(other)s verifies it.")


class VerifiedByTheOneToRemedy(NotAllowed):
    words = _("You were to remedy it, so somebody else verifies it.")


class NothingToVerify(Refused):
    words = _("Nothing has been reported as remedied, so there is nothing to turn down.")


class AnswersByItself(Refused):
    words = _("%(other)s has people of its own here, who verify it themselves.")


class AnsweredOutside(BadInput):
    words = _("The answer on paper is from a day between %(first)s and today.")


@transaction.atomic
def verify_deviation(
    deviation: Deviation,
    *,
    closes: bool,
    by: Actor,
    at: datetime,
    what: str = "",
    signer: str = "",
    signed_on: date | None = None,
    registry_number: str = "",
) -> Verification:
    """This will close a deviation, or turn down what was done with the reason, so that a new plan is due.

    Only the other side does: a member's contact, signatory or head of agency; between functions whoever takes; for a supplier the unit.
    Nobody who was to remedy it, in whatever seat they act. Where an outside customer has no account, the director records its answer on
    paper: who gave it (`signer`), the day and the registry number.
    """
    by.must(Deed.HANDLE_DEVIATIONS)
    case = locked_case(deviation, by, at)
    if case.stage == Stage.CLOSED:
        raise DeviationIsClosed
    paper = _paper(case, by, at, signer.strip(), signed_on, registry_number.strip())
    what = what.strip()
    if len(what) > LONGEST or (not closes and not what):
        raise NothingSaid
    if not closes and case.stage != Stage.REMEDIED:
        raise NothingToVerify
    remedied = case.remedied.get(case.plan.pk) if case.plan and case.stage == Stage.REMEDIED else None
    row = Verification(
        owner_id=deviation.owner_id,
        deviation=case.deviation,
        remedied=remedied,
        closes=closes,
        what=what,
        account_id=by.account_id,
        at=at,
        **paper,
    )
    keep(row)
    audit.record("verify_deviation", of=row, by=by, at=at)
    return row


def _paper(case: Case, by: Actor, at: datetime, signer: str, signed_on: date | None, registry_number: str) -> dict[str, object]:
    """What stands of a paper with the row, once it is clear that whoever acts may close it."""
    today, reader = timezone.localdate(at), reader_of(by)
    other = OTHER[Side(case.deviation.about)]
    refusal = VerifiedByTheOneItIsAbout(about=named_text(case.about).words, other=named_text(case.verified_by).words)
    written = bool(signer or signed_on or registry_number)
    if other in reader.sides(case.deviation):
        at_a_member = by.role in AT_A_MEMBER
        if at_a_member and by.role not in VERIFIES_AT_A_TAKER:
            raise NotAllowed
        if at_a_member and reader.employee is not None:  # somebody with a seat on both sides is still one person
            raise refusal
        if reader.was_to_remedy(case):
            raise VerifiedByTheOneToRemedy
        if written:
            raise AnswersByItself(other=named_text(case.verified_by).words)
        return {}
    if by.role != Role.DIRECTOR or not answers_on_paper(case.deviation, on=today):
        raise refusal
    if not (signer and registry_number and signed_on):
        raise PaperIncomplete
    first = timezone.localdate(case.deviation.at)
    if not first <= signed_on <= today:
        raise AnsweredOutside(first=first.isoformat())
    return {"signer": signer, "signed_on": signed_on, "registry_number": registry_number}
