"""What is signed is frozen by the database: no row of a signed baseline is added, changed or dropped, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import models

from samdrift.core.walls import SqlConstraint

SIGNED = "plan_baseline_is_signed"  # the constraint's name that a refused statement answers with


class FrozenWhenSigned(SqlConstraint):
    """A trigger that refuses to touch rows of a signed baseline; `field` is the column that names the baseline.

    A policy could not do it: one that asks for a row of another table is read anew for each row that is seen, and a fact table would let
    lines be added after the signature.
    """

    def __init__(self, *, name: str, field: str) -> None:
        super().__init__(name=name)
        self.field = field

    def up(self, model: type[models.Model]) -> str:
        when = "UPDATE OR DELETE" if self.field == "id" else "INSERT OR UPDATE OR DELETE"
        return (
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF EXISTS (SELECT 1 FROM plan_baselinesignature s WHERE s.baseline_id IN (OLD.{self.field}, NEW.{self.field})) THEN "
            f"RAISE EXCEPTION 'this baseline is signed' USING ERRCODE = 'check_violation', CONSTRAINT = '{SIGNED}'; END IF; "
            f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$; "
            f'CREATE TRIGGER "{self.name}" BEFORE {when} ON "{model._meta.db_table}" FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
        )

    def down(self, model: type[models.Model]) -> str:
        return f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"; DROP FUNCTION "{self.name}"()'

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}
