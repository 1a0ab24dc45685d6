"""Saving a row so that the database has the last word, and says it in the user's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import BadInput, Refused

Refusals = Mapping[str, Refused]  # a constraint's name -> what to answer when it does not hold


class DoesNotFit(BadInput):
    words = _("%(field)s: %(why)s")


def keep(row: models.Model, unless: Refusals | None = None) -> None:
    """This will save a row whose values have been checked; a constraint that does not hold refuses with what stands beside its name.

    Relations are left to the database: looking each one up first would cost a query and prove nothing.
    """
    try:
        row.clean_fields(exclude={field.name for field in row._meta.concrete_fields if field.is_relation or field.primary_key})
    except ValidationError as wrong:
        field, words = next(iter(wrong.message_dict.items()))
        raise DoesNotFit(field=field, why=" ".join(words)) from wrong
    with refused_when(unless or {}):
        row.save()


@contextmanager
def refused_when(broken: Refusals) -> Iterator[None]:
    """This will answer a broken constraint with the refusal beside its name; any other stays what it is, a bug."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
        if name is None or name not in broken:
            raise
        raise broken[name] from error
