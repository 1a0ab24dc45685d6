"""What the projections of this room should say, recomputed from facts; `samdrift check` reports the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from samdrift.agree.covering import Cover, covers_of
from samdrift.agree.models import Adoption, Agreement, Coverage, Signature, Version, VersionTally
from samdrift.agree.queries.adoptions import signed_in_order
from samdrift.agree.queries.versions import clauses_of, digest_of_rows, targets_promised_by


def differences_from_facts() -> Iterator[str]:
    """This will name every adoption, coverage, tally and version that does not say what its facts give; read it inside every wall."""
    yield from _states()
    yield from _coverages()
    yield from _tallies()
    for version in Version.objects.select_related("agreement"):
        if digest_of_rows(clauses_of(version), targets_promised_by(version)) != version.digest:
            yield f"agree.version {version.pk}: the text is not what was signed"


def _states() -> Iterator[str]:
    signed = Counter(Signature.objects.values_list("adoption", flat=True))
    for adoption in Adoption.objects.order_by("pk"):
        if (adoption.state == Adoption.State.SIGNED) != (signed[adoption.pk] == len(Signature.Side)):
            yield f"agree.adoption {adoption.pk}: {adoption.state} with {signed[adoption.pk]} signatures"


def _coverages() -> Iterator[str]:
    agreements = Agreement.objects.in_bulk()
    signed = set(Adoption.objects.filter(state=Adoption.State.SIGNED).values_list("owner_id", "version__agreement_id"))
    covered = set(Coverage.objects.values_list("owner_id", "adoption__version__agreement_id"))
    for owner_id, agreement_id in sorted(signed | covered):
        kept = Coverage.objects.filter(owner_id=owner_id, adoption__version__agreement=agreement_id)
        stored = {Cover(c.adoption_id, c.service_id, c.level_id, c.during.lower, c.during.upper) for c in kept}
        due = set(covers_of(signed_in_order(owner_id, agreements[agreement_id])))
        if stored != due:
            wrong = sorted({cover.adoption for cover in stored ^ due})
            yield f"agree.coverage of {owner_id} under agreement {agreement_id}: adoptions {wrong}"


def _tallies() -> Iterator[str]:
    live = Adoption.objects.exclude(state=Adoption.State.REPLACED)
    offered = Counter(version for _owner, version in live.values_list("owner", "version").distinct())
    adopted = Counter(v for _owner, v in live.filter(state=Adoption.State.SIGNED).values_list("owner", "version").distinct())
    for tally in VersionTally.objects.order_by("pk"):
        due = (offered[tally.version_id], adopted[tally.version_id])
        if (tally.offered, tally.adopted) != due:
            yield f"agree.versiontally of version {tally.version_id}: {tally.offered}, {tally.adopted}, not {due[0]}, {due[1]}"
