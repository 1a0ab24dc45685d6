"""Does the chain hold: every promise held against what carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samdrift.agree.chain import Verdict
from samdrift.agree.deviation_files import CHAIN, chain_rows
from samdrift.agree.queries import Link, chain_links
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.errors import NotAllowed
from samdrift.core.tables import table_as_file


def _links(request: SeatedRequest) -> list[Link]:
    """What functions and suppliers promise the unit is the unit's own."""
    if request.actor.role not in READS_ALL:
        raise NotAllowed
    return chain_links(on=timezone.localdate())


@door(Deed.READ_AGREEMENTS)
def chain(request: SeatedRequest) -> HttpResponse:
    """Every promise by service with its verdict; what does not hold stands first, with both figures."""
    links = _links(request)
    of = {verdict: [link for link in links if link.verdict == verdict] for verdict in Verdict}
    uncarried = [link for link in of[Verdict.UNKNOWN] if not link.carriers]
    context = {
        "short": of[Verdict.SHORT],
        "unknown": _together(link for link in of[Verdict.UNKNOWN] if link.carriers),
        "unknown_count": len(of[Verdict.UNKNOWN]),
        "uncarried": {link.promise.service: None for link in uncarried},
        "holds": of[Verdict.HOLDS],
        "total": len(links),
    }
    return render(request, "agree/chain.html", context)


@dataclass(slots=True)
class Unsaid:
    """Promises of one service and measure, to the same, of which the same carriers say nothing: told once, whatever level and priority."""

    link: Link
    number: int = 0


def _together(links: Iterable[Link]) -> list[Unsaid]:
    found: dict[Any, Unsaid] = {}
    for link in links:
        key = (link.promise.service_id, link.promise.measure, link.to, tuple((one.who, one.service) for one in link.silent))
        found.setdefault(key, Unsaid(link)).number += 1
    return list(found.values())


@door(Deed.READ_AGREEMENTS)
def chain_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every link with its verdict and figures, as a file."""
    return table_as_file("chain", CHAIN, chain_rows(_links(request)), kind=kind)
