"""Writing coverage: the one place that does, by the rule of `agree/covering.py`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from samdrift.agree.covering import Cover, covers_of
from samdrift.agree.models import Adoption, Agreement, Coverage
from samdrift.agree.queries import signed_in_order
from samdrift.core.errors import Refused
from samdrift.ui.names import named_text

# Overlap is refused by the exclusion constraint (23P01). Two who write at once may also meet as a deadlock (40P01): the one that PostgreSQL
# breaks off came second.
OVERLAPS = frozenset({"23P01", "40P01"})


class AlreadyCovered(Refused):
    words = _("With %(taker)s, another agreement already covers %(services)s on the same days: %(agreements)s.")
    way_on = _("End that one first, choose a later day, or leave the service out.")


class SignedAtOnce(Refused):
    words = _("Somebody signed for the same services with %(taker)s at the same moment, and was first.")
    way_on = _("Look at the agreement again.")


def locked_taker(owner_id: int, service_ids: Iterable[int] = ()) -> None:
    """This will wait for everybody who signs for the same taker or the same services: the taker first, then services in rising order."""
    names = [f"samdrift.agree.taker.{owner_id}", *(f"samdrift.agree.service.{service}" for service in sorted(service_ids))]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def cover(adoption: Adoption) -> None:
    """This will make the coverage of the adoption's taker under its agreement what the rule says, or refuse with AlreadyCovered."""
    owner_id, function_id, agreement = adoption.owner_id, adoption.function_id, adoption.version.agreement
    due = {(c.adoption, c.service): c for c in covers_of(signed_in_order(owner_id, agreement, function_id=function_id))}
    own = {"owner_id": owner_id, "adoption__function": function_id}
    try:
        with transaction.atomic():
            for stored in Coverage.objects.filter(**own, adoption__version__agreement=agreement):
                kept = due.pop((stored.adoption_id, stored.service_id), None)
                if kept is None:
                    stored.delete()
                elif stored.during.upper != kept.until_on:
                    stored.during = DateRange(stored.during.lower, kept.until_on)
                    stored.save(update_fields=["during"])
            Coverage.objects.bulk_create(_row(adoption, new) for new in due.values())
    except (IntegrityError, OperationalError) as error:
        if getattr(error.__cause__, "sqlstate", "") not in OVERLAPS:
            raise
        raise _overlap(adoption, due.values()) from error


def _row(adoption: Adoption, new: Cover) -> Coverage:
    return Coverage(
        owner_id=adoption.owner_id,
        adoption_id=new.adoption,
        service_id=new.service,
        level_id=new.level,
        function_id=adoption.function_id,
        supplier_id=supplier_of(adoption.version.agreement),
        during=DateRange(new.from_on, new.until_on),
    )


def supplier_of(agreement: Agreement) -> int | None:
    """This will return the supplier whose agreement it is; None where the unit or one of its functions delivers."""
    return agreement.provider_id if agreement.kind == Agreement.Kind.UNDERPINNING else None


def _overlap(adoption: Adoption, new: Iterable[Cover]) -> Refused:
    """Name what is in the way, as far as it can be seen."""
    same = {"owner_id": adoption.owner_id, "supplier": supplier_of(adoption.version.agreement)}
    if same["supplier"] is None:
        same["function"] = adoption.function_id
    others = Coverage.objects.filter(**same).exclude(adoption__version__agreement=adoption.version.agreement_id)
    others = others.select_related("service", "adoption__version__agreement").order_by("service__name")
    met = [o for o in others for n in new if o.service_id == n.service and _meet(o.during, n)]
    if not met:
        return SignedAtOnce(taker=named_text(adoption.taker).words)
    services = dict.fromkeys(named_text(o.service).words for o in met)
    agreements = dict.fromkeys(str(o.adoption.version) for o in met)
    return AlreadyCovered(taker=named_text(adoption.taker).words, services=", ".join(services), agreements=", ".join(agreements))


def _meet(during: DateRange, new: Cover) -> bool:
    starts_before_end = during.upper is None or new.from_on < during.upper
    return starts_before_end and (new.until_on is None or during.lower < new.until_on)
