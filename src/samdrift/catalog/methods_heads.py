"""What is kept beside methods: the version that counts, how many use it, and what it is found by; recomputed by `samdrift check`."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max

from samdrift.catalog.models import MethodHead, MethodUse, MethodVersion

# PostgreSQL's own dictionaries; a federation whose first language has none here finds words as they are written
FIRST = {"sv": "swedish"}.get(str(settings.LANGUAGE_CODE).split("-")[0], "simple")
_ROWS = "catalog_method AS method, catalog_methodversion AS version WHERE method.id = head.method_id AND version.id = head.version_id"


def _weighed(own: str, english: str, weight: str) -> str:
    """One text in both languages: as stems of each, and as written, so that the beginning of a word finds it."""
    return (
        f"setweight(to_tsvector('{FIRST}', {own}) || to_tsvector('english', {english}) "
        f"|| to_tsvector('simple', {own}) || to_tsvector('simple', {english}), '{weight}')"
    )


VECTOR = " || ".join(
    (
        _weighed("method.title", "method.title_en", "A"),
        _weighed("method.purpose", "method.purpose_en", "B"),
        _weighed("version.text", "version.text_en", "C"),
    )
)


def lock(method_id: int) -> MethodHead:
    """This will lock what is kept beside a method; to be called within walls that write the federation's rows.

    Its version and method are read afterwards: joined, they would be those from before whoever held the lock.
    """
    return MethodHead.objects.select_for_update(no_key=True).defer("search").get(method_id=method_id)


def keep_found_by(method_ids: Iterable[int]) -> None:
    """This will write what methods are found by, from their titles and the versions that count."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE catalog_methodhead AS head SET search = {VECTOR} FROM {_ROWS} AND method.id = ANY(%s)", [list(method_ids)])


def differences() -> list[str]:
    """This will recompute all three and say where what is kept differs; nothing is good. To be called inside the walls of all members."""
    numbers = dict(MethodVersion.objects.order_by().values_list("method_id").annotate(Max("number")))
    used = dict(MethodUse.objects.filter(during__upper_inf=True).order_by().values_list("method_id").annotate(Count("pk")))
    kept = {head.method_id: head for head in MethodHead.objects.select_related("version").defer("search")}
    found = []
    for method_id in sorted(numbers.keys() | kept.keys()):
        right = (numbers.get(method_id), used.get(method_id, 0))
        head = kept.get(method_id)
        if head is None or (head.version.number, head.used_by) != right:
            now = "nothing" if head is None else f"version {head.version.number}, used by {head.used_by}"
            found.append(f"method {method_id}: kept as {now}, recomputed version {right[0]}, used by {right[1]}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT method.id FROM catalog_methodhead AS head, {_ROWS} AND head.search IS DISTINCT FROM ({VECTOR}) ORDER BY 1")
        found += [f"method {method_id}: it is found by other words than it has" for (method_id,) in cursor.fetchall()]
    return found
