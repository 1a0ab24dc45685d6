"""The cast that tests begin with is the same, whether it was built or written from memory."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import transaction

from tests.builders import Cast, a_cast, everywhere
from tests.remembered import the_cast


def _all_that_is_there(cast: Cast) -> tuple[dict[str, int], list[tuple[str, str, str, str]]]:
    """How many rows each table holds, and who each of the cast is as one who signs in."""
    with everywhere():
        counts = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    actors = [(name, cast.actor(name)) for name in [*cast.people, "auditor"]]
    names = {each.pk: each.name for each in (cast.federation, cast.unit, cast.member, cast.other)}
    people = {name: person.name for name, person in cast.people.items()}
    return counts, [(name, people.get(name, ""), actor.role, names[actor.owner_id]) for name, actor in actors]


@pytest.mark.django_db
def test_a_cast_from_memory_is_the_cast_that_was_built() -> None:
    seen = []
    for way in (a_cast, the_cast, the_cast):  # the second time at the latest it is written from memory
        with transaction.atomic():
            seen.append(_all_that_is_there(way()))
            transaction.set_rollback(True)
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0]["core.Seat"] == len(seen[0][1])
