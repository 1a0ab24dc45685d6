"""Writing the next version of an agreement: the unit's own text, until it is offered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.terms import TERMS_FIELDS, check_terms, refuse_penalty_by_kind
from samdrift.agree.models import PRIORITIES, WHOLE_PPM, Agreement, Draft, DraftClause, DraftTarget, Measure
from samdrift.agree.notice import NoticeEnds
from samdrift.agree.queries import clauses_of, latest_version, targets_promised_by
from samdrift.catalog.models import Level, Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Calendar, Organization
from samdrift.ui.names import named_text

CLAUSE_FIELDS = ("number", "heading", "heading_en", "text", "text_en")
TARGET_FIELDS = ("clause", "service", "level", "measure", "priority", "within_seconds", "share_ppm", "calendar")


class DraftStands(Refused):
    words = _("Somebody has already begun the next version of %(agreement)s.")
    way_on = _("Go on with that draft.")


class NoDraft(Refused):
    words = _("This draft has been offered, so it can no longer be changed.")
    way_on = _("Begin a new version.")


class NothingInClause(BadInput):
    words = _("A clause needs a number, a heading and a text.")


class ClauseNumberTaken(Refused):
    words = _("There is already a clause %(number)s.")


class LevelOfAnotherService(BadInput):
    words = _("%(level)s is not a level of %(service)s.")


class PriorityOutOfRange(BadInput):
    words = _("Response and resolution times are promised for one of the priorities 1, 2, 3 and 4.")


class TimeMissing(BadInput):
    words = _("A response or resolution time needs a time longer than zero.")


class AvailabilityHasNoTime(BadInput):
    words = _("Availability is a share of the agreed time: it has neither priority nor time.")


class ShareOutOfRange(BadInput):
    words = _("The share is above 0 % and at most 100 %.")


class CalendarHasNoHours(BadInput):
    words = _("%(calendar)s has no hours, so nothing can be promised in them.")


@transaction.atomic
def start_draft(agreement: Agreement, *, from_on: date, by: Actor, at: datetime) -> Draft:
    """This will begin the next version with a copy of the latest one, or empty when there is none, meant to hold from a day."""
    by.must(Deed.WRITE_AGREEMENTS)
    Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)  # two who begin at once: one draft
    if Draft.objects.filter(agreement=agreement).exists():
        raise DraftStands(agreement=named_text(agreement).words)
    owner_id = _unit_that_writes(agreement, by)
    latest = latest_version(agreement)
    terms = {field: getattr(latest, field) for field in TERMS_FIELDS} if latest else {}
    draft = Draft.objects.create(owner_id=owner_id, agreement=agreement, from_on=from_on, changed_at=at, **terms)
    DraftClause.objects.bulk_create(
        DraftClause(owner_id=owner_id, draft=draft, **{field: getattr(c, field) for field in CLAUSE_FIELDS}) for c in clauses_of(latest)
    )
    DraftTarget.objects.bulk_create(
        DraftTarget(owner_id=owner_id, draft=draft, **{field: getattr(t, field) for field in TARGET_FIELDS})
        for t in targets_promised_by(latest)
    )
    audit.record("start_draft", of=draft, by=by, at=at)
    return draft


def _unit_that_writes(agreement: Agreement, by: Actor) -> int:
    """A draft belongs to the unit: the provider, or the unit that buys from a supplier."""
    if agreement.provider.kind == Organization.Kind.UNIT:
        return agreement.provider_id
    return Organization.objects.filter(kind=Organization.Kind.UNIT).order_by("pk").values_list("pk", flat=True)[0]


@transaction.atomic
def date_draft(draft: Draft, from_on: date, *, by: Actor, at: datetime) -> None:
    """This will change the day from which the next version is meant to hold."""
    draft = locked_draft(draft, by)
    draft.from_on = from_on
    draft.save(update_fields=["from_on"])
    _changed(draft, "date_draft", by, at)


@transaction.atomic
def set_terms(
    draft: Draft,
    *,
    by: Actor,
    at: datetime,
    notice_months: int = 0,
    notice_ends: str = NoticeEnds.ANY_DAY,
    penalty_minor: int | None = None,
    penalty_ppm: int | None = None,
    fee_minor: int | None = None,
) -> Draft:
    """This will say how what is agreed ends, and what a month that falls short costs for each service: an amount in öre, or parts per
    million of what the service costs a month. A penalty is refused where the parties are one legal person."""
    draft = locked_draft(draft, by)
    terms = (notice_months, notice_ends, penalty_minor, penalty_ppm, fee_minor)
    check_terms(*terms)
    for field, value in zip(TERMS_FIELDS, terms, strict=True):
        setattr(draft, field, value)
    refuse_penalty_by_kind(draft, draft.agreement)
    draft.save(update_fields=TERMS_FIELDS)
    _changed(draft, "set_terms", by, at)
    return draft


@transaction.atomic
def write_clause(
    draft: Draft,
    number: str,
    *,
    heading: str,
    text: str,
    by: Actor,
    at: datetime,
    heading_en: str = "",
    text_en: str = "",
    clause: DraftClause | None = None,
) -> DraftClause:
    """This will add a clause to a draft, or with `clause` write that one anew, under another number if one wishes."""
    draft = locked_draft(draft, by)
    written = {"number": number, "heading": heading, "heading_en": heading_en, "text": text, "text_en": text_en}
    written = {field: words.strip() for field, words in written.items()}
    if not (written["number"] and written["heading"] and written["text"]):
        raise NothingInClause
    kept = DraftClause.objects.filter(draft=draft).get(pk=clause.pk) if clause else DraftClause(owner_id=draft.owner_id, draft=draft)
    before = kept.number
    for field, words in written.items():
        setattr(kept, field, words)
    keep(kept, {"agree_draft_clause_once": ClauseNumberTaken(number=kept.number)})
    if before and before != kept.number:  # the targets under a clause follow its number
        DraftTarget.objects.filter(draft=draft, clause=before).update(clause=kept.number)
    _changed(draft, "write_clause", by, at)
    return kept


@transaction.atomic
def drop_clause(clause: DraftClause, *, by: Actor, at: datetime) -> None:
    """This will take a clause out of its draft."""
    draft = locked_draft(clause.draft, by)
    DraftClause.objects.filter(draft=draft, pk=clause.pk).delete()
    _changed(draft, "drop_clause", by, at)


@transaction.atomic
def set_target(
    draft: Draft,
    *,
    clause: str,
    service: Service,
    level: Level,
    measure: str,
    share_ppm: int,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    priority: int | None = None,
    within_seconds: int | None = None,
) -> DraftTarget:
    """This will promise something for a service at a level: one promise for each measure and priority, the latest counts.

    share_ppm counts parts per million; within_seconds open seconds of the calendar, for response and resolution, which name a priority too.
    """
    draft = locked_draft(draft, by)
    if level.service_id != service.pk:
        raise LevelOfAnotherService(level=named_text(level).words, service=named_text(service).words)
    if not calendar.versions.exists():
        raise CalendarHasNoHours(calendar=named_text(calendar).words)
    if not 0 < share_ppm <= WHOLE_PPM:
        raise ShareOutOfRange
    if Measure(measure) == Measure.AVAILABILITY:
        if priority is not None or within_seconds is not None:
            raise AvailabilityHasNoTime
    elif priority not in PRIORITIES:
        raise PriorityOutOfRange
    elif not within_seconds or within_seconds < 0:
        raise TimeMissing
    key = {"draft": draft, "service": service, "level": level, "measure": measure, "priority": priority}
    target = DraftTarget.objects.filter(**key).first() or DraftTarget(owner_id=draft.owner_id, **key)
    target.clause, target.within_seconds, target.share_ppm, target.calendar = clause.strip(), within_seconds, share_ppm, calendar
    keep(target)
    _changed(draft, "set_target", by, at)
    return target


@transaction.atomic
def drop_target(target: DraftTarget, *, by: Actor, at: datetime) -> None:
    """This will take a promise out of its draft."""
    draft = locked_draft(target.draft, by)
    DraftTarget.objects.filter(draft=draft, pk=target.pk).delete()
    _changed(draft, "drop_target", by, at)


def locked_draft(draft: Draft, by: Actor) -> Draft:
    """This will lock the draft, which owns the rule that what is offered changes no more; one that was offered meanwhile is NoDraft."""
    by.must(Deed.WRITE_AGREEMENTS)
    found = Draft.objects.select_for_update(of=("self",)).select_related("agreement").filter(pk=draft.pk).first()
    if found is None:
        raise NoDraft
    return found


def _changed(draft: Draft, deed: str, by: Actor, at: datetime) -> None:
    draft.changed_at = at
    draft.save(update_fields=["changed_at"])
    audit.record(deed, of=draft, by=by, at=at)
