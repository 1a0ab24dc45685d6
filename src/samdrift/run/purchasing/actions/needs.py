"""What members need: stated, changed, and sent in for everybody to read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.naming import member_named
from samdrift.run.purchasing.models import WISH, Need, PublishedNeed
from samdrift.run.purchasing.purchase_files import NeedRow, read_needs


class NothingNeeded(BadInput):
    words = gettext_lazy("A need has a quantity and a value above zero.")


class WantedBeforeToday(BadInput):
    words = gettext_lazy("%(day)s has passed; a need is of a day to come.")


class NeedIsThere(Refused):
    words = gettext_lazy("“%(what)s” for %(day)s is stated already.")


class NeedIsSent(Refused):
    words = gettext_lazy("The need is sent in, and others have read it; it is not changed any more.")
    way_on = gettext_lazy("State another one for what has changed.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is needed, how much, what it may cost in all, by when, and its CPV code, if known."""

    what: str
    quantity: int
    estimate_minor: int
    wanted_by: date
    cpv: str = ""


@transaction.atomic
def state_need(member: Organization, wish: Wish, *, by: Actor, at: datetime) -> Need:
    """This will state a need of a member's; no other member sees it until it is sent in."""
    _must_write_for(member.pk, by)
    need = _state(member, wish, at)
    audit.record("state_need", of=need, by=by, at=at)
    return need


@transaction.atomic
def change_need(need: Need, wish: Wish, *, by: Actor, at: datetime) -> Need:
    """This will change a need that has not been sent in."""
    need = _own(need, by)
    _check(wish, on=timezone.localdate(at))
    for name, value in asdict(wish).items():
        setattr(need, name, value)
    keep(need, {"purchasing_need_once": NeedIsThere(what=wish.what, day=wish.wanted_by)})
    audit.record("change_need", of=need, by=by, at=at)
    return need


@transaction.atomic
def send_need(need: Need, *, by: Actor, at: datetime) -> PublishedNeed:
    """This will send a need in: from now on everybody reads who asked for what, and the unit may buy it for several at once."""
    need = _own(need, by)
    with widened(FEDERATION_ID):
        said = {name: getattr(need, name) for name in WISH}
        need.published = PublishedNeed.objects.create(member_id=need.owner_id, sent_at=at, **said)
    need.save(update_fields=["published"])
    audit.record("send_need", of=need, by=by, at=at)
    return need.published


def _must_write_for(owner_id: int, by: Actor) -> None:
    by.must(Deed.CALL_OFF)
    if owner_id not in by.walls.writes:
        raise NotAllowed


def _own(need: Need, by: Actor) -> Need:
    """The need, locked, while it is still the member's own."""
    _must_write_for(need.owner_id, by)
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if need.published_id is not None:
        raise NeedIsSent
    return need


def _check(wish: Wish, *, on: date) -> None:
    if wish.quantity < 1 or wish.estimate_minor < 1:
        raise NothingNeeded
    if wish.wanted_by < on:
        raise WantedBeforeToday(day=wish.wanted_by)


def _state(member: Organization, wish: Wish, at: datetime) -> Need:
    _check(wish, on=timezone.localdate(at))
    need = Need(owner=member, stated_at=at, **asdict(wish))
    keep(need, {"purchasing_need_once": NeedIsThere(what=wish.what, day=wish.wanted_by)})
    return need


@transaction.atomic
def import_needs(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will state the needs of a file: all of them, or none where a row cannot be used. Again adds nothing.

    They wait for somebody to send them in: a file publishes nothing.
    """
    by.must(Deed.CALL_OFF)
    rows, wrong = read_needs(content)
    members = member_named(by)
    there = {(need.owner_id, need.what, need.wanted_by): need for need in Need.objects.filter(owner__in=by.walls.writes)}
    added = known = 0
    for row in rows:
        try:
            member = members.get(row.member.casefold())
            if member is None:
                raise ValueError(_("“%(text)s” is no member that you may write for.") % {"text": row.member[:60]})
            if _known(row, there.get((member.pk, row.what, row.wanted_by))):
                known += 1
                continue
            need = _state(member, Wish(row.what, row.quantity, row.estimate_minor, row.wanted_by, row.cpv), at)
            there[member.pk, need.what, need.wanted_by] = need
            audit.record("state_need", of=need, by=by, at=at)
            added += 1
        except (Refused, ValueError) as no:
            wrong.append(WrongRow(row.line, str(no)))
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, known)


def _known(row: NeedRow, found: Need | None) -> bool:
    if found is None:
        return False
    if (found.quantity, found.estimate_minor) == (row.quantity, row.estimate_minor) and row.cpv in ("", found.cpv):
        return True
    raise ValueError(_("“%(what)s” for that day is stated already, with another quantity, value or CPV code.") % {"what": row.what[:60]})
