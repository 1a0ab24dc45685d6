"""What was just done, with the way to take it back: the deed that does the opposite, filled in, as one button beside the message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Undo:
    """Where the opposite is done, and the fields that say what."""

    url: str
    fields: Mapping[str, str]


def done_with_undo(request: HttpRequest, words: str, *, url: str, fields: Mapping[str, object]) -> None:
    """This function will tell on the next page what was done and offer *Undo*, which posts `fields` to `url`; a field of None is left out.

    The door at `url` decides whether it may: nothing is promised by the message.
    """
    said = {name: str(value) for name, value in fields.items() if value is not None}
    messages.success(request, words, extra_tags=json.dumps({"url": url, "fields": said}))


def undo_of(message: Message) -> Undo | None:
    """This function will return the way back that a message offers, if it does."""
    tags: Any = message.extra_tags or ""
    return Undo(**json.loads(tags)) if tags.startswith("{") else None
