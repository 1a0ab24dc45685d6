"""The one variable `page` that every template's frame reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from samdrift.config.slots import menu_for
from samdrift.core.access import IN_PUBLIC, Actor, inside
from samdrift.core.models import DemoMark
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.members.queries import seats_of
from samdrift.team.queries import leads_a_function, name_of


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
        leads = leads_a_function(actor)
        seated = replace(
            frame,
            menu=[MenuItem(str(label), url, request.path.startswith(url)) for label, url in _menu(actor, leads=leads)],
            person=name_of(actor) or getattr(request.user, "email", ""),
            role=_("Function manager") if leads else str(actor.role.label),
            organization=around.get(actor.owner_id),
            seats=len(seats_of(actor.account_id, on=timezone.localdate())),
            single_keys=getattr(request.user, "single_keys", True),
        )
        return {"now": timezone.localtime(), "page": seated}


def _menu(actor: Actor, *, leads: bool) -> list[tuple[str | Promise, str]]:
    return [(label, reverse(name)) for label, name in menu_for(actor.role, leads=leads)]
