"""What was imported, as histories, and the terms it can be held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import Agreement, Measure, Target, Version
from samdrift.core.access import READS_ALL, Actor
from samdrift.core.errors import BadInput
from samdrift.core.order import InAlphabet
from samdrift.follow_up.attainment import Histories
from samdrift.run.desk.models import Event, ImportedFact, ImportRun, KeptRow, Ticket

Kind = Event.Kind
OPEN_KINDS = (Kind.REPORTED, Kind.ASSIGNED, Kind.WAITING, Kind.RESUMED, Kind.REOPENED)  # it was open when one of these happened
FLAGS = {True: 1, False: 0, None: -1}


class NoSuchAgreement(BadInput):
    words = _("There is no agreement with resolution times that is called %(name)s. There are: %(names)s.")


class NameTheLevel(BadInput):
    words = _("%(agreement)s promises resolution times at several levels. Name one of them: %(levels)s.")


class NoSuchLevel(BadInput):
    words = _("%(agreement)s promises no resolution times at the level %(level)s. It does at: %(levels)s.")


@dataclass(frozen=True, slots=True)
class Terms:
    """The resolution times of an agreement's latest version at one level, by (service, priority), in seconds."""

    version: Version
    level: str
    targets: Sequence[Target]

    @property
    def within(self) -> dict[tuple[int, int], int]:
        return {(t.service_id, t.priority): t.within_seconds for t in self.targets if t.priority and t.within_seconds}


def terms_on_offer() -> list[Terms]:
    """This will return the resolution times that the latest versions of all agreements promise, by the agreement's name and its levels,
    the highest first."""
    latest = Version.objects.order_by("agreement_id", "-number").distinct("agreement_id")
    targets = (
        Target.objects.filter(version__in=latest.values("pk"), measure=Measure.RESOLUTION)
        .select_related("version__agreement", "level", "service", "calendar")
        .order_by(InAlphabet("version__agreement__name"), "-level__rank", "priority")
    )
    found: dict[tuple[int, str], list[Target]] = {}
    for target in targets:
        found.setdefault((target.version_id, target.level.name), []).append(target)
    return [Terms(of_level[0].version, level, of_level) for (_version, level), of_level in found.items()]


def terms_named(agreement: str, level: str | None = None) -> Terms:
    """This will return the resolution times of the agreement with this name, in either language, at the level with this name.

    NoSuchAgreement, NameTheLevel or NoSuchLevel when that is not exactly one set of them.
    """
    on_offer = terms_on_offer()
    wanted = agreement.strip().casefold()
    named = [terms for terms in on_offer if wanted in _names(terms.version.agreement)]
    if not named:
        raise NoSuchAgreement(name=agreement, names=_listed(terms.version.agreement.name for terms in on_offer))
    levels = _listed(terms.level for terms in named)
    if level is None:
        if len(named) > 1:
            raise NameTheLevel(agreement=agreement, levels=levels)
        return named[0]
    for terms in named:
        if level.strip().casefold() == terms.level.casefold():
            return terms
    raise NoSuchLevel(agreement=agreement, level=level, levels=levels)


def _names(agreement: Agreement) -> set[str]:
    return {name.casefold() for name in (agreement.name, agreement.name_en) if name}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or "–"


def histories(actor: Actor) -> Histories:
    """This will return the imported histories that an actor may count: all for the unit and auditors, else the member's own.

    Two plain reads, put together here: joined beneath the policies they took a minute on tables that had just grown (nothing is known of
    their size until they are analyzed), against a tenth of a second.
    """
    own = Q() if actor.role in READS_ALL else Q(owner_id=actor.owner_id)
    facts = ImportedFact.objects.filter(own)
    flags = dict(facts.values_list("ticket_id", "flagged_in_time"))
    ended = _ends(facts)
    heads = Ticket.objects.filter(own, source=Ticket.Source.IMPORT).order_by("pk")
    rows = [row for row in heads.values_list("pk", "owner_id", "service_id", "priority", "reported_at") if row[0] in flags]
    whole = np.array([(*row[:4], FLAGS[flags[row[0]]]) for row in rows], dtype=np.int64).reshape(-1, 5)
    times = np.array([(row[4].timestamp(), *ended[row[0]]) for row in rows], dtype=np.float64).reshape(-1, 4)
    ticket, owner, service, priority, flag = whole.T
    opened, resolved, closed, seen_open = times.T
    return Histories(ticket, owner, service, priority, opened, resolved, closed, seen_open, flag)


def _ends(facts: object) -> dict[int, tuple[float, float, float]]:
    """When each ticket was last resolved and closed, NaN for never, and last seen open; a reopened one is not resolved."""
    ended = (
        Event.objects.filter(ticket__in=facts.values("ticket"))  # type: ignore[attr-defined]
        .order_by()
        .values_list("ticket_id")
        .annotate(
            resolved=Max("at", filter=Q(kind=Kind.RESOLVED)),
            closed=Max("at", filter=Q(kind=Kind.CLOSED)),
            seen_open=Max("at", filter=Q(kind__in=OPEN_KINDS)),
        )
    )
    return {pk: (_epoch(r if r and r >= o else None), _epoch(c), _epoch(o)) for pk, r, c, o in ended}


def _epoch(at: datetime | None) -> float:
    return at.timestamp() if at else np.nan


def tickets_by_id(ids: Iterable[int]) -> dict[int, Ticket]:
    return Ticket.objects.select_related("owner").in_bulk(list(ids))


def import_runs() -> list[ImportRun]:
    """This will return what was imported, the latest first."""
    return list(ImportRun.objects.all())


def kept_rows(run: ImportRun) -> list[KeptRow]:
    return list(KeptRow.objects.filter(run=run).order_by("line"))
