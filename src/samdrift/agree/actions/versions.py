"""Offering a draft: from then on its text and its targets never change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.drafts import CLAUSE_FIELDS, TARGET_FIELDS, locked_draft
from samdrift.agree.actions.terms import TERMS_FIELDS, refuse_penalty_by_kind
from samdrift.agree.models import Clause, Draft, DraftClause, DraftTarget, Target, Version, VersionTally
from samdrift.agree.queries import clauses_of, differences, digest_of_rows, latest_version, targets_promised_by, terms_signed
from samdrift.core import audit
from samdrift.core.access import Actor
from samdrift.core.errors import Refused
from samdrift.members.actions.decisions import must_decide_on
from samdrift.members.models import Decision, Subject


class VersionIsEmpty(Refused):
    words = _("A version needs at least one clause and one target.")


class TargetWithoutClause(Refused):
    words = _("Targets stand under a clause that is not there: %(clauses)s.")
    way_on = _("Write that clause, or move the targets to another one.")


class FromDayHasPassed(Refused):
    words = _("The version is meant to hold from %(from_on)s, which has passed.")
    way_on = _("Choose today or a later day.")


class NothingHasChanged(Refused):
    words = _("The draft says the same as version %(number)s.")


@transaction.atomic
def offer_version(draft: Draft, *, by: Actor, at: datetime, decision: Decision | None = None) -> Version:
    """This will turn a draft into the next version, which takers can adopt and nobody can change, and clear the draft away.

    Its digest is what they sign: see `agree/digest.py`. `decision` is the one about agreements that it rests on, where there is one.
    """
    draft = locked_draft(draft, by)
    if decision is not None:
        must_decide_on(decision, Subject.AGREEMENT)
    clauses, targets, latest = clauses_of(draft), targets_promised_by(draft), latest_version(draft.agreement)
    if not (clauses and targets):
        raise VersionIsEmpty
    homeless = {target.clause for target in targets} - {clause.number for clause in clauses}
    if homeless:
        raise TargetWithoutClause(clauses=", ".join(sorted(homeless)))
    if draft.from_on < timezone.localdate(at):
        raise FromDayHasPassed(from_on=draft.from_on.isoformat())
    if latest and differences(latest, draft).is_empty:
        raise NothingHasChanged(number=latest.number)
    refuse_penalty_by_kind(draft, draft.agreement)
    version = Version.objects.create(
        agreement=draft.agreement,
        number=latest.number + 1 if latest else 1,
        from_on=draft.from_on,
        offered_at=at,
        digest=digest_of_rows(clauses, targets, terms_signed(draft)),
        **{field: getattr(draft, field) for field in TERMS_FIELDS},
        decision=decision,
    )
    Clause.objects.bulk_create(Clause(version=version, **{field: getattr(c, field) for field in CLAUSE_FIELDS}) for c in clauses)
    Target.objects.bulk_create(Target(version=version, **{field: getattr(t, field) for field in TARGET_FIELDS}) for t in targets)
    VersionTally.objects.create(version=version)
    DraftTarget.objects.filter(draft=draft).delete()
    DraftClause.objects.filter(draft=draft).delete()
    draft.delete()
    audit.record("offer_version", of=version, by=by, at=at)
    return version
