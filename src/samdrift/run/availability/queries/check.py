"""The heads of outages, computed again from what was said."""

from __future__ import annotations

from samdrift.run.availability.models import SAID, Outage, OutageStatement


def differences() -> list[str]:
    """This will return a line for each outage whose head is not what its latest statement says; none after any action."""
    latest = {statement.outage_id: statement for statement in OutageStatement.objects.order_by("number")}
    found = []
    for outage in Outage.objects.order_by("pk"):
        said = latest.get(outage.pk)
        if said is None:
            found.append(f"outage {outage.pk}: nothing was said of it")
            continue
        wrong = [name for name in SAID if getattr(outage, name) != getattr(said, name)]
        wrong += ["latest"] if outage.latest != said.number else []
        found += [f"outage {outage.pk}: {name} differs from statement {said.number}" for name in wrong]
    return found
