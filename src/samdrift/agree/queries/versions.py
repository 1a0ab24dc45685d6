"""A version and what it says: its clauses, its targets by service and level, and what has changed since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from samdrift.agree.differences import Change, by_number, changes
from samdrift.agree.digest import BindingClause, BindingTarget, Terms, digest_of
from samdrift.agree.models import Agreement, Clause, Draft, DraftClause, DraftTarget, Measure, Target, Version
from samdrift.agree.notice import NoticeEnds
from samdrift.catalog.models import Level, Service
from samdrift.core.order import InAlphabet
from samdrift.ui.differences import Part, word_changes

# Whether it works, then how soon one is answered, then how soon it is solved.
BY_MEASURE = Case(When(measure=Measure.AVAILABILITY, then=Value(0)), When(measure=Measure.RESPONSE, then=Value(1)), default=Value(2))

AnyClause = Clause | DraftClause
AnyTarget = Target | DraftTarget


def latest_version(agreement: Agreement) -> Version | None:
    """This will return the version offered last; None before the first."""
    return Version.objects.filter(agreement=agreement).order_by("-number").first()


def version_before(version: Version) -> Version | None:
    """This will return the version that a version replaces; None for the first."""
    return Version.objects.filter(agreement=version.agreement, number__lt=version.number).order_by("-number").first()


def clauses_of(version: Version | Draft | None) -> list[AnyClause]:
    """This will return the clauses of a version or a draft, as people number them; none of nothing."""
    if version is None:
        return []
    if isinstance(version, Draft):
        return list(by_number(DraftClause.objects.filter(draft=version)))
    return list(by_number(Clause.objects.filter(version=version)))


def targets_promised_by(version: Version | Draft | None) -> list[AnyTarget]:
    """This will return the targets of a version or a draft by service, level (the highest first), measure and priority."""
    if version is None:
        return []
    order = (InAlphabet("service__name"), "service", "-level__rank", BY_MEASURE, "priority")
    related = ("service", "level", "calendar")
    if isinstance(version, Draft):
        return list(DraftTarget.objects.filter(draft=version).select_related(*related).order_by(*order))
    return list(Target.objects.filter(version=version).select_related(*related, "version").order_by(*order))


def terms_signed(version: Version | Draft) -> Terms:
    """This will return the terms of a version or a draft as they are signed: nothing where neither notice nor a penalty is agreed."""
    return version.terms if version.notice_months or version.notice_ends != NoticeEnds.ANY_DAY or version.has_penalty else ()


def digest_of_rows(clauses: Iterable[AnyClause], targets: Iterable[AnyTarget], terms: Terms = ()) -> str:
    """This will return the digest of what these rows say."""
    return digest_of(
        (BindingClause(c.number, c.heading, c.text) for c in clauses),
        (
            BindingTarget(t.clause, t.service_id, t.level_id, t.measure, t.priority, t.within_seconds, t.share_ppm, t.calendar_id)
            for t in targets
        ),
        terms,
    )


def levels_offered(version: Version) -> dict[Service, list[Level]]:
    """This will return the services of a version by name, each with the levels it promises something at, the highest first."""
    found: dict[Service, list[Level]] = {}
    for target in targets_promised_by(version):
        levels = found.setdefault(target.service, [])
        if target.level not in levels:
            levels.append(target.level)
    return found


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that was added, removed or changed: its heading and binding text in parts, and its translation's when that changed."""

    number: str
    kind: str
    clause: AnyClause
    heading: Sequence[Part]
    text: Sequence[Part]
    translation: Sequence[Part]


TargetKey = tuple[Service, Level, str, int | None]


@dataclass(frozen=True, slots=True)
class Differences:
    """What a version or a draft changes in the version before it; `terms` is the later one when its notice or penalty differs."""

    before: Version
    clauses: Sequence[ClauseChange]
    targets: Sequence[Change[TargetKey, AnyTarget]]
    terms: Version | Draft | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.clauses or self.targets or self.terms)


def differences(before: Version, after: Version | Draft) -> Differences:
    """This will list what is new, gone or changed from one version to another or to a draft, in the order of the later one."""
    old = {c.number: _Said(c) for c in clauses_of(before)}
    new = {c.number: _Said(c) for c in clauses_of(after)}
    clauses = [_clause_change(change) for change in changes(old, new)]
    old_targets, new_targets = _by_key(targets_promised_by(before)), _by_key(targets_promised_by(after))
    targets = [_target_change(change) for change in changes(old_targets, new_targets)]
    return Differences(before, clauses, targets, after if before.terms != after.terms else None)


class _Said:
    """A clause that equals another when both say the same."""

    def __init__(self, clause: AnyClause) -> None:
        self.clause = clause
        self.words = (clause.heading, clause.text, clause.heading_en, clause.text_en)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Said) and self.words == other.words


class _Promised:
    """A target that equals another when both promise the same."""

    def __init__(self, target: AnyTarget) -> None:
        self.target = target
        self.terms = (target.within_seconds, target.share_ppm, target.calendar_id, target.clause)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Promised) and self.terms == other.terms


def _by_key(targets: Iterable[AnyTarget]) -> dict[TargetKey, _Promised]:
    return {(t.service, t.level, t.measure, t.priority): _Promised(t) for t in targets}


def _target_change(change: Change[TargetKey, _Promised]) -> Change[TargetKey, AnyTarget]:
    return Change(change.key, change.before.target if change.before else None, change.after.target if change.after else None)


def _clause_change(change: Change[str, _Said]) -> ClauseChange:
    said = change.after or change.before
    assert said is not None
    empty = ("", "", "", "")
    before, after = change.before.words if change.before else empty, change.after.words if change.after else empty
    translation = word_changes(before[3], after[3]) if before[3] != after[3] else []
    return ClauseChange(
        change.key, change.kind, said.clause, word_changes(before[0], after[0]), word_changes(before[1], after[1]), translation
    )


def versions_of(agreement: Agreement) -> QuerySet[Version]:
    """This will return an agreement's versions, the latest first."""
    return Version.objects.filter(agreement=agreement).order_by("-number")
