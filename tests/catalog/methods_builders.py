"""Methods, made by the actions that keep what follows from them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from samdrift.catalog.actions import methods, methods_use
from samdrift.catalog.models import Method, MethodVersion, Suggestion
from samdrift.core.access import inside
from samdrift.members.models import Organization
from tests.builders import NOW, TODAY, Cast, everywhere

REVIEW = date(2028, 1, 1)
_numbers = count(1)


def a_method(cast: Cast, title: str = "", text: str = "Öppna\nStäng", kind: Method.Kind = Method.Kind.HOW_TO, **more: Any) -> Method:
    facts = {"purpose": "När något händer", "method_owner": cast.employee("elin"), "review_on": REVIEW, **more}
    with everywhere() as samdrift:
        return methods.add_method(kind, title or f"Metod {next(_numbers)}", text=text, **facts, by=samdrift, on=TODAY, at=NOW)


def the_next_version(method: Method, text: str, what_changed: str = "Bättre", **more: Any) -> MethodVersion:
    with everywhere() as samdrift:
        after = MethodVersion.objects.filter(method=method).count()
        facts = {"what_changed": what_changed, "review_on": REVIEW, "after": after, **more}
        return methods.publish_method_version(method, text, **facts, by=samdrift, on=TODAY, at=NOW)


def uses(member: Organization, method: Method) -> None:
    with everywhere() as samdrift:
        methods_use.use_method(method, member, by=samdrift, on=TODAY, at=NOW)


def does_otherwise(member: Organization, method: Method, text: str) -> None:
    with everywhere() as samdrift:
        methods_use.write_variation(Method.objects.get(pk=method.pk), member, text, by=samdrift, at=NOW)


def a_suggestion(cast: Cast, method: Method, text: str = "Skriv ut telefonnumret.", by: str = "anna") -> Suggestion:
    actor = cast.actor(by)
    with inside(actor.walls):
        return methods_use.suggest_change(method, text, by=actor, at=NOW)
