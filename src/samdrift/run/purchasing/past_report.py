"""What several members bought one by one, as `samdrift report bought` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.run.purchasing.queries.past import BoughtApart
from samdrift.ui.amounts import kr_text


def as_json(rows: Sequence[BoughtApart]) -> list[dict[str, Any]]:
    """This function will return what was bought separately as plain values; amounts in öre, null where no value is known."""
    return [
        {
            "cpv": row.code,
            "name": row.name,
            "members": row.members,
            "value_minor": row.value_minor,
            "values_known": len(row.values),
            "bought": [
                {
                    "member": past.buyer.short_name,
                    "number": past.number,
                    "title": past.title,
                    "published_on": past.published_on.isoformat(),
                    "value_minor": past.value.amount_minor if hasattr(past, "value") else None,
                }
                for past in row.bought
            ],
        }
        for row in rows
    ]


def as_text(rows: Sequence[BoughtApart]) -> str:
    """This function will say what was bought separately, a line for each CPV code."""
    return "\n".join(map(_said, rows)) or _("Nothing was bought by several, each on its own.")


def _said(row: BoughtApart) -> str:
    members = ngettext("%(number)s member", "%(number)s members", row.members) % {"number": row.members}
    bought = ngettext("%(number)s procurement", "%(number)s procurements", len(row.bought)) % {"number": len(row.bought)}
    value = "" if row.value_minor is None else f", {kr_text(row.value_minor)}"
    return f"{row.code} {row.name}: {members}, {bought}{value}"
