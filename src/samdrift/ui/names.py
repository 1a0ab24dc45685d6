"""Text that a federation keeps in two languages: its own first one (`name`) and English (`name_en`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Named:
    """This will hold the words chosen and, when they are not in the reader's language, which language they are in."""

    words: str
    foreign: str


def named_text(thing: object, field: str = "name") -> Named:
    """This function will choose between `field` and `field_en` of a thing by the active language; a missing one gives way to the other."""
    if isinstance(thing, str):
        return Named(thing, "")
    first = str(settings.LANGUAGE_CODE).split("-")[0]
    active = (get_language() or first).split("-")[0]
    # Read strictly: a misspelled field is a bug, an empty translation is not.
    own, english = (str(getattr(thing, name) or "") for name in (field, f"{field}_en"))
    wanted, other, others_language = (english, own, first) if active == "en" else (own, english, "en")
    return Named(wanted, "") if wanted or not other else Named(other, others_language)
