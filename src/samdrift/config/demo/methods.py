"""Methods that are shared, who uses them, what some do otherwise, and what has been suggested. Synthetic."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.catalog import methods_heads
from samdrift.catalog.methods import tidy
from samdrift.catalog.models import (
    Method,
    MethodHead,
    MethodUse,
    MethodVariation,
    MethodVersion,
    PublishedSuggestion,
    Suggestion,
    SuggestionAnswer,
)

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

SHARED_OVER = 500  # days
A_YEAR = timedelta(days=365)


def build(demo: Demo) -> None:
    """This will write the methods with their versions, and what members say of them; drawn apart, so that no other step moves."""
    demo.tell("Methods ...")
    draw = random.Random(f"{demo.plan['seed']} methods")
    made = [_method(demo, draw, described) for described in demo.plan["methods"]["methods"]]
    methods_heads.keep_found_by(method.pk for method in made)


def _method(demo: Demo, draw: random.Random, described: dict[str, Any]) -> Method:
    today, versions = timezone.localdate(demo.at), described["versions"]
    began = demo.at - timedelta(days=SHARED_OVER + draw.randrange(200))
    published = [began + timedelta(days=SHARED_OVER * number // len(versions)) for number in range(len(versions))]
    review_on = today + timedelta(days=described["review_in_days"])
    method = Method.objects.create(
        kind=described["kind"],
        title=described["title"],
        title_en=described.get("title_en", ""),
        purpose=described["purpose"],
        purpose_en=described.get("purpose_en", ""),
        method_owner=draw.choice(demo.employees),
        reviewed_on=min(today, max(timezone.localdate(published[-1]), review_on - A_YEAR)),
        review_on=review_on,
    )
    rows = MethodVersion.objects.bulk_create(
        MethodVersion(
            method=method,
            number=number,
            text=tidy(one["text"]),
            text_en=tidy(one.get("text_en", "")),
            what_changed=one.get("what_changed", ""),
            published_at=at,
        )
        for number, (one, at) in enumerate(zip(versions, published, strict=True), start=1)
    )
    users = draw.sample(sorted(demo.members), described["used_by"])
    MethodHead.objects.create(method=method, version=rows[-1], used_by=len(users))
    MethodUse.objects.bulk_create(
        MethodUse(owner=demo.members[name], method=method, during=DateRange(today - timedelta(days=draw.randrange(20, 400)), None))
        for name in users
    )
    _said_of(demo, method, rows, described)
    return method


def _said_of(demo: Demo, method: Method, versions: list[MethodVersion], described: dict[str, Any]) -> None:
    for one in described.get("variations", []):
        facts = {
            "version": versions[one["version"] - 1],
            "text": tidy(one["text"]),
            "written_at": demo.at - timedelta(days=one["days_ago"]),
        }
        MethodVariation.objects.create(owner=demo.members[one["member"]], method=method, **facts)
    for one in described.get("suggestions", []):
        made_at, member = demo.at - timedelta(days=one["days_ago"]), demo.members[one["member"]]
        suggestion = Suggestion.objects.create(owner=member, method=method, text=one["text"], made_at=made_at)
        if answer := one.get("answer"):
            at, published = made_at + timedelta(days=6), None
            if one.get("published"):
                facts = {"method": method, "text": one["text"], "answer": answer, "published_at": at}
                published = PublishedSuggestion.objects.create(**facts)
            SuggestionAnswer.objects.create(owner=member, suggestion=suggestion, text=answer, published=published, answered_at=at)
