"""How contracts stand, as `samdrift report contracts` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from samdrift.run.purchasing.queries.contracts import Standing
from samdrift.ui.amounts import kr_text

STATES = {
    "to_come": lambda: _("To come"),
    "over": lambda: _("Has ended"),
    "full": lambda: _("Nothing left"),
    "notice": lambda: _("Decide now"),
    "early": lambda: _("Runs out early"),
    "runs": lambda: _("Runs"),
}


def as_json(standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """This function will return how contracts stand as plain values; amounts in öre, a day that cannot be told is null."""
    return [standing.as_json() for standing in standings]


def as_text(standings: Sequence[Standing]) -> str:
    """This function will say how contracts stand, a line for each."""
    lines = []
    for standing in standings:
        facts = {
            "reference": standing.contract.reference,
            "name": standing.contract.name,
            "called": kr_text(standing.use.called_off_minor),
            "committed": kr_text(standing.use.committed_minor),
            "left": kr_text(standing.left_minor),
            "until": standing.use.until_on,
            "runs_out": standing.pace.ends_on if standing.pace else _("cannot be told"),
            "state": STATES[standing.state](),
        }
        words = _(
            "%(reference)s %(name)s: %(called)s called off, %(committed)s committed, %(left)s left; "
            "last day %(until)s, runs out: %(runs_out)s. %(state)s."
        )
        lines.append(words % facts)
    return "\n".join(lines) or _("There is no contract yet.")
