"""What can be answered with no.

Refused                a rule says no: worded for the user, answered in one place (config/middleware.py), kept in the audit
├── NotAllowed         403  this role may not do this
├── BadInput           422  what was given cannot be read or does not fit
└── (its children)     409  beside the action that refuses: `AgreementOverlaps`, `SettlementIsClosed`, ...

A caller that misuses an engine gets a named ValueError from that engine; a bug is not caught.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """This will say no in the user's language: `words` is the fact, with `%(name)s` for each fact given.

    `way_on` says what one can do instead; `way_back`, where a view knows it, is the label and the address of a page to go back to.
    """

    status = 409
    words: str | Promise = _("This cannot be done.")
    way_on: str | Promise = ""
    way_back: tuple[str, str] | None = None

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.words) % self.facts if self.facts else str(self.words)

    def onward(self) -> str:
        """This will say what one can do instead, with its facts."""
        return str(self.way_on) % self.facts if self.facts else str(self.way_on)


class NotAllowed(Refused):
    status = 403
    words = _("Your role does not let you do this.")


class BadInput(Refused):
    status = 422
    words = _("This cannot be read.")
