"""Walls between organizations, as PostgreSQL keeps them: an owner field that brings policies, FORCE, grants and keys by itself.

A row belongs to one organization. Two transaction-local settings, `samdrift.sees` and `samdrift.writes`, hold the ids that a request may
see and write; without them there are no rows. `core/access.py` sets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.models.constraints import BaseConstraint

FEDERATION_ID = 1  # one federation a database: its own row always has this id, so no policy need look it up
MEMBERS = ("member", "customer")
TAKERS = ("member", "customer", "unit")
UNIT = ("unit",)
FEDERATION = ("federation",)
ANYONE = ("anyone",)

_S = TypeVar("_S")
_G = TypeVar("_G")
if TYPE_CHECKING:
    _Number = models.BigIntegerField[int, int]
else:
    _Number = models.BigIntegerField

# One form and no OR: a disjunction in a policy is 30 times slower at a million rows.
SEES = "(owner_id = ANY ((SELECT string_to_array(current_setting('samdrift.sees', true), ',')::bigint[])::bigint[]))"
WRITES = SEES.replace("samdrift.sees", "samdrift.writes")


def _of_kind(kinds: Sequence[str]) -> str:
    if tuple(kinds) == FEDERATION:  # also keeps the policy of Organization from reading its own table
        return f"(owner_id = {FEDERATION_ID})"
    if tuple(kinds) == ANYONE:
        return "true"
    wanted = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    return f"(owner_id = ANY (ARRAY(SELECT id FROM members_organization WHERE kind IN ({wanted}))))"


class SqlConstraint(BaseConstraint):
    """A constraint in plain SQL, written when the migration's tables and keys are all there."""

    def up(self, model: type[models.Model]) -> str:
        raise NotImplementedError

    def down(self, model: type[models.Model]) -> str:
        raise NotImplementedError

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        cast(Any, schema_editor).deferred_sql.append(self.up(model))

    create_sql = constraint_sql

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.down(model)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the database has the last word."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SqlConstraint) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class Wall(SqlConstraint):
    """Row-level security for a table of rows that belong to organizations of these kinds; `facts` are never changed."""

    def __init__(self, *, name: str, kinds: Sequence[str], facts: bool = False) -> None:
        super().__init__(name=name)
        self.kinds = tuple(kinds)
        self.facts = facts

    def policies(self) -> dict[str, str]:
        """Name of each policy -> its SQL after `CREATE POLICY name ON table`."""
        owns = f"{WRITES} AND {_of_kind(self.kinds)}"
        made = {"sees": f"FOR SELECT USING {SEES}", "adds": f"FOR INSERT WITH CHECK ({owns})"}
        if not self.facts:
            made |= {"edits": f"FOR UPDATE USING {WRITES} WITH CHECK ({owns})", "drops": f"FOR DELETE USING {WRITES}"}
        return made

    def up(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        made = "".join(f'CREATE POLICY {name} ON "{table}" {sql};' for name, sql in self.policies().items())
        revoked = f'REVOKE UPDATE, DELETE ON "{table}" FROM "{settings.SAMDRIFT_APP_ROLE}";' if self.facts else ""
        return f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; {made} {revoked}'

    def down(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        dropped = "".join(f'DROP POLICY {name} ON "{table}";' for name in self.policies())
        granted = f'GRANT UPDATE, DELETE ON "{table}" TO "{settings.SAMDRIFT_APP_ROLE}"' if self.facts else ""
        return f'{dropped} ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY; {granted}'

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "kinds": self.kinds, **({"facts": True} if self.facts else {})}


class SameOwner(SqlConstraint):
    """FOREIGN KEY (owner_id, x_id) REFERENCES parent (owner_id, id): a child never points into another's rows."""

    def __init__(self, *, name: str, field: str) -> None:
        super().__init__(name=name)
        self.field = field

    def up(self, model: type[models.Model]) -> str:
        field = cast(Any, model._meta.get_field(self.field))
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" FOREIGN KEY (owner_id, "{field.column}") '
            f'REFERENCES "{field.remote_field.model._meta.db_table}" (owner_id, id)'
        )

    def down(self, model: type[models.Model]) -> str:
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}


def _add(cls: type[models.Model], constraint: BaseConstraint) -> None:
    meta = cast(Any, cls._meta)
    if all(present.name != constraint.name for present in meta.constraints):  # a migration's state carries it already
        meta.constraints = meta.original_attrs["constraints"] = [*meta.constraints, constraint]


def _stem(cls: type[models.Model]) -> str:
    return f"{cls._meta.app_label}_{cls._meta.model_name}"


def _bring_wall(cls: type[models.Model], field: Any) -> None:
    if not cls._meta.abstract and field.kinds:
        _add(cls, models.UniqueConstraint(fields=[field.name, "id"], name=f"{_stem(cls)}_owner_id"))
        _add(cls, Wall(name=f"{_stem(cls)}_wall", kinds=field.kinds, facts=field.facts))


class _PlainInMigrations(models.ForeignKey[_S, _G]):
    """Migrations know it as a plain ForeignKey: what it brings stands there as constraints of its own."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class Owner(_PlainInMigrations[_S, _G]):
    """The organization that a row belongs to; the field's name is always `owner`. Having it is what makes a table walled.

    kinds: the kinds of organization whose rows the table holds. facts: rows are inserted and read, never changed.
    """

    def __init__(self, to: Any, *, kinds: Sequence[str] = (), facts: bool = False, **kwargs: Any) -> None:
        self.kinds, self.facts = tuple(kinds), facts
        super().__init__(to, **{"on_delete": models.PROTECT, "related_name": "+", "db_index": False, **kwargs})

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        _bring_wall(cls, self)


class OwnerId(_Number):
    """`Owner` for tables of `core`, which knows an organization as a plain id only; the field's name is always `owner_id`."""

    def __init__(self, *, kinds: Sequence[str] = (), facts: bool = False, **kwargs: Any) -> None:
        self.kinds, self.facts = tuple(kinds), facts
        super().__init__(**kwargs)

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        _bring_wall(cls, self)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs


class Within(_PlainInMigrations[_S, _G]):
    """A foreign key to a walled row of the same owner."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **{"related_name": "+", **kwargs, "db_constraint": False})

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        if not cls._meta.abstract:
            _add(cls, SameOwner(name=f"{_stem(cls)}_{name}_same_owner", field=name))


class RunInsideWalls(RunPython):
    """A data migration that enters every wall; plain RunPython sees no walled row, and changes none in silence."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        everyone = f"(SELECT coalesce(string_agg(id::text, ','), '{FEDERATION_ID}') FROM members_organization)"
        enter = "SELECT set_config('samdrift.sees', {0}, true), set_config('samdrift.writes', {0}, true)"
        schema_editor.execute(enter.format(f"'{FEDERATION_ID}'"))  # organizations are themselves behind the federation's wall
        schema_editor.execute(enter.format(everyone))
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(enter.format("''"))
