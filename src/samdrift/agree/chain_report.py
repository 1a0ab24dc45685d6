"""Whether the chain holds, as a report for the command line: the figures of its page, service by service."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.agree.chain import Verdict
from samdrift.agree.models import Measure, Target
from samdrift.agree.queries import Link, chain_links
from samdrift.team.models import Function
from samdrift.ui.amounts import share_text
from samdrift.ui.names import named_text
from samdrift.ui.times import duration_text


def chain_as_dict(*, on: date) -> dict[str, Any]:
    """This will return every promise in force on a day with what carries it, by service, and how many hold; shares in parts per million."""
    links = chain_links(on=on)
    counted = Counter(link.verdict for link in links)
    services: dict[int, dict[str, Any]] = {}
    for link in links:
        service = link.promise.service
        told = services.setdefault(service.pk, {"service": named_text(service).words, "promises": []})
        told["promises"].append(_told(link))
    return {
        "on": on.isoformat(),
        "promises": len(links),
        "verdicts": {verdict.value: counted[verdict] for verdict in Verdict},
        "services": list(services.values()),
    }


def _told(link: Link) -> dict[str, Any]:
    carried = link.judged.carried
    within = link.promise.within_seconds is not None
    return {
        "level": named_text(link.promise.level).words,
        **_promised(link.promise),
        "priority": link.promise.priority,
        "by": named_text(link.by).words,
        "to": named_text(link.to).words if link.to else None,
        "takers": link.takers,
        "agreement": named_text(link.agreement).words,
        "verdict": link.verdict.value,
        "carried_ppm": float(carried * 1_000_000) if carried is not None else None,
        "missing_ppm": link.missing_ppm,
        "left_seconds": link.left_seconds if within and link.factors else None,
        "carriers": [
            {
                "who": named_text(carrier.who).words,
                "is": "function" if isinstance(carrier.who, Function) else "supplier",
                "service": named_text(carrier.service).words,
                "below": carrier.is_below,
                "promises": _promised(said) if said else None,
            }
            for carrier, said in link.said(range(len(link.carriers)))
        ],
        "short": [
            {
                "who": named_text(carrier.who).words,
                "by": why,
                "from": gap[0].isoformat() if gap else None,
                "until": gap[1].isoformat() if gap else None,
            }
            for carrier, _said, why, gap in link.short
        ],
    }


def _promised(target: Target) -> dict[str, Any]:
    return {
        "measure": target.measure,
        "share_ppm": target.share_ppm,
        "within_seconds": target.within_seconds,
        "calendar": named_text(target.calendar).words,
    }


def chain_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read: how many hold, then service by service what falls short, with both figures."""
    total, counted = report["promises"], report["verdicts"]
    if not total:
        return _("Nothing is promised today.")
    short, unknown = counted[Verdict.SHORT], counted[Verdict.UNKNOWN]
    falling = ngettext(
        "One promise of %(of)s is not carried by what lies beneath.",
        "%(number)s promises of %(of)s are not carried by what lies beneath.",
        short,
    )
    lines = [falling % {"number": short, "of": total} if short else _("Nothing that can be told falls short.")]
    if unknown:
        lines.append(ngettext("One cannot be told.", "%(number)s cannot be told.", unknown) % {"number": unknown})
    for service in report["services"]:
        of = Counter(row["verdict"] for row in service["promises"])
        lines.append(f"{service['service']}: " + ", ".join(f"{Verdict(v).label} {of[v]}" for v in Verdict.values if of[v]))
        lines += [_line(row) for row in service["promises"] if row["verdict"] == Verdict.SHORT]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    said = f"  {row['level']}, {Measure(row['measure']).label}" + (f" {row['priority']}" if row["priority"] else "")
    parties = f"{row['by']} – {row['to']}" if row["to"] else row["by"]
    carried = [f"{one['who']} {_figure(one['promises'])}" for one in row["carriers"] if one["promises"]]
    return f"{said}: {parties} {_figure(row)}; {', '.join(carried)}"


def _figure(promised: dict[str, Any]) -> str:
    share = share_text(promised["share_ppm"] / 1_000_000, decimals=2)
    within = promised["within_seconds"]
    return share if within is None else f"{share}, {duration_text(within, hours_only=True)}"
