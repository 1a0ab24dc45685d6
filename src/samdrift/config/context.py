"""The variable `page` that every template's frame reads, and `escalation`: whom a deviation is taken to, asked for where it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from samdrift.config.slots import Item, marked_in, menu_for, more_for
from samdrift.config.work import work_of
from samdrift.core.access import IN_PUBLIC, Actor, inside
from samdrift.core.models import DemoMark
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.members.queries import seats_of
from samdrift.members.queries.decisions import escalation
from samdrift.team.queries import name_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around every page shows; empty where nobody is signed in."""

    languages: list[tuple[str, str, bool]]
    federation: Organization | None = None
    synthetic: bool = False
    menu: list[MenuItem] = field(default_factory=list)
    more: list[MenuItem] = field(default_factory=list)
    person: str = ""
    role: str = ""
    organization: Organization | None = None
    seats: int = 0
    single_keys: bool = True


def page(request: HttpRequest) -> dict[str, Any]:
    """This will read the frame's facts; at the price of four small queries a page, five for the unit's staff."""
    chosen = get_language()
    languages = [(code, str(get_language_info(code)["name_local"]).capitalize(), code == chosen) for code, _name in settings.LANGUAGES]
    actor: Actor | None = getattr(request, "actor", None)
    with inside(actor.walls if actor else IN_PUBLIC):
        around = {o.pk: o for o in Organization.objects.filter(pk__in={FEDERATION_ID, actor.owner_id if actor else FEDERATION_ID})}
        frame = Page(languages, around.get(FEDERATION_ID), DemoMark.objects.exists())
        if actor is None:
            return {"page": frame}
        work = work_of(actor)
        menu = menu_for(actor.role, work)
        seated = replace(
            frame,
            menu=_items(menu, marked_in(menu, request.path) if request.resolver_match else None),
            more=_items(more_for(actor.role, work)),
            person=name_of(actor) or getattr(request.user, "email", ""),
            role=str(work.called() or actor.role.label),
            organization=around.get(actor.owner_id),
            seats=len(seats_of(actor.account_id, on=timezone.localdate())),
            single_keys=getattr(request.user, "single_keys", True),
        )
        today = timezone.localdate()
        return {"now": timezone.localtime(), "page": seated, "escalation": SimpleLazyObject(lambda: escalation(on=today))}


def _items(items: Sequence[Item], marked: str | None = None) -> list[MenuItem]:
    """The items with their addresses."""
    return [MenuItem(str(label), reverse(name), name == marked) for label, name in items]
