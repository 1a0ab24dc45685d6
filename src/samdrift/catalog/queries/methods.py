"""Reads of methods: found by words in both languages, who uses them, what somebody does otherwise and what is suggested."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchRank, SearchVectorExact, SearchVectorField
from django.db.models import Count, Exists, F, Func, OuterRef, QuerySet, Value

from samdrift.catalog.methods import beginnings
from samdrift.catalog.methods_heads import FIRST
from samdrift.catalog.models import (
    Method,
    MethodUse,
    MethodVariation,
    MethodVersion,
    PublishedSuggestion,
    Suggestion,
)
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization


class Which(StrEnum):
    """Which methods a list shows."""

    ALL = ""
    USED = "used"
    OVERDUE = "overdue"
    SUGGESTED = "suggested"


def methods_found(words: str = "", *, on: date, which: Which = Which.ALL, owner_id: int | None = None) -> QuerySet[Method]:
    """This will return the methods that have all the words, in either language, those with the words in their title first.

    A word is found by its stem, or by its beginning. Without words: all of them by title. `owner_id` is whose use is meant by USED.
    """
    found = Method.objects.select_related("method_owner", "head", "head__version").defer(
        "head__search", "head__version__text", "head__version__text_en"
    )
    if which == Which.USED:
        uses = MethodUse.objects.filter(method=OuterRef("pk"), during__upper_inf=True)
        found = found.filter(Exists(uses) if owner_id is None else Exists(uses.filter(owner_id=owner_id)))
    elif which == Which.OVERDUE:
        found = found.filter(review_on__lte=on)
    elif which == Which.SUGGESTED:
        found = found.filter(Exists(_unanswered().filter(method=OuterRef("pk"))))
    if not words.strip():
        return found.order_by(InAlphabet("title"), "pk")
    query = _has_all(words)
    titles = Func(F("head__search"), Value("{a}"), function="ts_filter", output_field=SearchVectorField())
    ranked = found.filter(head__search=query).annotate(in_title=SearchVectorExact(titles, query), rank=SearchRank(F("head__search"), query))
    return ranked.order_by("-in_title", "-rank", InAlphabet("title"), "pk")


def _has_all(words: str) -> SearchQueryCombinable:
    """All the words by the stems of one language, which leaves out its filling words; or each of them in one way or another."""
    query = _stems(words)
    each = [_stems(word) | SearchQuery(begun, config="simple", search_type="raw") for word, begun in beginnings(words)]
    return query | reduce(and_, each) if each else query


def _stems(words: str) -> SearchQueryCombinable:
    return SearchQuery(words, config=FIRST) | SearchQuery(words, config="english")


def methods_in_order() -> QuerySet[Method]:
    """This will return every method by title with its whole current text: what a file of them holds."""
    return Method.objects.select_related("method_owner", "head", "head__version").defer("head__search").order_by(InAlphabet("title"), "pk")


def versions_of_method(method: Method) -> list[MethodVersion]:
    """This will return the versions of a method, the one that counts first."""
    return list(MethodVersion.objects.filter(method=method).order_by("-number"))


def users_by_method(method_ids: Iterable[int]) -> dict[int, list[Organization]]:
    """This will return who uses each method now, by the method's id and the user's name, as far as the reader sees."""
    uses = MethodUse.objects.filter(method_id__in=list(method_ids), during__upper_inf=True).select_related("owner")
    found: dict[int, list[Organization]] = {}
    for use in uses.order_by("owner"):
        found.setdefault(use.method_id, []).append(use.owner)
    return found


def uses_of(method: Method) -> list[MethodUse]:
    """This will return the uses of a method that go on, by the member's name, as far as the reader sees."""
    uses = MethodUse.objects.filter(method=method, during__upper_inf=True).select_related("owner")
    return list(uses.order_by("owner"))


def use_of(method: Method, *, owner_id: int) -> MethodUse | None:
    """This will return one member's use of a method that goes on."""
    return MethodUse.objects.filter(method=method, owner_id=owner_id, during__upper_inf=True).first()


def methods_used(*, owner_id: int) -> set[int]:
    """This will return the ids of the methods that one member uses now."""
    return set(MethodUse.objects.filter(owner_id=owner_id, during__upper_inf=True).values_list("method_id", flat=True))


def variation_of(method: Method, *, owner_id: int) -> MethodVariation | None:
    """This will return what one member does instead, where it does."""
    latest = MethodVariation.objects.filter(method=method, owner_id=owner_id).select_related("owner", "version")
    found = latest.order_by("-written_at", "-pk").first()
    return found if found is not None and found.text else None


def variations_of(method: Method) -> list[MethodVariation]:
    """This will return what each member does instead, by the member's name, as far as the reader sees."""
    latest = MethodVariation.objects.filter(method=method).order_by("owner_id", "-written_at", "-pk").distinct("owner_id")
    found = MethodVariation.objects.filter(pk__in=latest.values("pk")).exclude(text="").select_related("owner", "version")
    return list(found.order_by("owner"))


def method_uses(*, owner_id: int | None = None) -> QuerySet[MethodUse]:
    """This will return every use, ended ones too, by method and member: what a file of them holds; with `owner_id`, one member's."""
    found = MethodUse.objects.select_related("owner", "method").order_by(InAlphabet("method__title"), "owner", "during")
    return found if owner_id is None else found.filter(owner_id=owner_id)


def latest_variations(*, owner_id: int | None = None) -> QuerySet[MethodVariation]:
    """This will return what each member wrote last of each method, empty where it does as everybody else again, by method and member."""
    latest = MethodVariation.objects.order_by("owner_id", "method_id", "-written_at", "-pk").distinct("owner_id", "method_id")
    if owner_id is not None:
        latest = latest.filter(owner_id=owner_id)
    found = MethodVariation.objects.filter(pk__in=latest.values("pk")).select_related("owner", "method", "version")
    return found.order_by(InAlphabet("method__title"), "owner", "pk")


def suggestions_made(*, owner_id: int | None = None) -> QuerySet[Suggestion]:
    """This will return every suggestion with its answer, by method, the earliest first; with `owner_id`, what came from there."""
    found = Suggestion.objects.select_related("owner", "method").prefetch_related("answers")
    found = found.order_by(InAlphabet("method__title"), "made_at", "pk")
    return found if owner_id is None else found.filter(owner_id=owner_id)


def variations_by_method() -> dict[int, int]:
    """This will return how many members do something else, by the method's id, as far as the reader sees."""
    counted = latest_variations().exclude(text="").select_related(None).order_by().values("method")
    return dict(counted.annotate(number=Count("pk")).values_list("method", "number"))


def suggestions_of(method: Method, *, owner_id: int | None = None) -> list[Suggestion]:
    """This will return what is suggested, the latest first, with answers; with `owner_id`, what came from there."""
    found = Suggestion.objects.filter(method=method).select_related("owner").prefetch_related("answers")
    if owner_id is not None:
        found = found.filter(owner_id=owner_id)
    return list(found.order_by("-made_at", "-pk"))


def published_suggestions(method: Method) -> list[PublishedSuggestion]:
    """This will return the suggestions that the unit shows to everybody, the latest first."""
    return list(PublishedSuggestion.objects.filter(method=method).order_by("-published_at", "-pk"))


def suggestions_waiting() -> dict[int, int]:
    """This will return how many suggestions wait for an answer, by the method's id, as far as the reader sees."""
    return dict(_unanswered().order_by().values("method").annotate(number=Count("pk")).values_list("method", "number"))


def _unanswered() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(answers__isnull=True)
