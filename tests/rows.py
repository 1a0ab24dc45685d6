"""One row of any walled table, for tests that must hold for all of them: `Rows().add(Ticket, owner)`.

Fields are filled by their type; what a table's own rules ask beyond that stands in `FITTING`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, cast

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.core.access import Walls, inside
from samdrift.core.models import Account
from samdrift.core.walls import ANYONE, FEDERATION, FEDERATION_ID, Owner, OwnerId, Within
from samdrift.members.models import Organization

START = datetime(2026, 1, 1, tzinfo=UTC)

FITTING: dict[str, dict[str, Any]] = {
    "agree.deviation": {"by_rule": False, "what": "x"},
    "agree.drafttarget": {"measure": "availability"},
    "agree.shortfall": {"kept": 1, "judged": 2},
    "agree.signature": {"signer": "", "registry_number": ""},
    "agree.verification": {"closes": True},
    "agree.target": {"measure": "availability"},
    "availability.maintenancewindow": {"announced_at": START, "end_at": START + timedelta(days=900)},
    "availability.outage": {"end_at": None},
    "availability.outagestatement": {"end_at": None},
    "catalog.gradesrequired": {"confidentiality": 1, "integrity": 2, "availability": 3},
    "catalog.requirement": {"confidentiality": 1, "integrity": 2, "availability": 3},
    "desk.ticket": {"source": "import", "channel": "import"},
    "desk.event": {"kind": "assigned"},
    "members.organization": {"kind": "member"},
    "plan.publishedoneoff": {"members": 3},
    "projects.booking": {"from_week": date(2100, 1, 4), "until_week": date(2100, 1, 18)},
    "projects.bookingrequest": {"from_week": date(2100, 1, 4)},
    "projects.milestone": {"reason": ""},
    "projects.timeentry": {"week": date(2026, 1, 5)},
    "settle.costentry": {"minutes": None, "hour_minor": None},
    "settle.settlementline": {"corrects": None},
    "team.rota": {"from_week": date(2100, 1, 4), "until_week": date(2100, 1, 18)},
    "team.shift": {"week": date(2100, 1, 4)},
    "team.travelfigure": {"week": date(2026, 1, 5), "people": 5},
    "team.weekfigure": {"week": date(2026, 1, 5), "people": None},
}

# Keys that may be empty in some rows and are filled here, since one of several must be.
FILLED: dict[str, set[str]] = {
    "agree.responsible": {"function"},
    "agree.signature": {"account"},
    "catalog.dependency": {"service", "on_component"},
    "catalog.interface": {"component"},
    "catalog.interfaceuse": {"service"},
}


def walled_models() -> list[type[models.Model]]:
    """This will return every model whose rows belong to an organization, in the order of their tables."""
    found = [m for m in apps.get_models() if any(isinstance(f, Owner | OwnerId) for f in m._meta.get_fields())]
    return sorted(found, key=lambda model: model._meta.db_table)


def wall_of(model: type[models.Model]) -> Owner[Any, Any] | OwnerId:
    return next(f for f in model._meta.get_fields() if isinstance(f, Owner | OwnerId))


class Rows:
    """A maker of rows, with two organizations of each kind. Make it first, then enter the walls: `with everywhere(): rows.add(...)`."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._parents: dict[tuple[type[models.Model], int], models.Model] = {}
        federation = frozenset({FEDERATION_ID})
        with inside(Walls(federation, federation)):
            self._organizations = {
                (kind, which): Organization.objects.create(kind=kind, name=f"{kind} {which}", short_name=f"{kind} {which}")
                for kind in ("member", "customer", "unit", "supplier")
                for which in ("one", "another")
            }

    def organization(self, kind: str, which: str = "one") -> Organization:
        return self._organizations[kind, which]

    def owner(self, model: type[models.Model], which: str = "one") -> int:
        """This will return the id of an organization whose rows the table holds; `which` is "one" or "another"."""
        kinds = wall_of(model).kinds
        if kinds == FEDERATION:
            return FEDERATION_ID
        return self.organization("member" if kinds == ANYONE else kinds[0], which).pk

    def add(self, model: type[models.Model], owner_id: int | None = None, **given: Any) -> models.Model:
        """This will add a row of the owner's."""
        owner_id = self.owner(model) if owner_id is None else owner_id
        values = {"owner_id": owner_id, **FITTING.get(model._meta.label_lower, {}), **given}
        for field in model._meta.concrete_fields:
            name = field.name
            if field.primary_key or name in values or field.attname in values:
                continue
            if field.null and not isinstance(field, models.ForeignKey | DateRangeField):
                continue
            value = self._value(field, owner_id)
            if value is not None:
                values[name] = value
        return model._default_manager.create(**values)

    def _value(self, field: Any, owner_id: int) -> Any:
        n = next(self._numbers)
        if isinstance(field, models.ForeignKey):
            empty = field.null and field.name not in FILLED.get(field.model._meta.label_lower, ())
            return None if empty else self._parent(field, owner_id)
        if isinstance(field, DateRangeField):
            return DateRange(date(2020, 1, 1) + timedelta(days=n), date(2020, 1, 2) + timedelta(days=n))
        if isinstance(field, models.DateTimeField):
            return START + timedelta(minutes=n)
        if isinstance(field, models.DateField):
            return date(2000 + n // 12, n % 12 + 1, 1)
        if field.has_default():
            return field.get_default()
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.BooleanField):
            return False
        if isinstance(field, models.DecimalField):
            return Decimal(1)
        if isinstance(field, models.PositiveSmallIntegerField):
            return 1 + n % 4
        if isinstance(field, models.IntegerField | models.FloatField):
            return 1
        return f"{n}x"[: field.max_length]

    def _parent(self, field: models.ForeignKey[Any, Any], owner_id: int) -> models.Model:
        model = cast("type[models.Model]", field.related_model)
        if model is Account:
            return Account.objects.create(email=f"{next(self._numbers)}@example.org", password="!")
        if model is Organization:
            return self.organization("unit" if field.name in ("unit", "provider") else "member")
        owner_id = owner_id if isinstance(field, Within) else self.owner(model)
        if isinstance(field, models.OneToOneField):
            return self.add(model, owner_id)
        if (model, owner_id) not in self._parents:
            self._parents[model, owner_id] = self.add(model, owner_id)
        return self._parents[model, owner_id]
