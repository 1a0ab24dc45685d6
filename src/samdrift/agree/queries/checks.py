"""What the projections of this room should say, recomputed from facts; `samdrift check` reports the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from samdrift.agree.covering import Cover, covers_of
from samdrift.agree.models import Adoption, Agreement, Coverage, Signature, Version, VersionTally
from samdrift.agree.queries.adoptions import signed_in_order
from samdrift.agree.queries.versions import clauses_of, digest_of_rows, targets_promised_by, terms_signed


def differences_from_facts() -> Iterator[str]:
    """This will name every adoption, coverage, tally and version that does not say what its facts give; read it inside every wall."""
    yield from _states()
    yield from _coverages()
    yield from _tallies()
    for version in Version.objects.select_related("agreement"):
        if digest_of_rows(clauses_of(version), targets_promised_by(version), terms_signed(version)) != version.digest:
            yield f"agree.version {version.pk}: the text is not what was signed"


def _states() -> Iterator[str]:
    signed = Counter(Signature.objects.values_list("adoption", flat=True))
    for adoption in Adoption.objects.order_by("pk"):
        if (adoption.state == Adoption.State.SIGNED) != (signed[adoption.pk] == len(Signature.Side)):
            yield f"agree.adoption {adoption.pk}: {adoption.state} with {signed[adoption.pk]} signatures"


def _coverages() -> Iterator[str]:
    agreements = Agreement.objects.in_bulk()
    signed = set(Adoption.objects.filter(state=Adoption.State.SIGNED).values_list("owner_id", "function_id", "version__agreement_id"))
    covered = set(Coverage.objects.values_list("owner_id", "adoption__function_id", "adoption__version__agreement_id"))
    for owner_id, function_id, agreement_id in sorted(signed | covered, key=lambda key: (key[0], key[1] or 0, key[2])):
        agreement = agreements[agreement_id]
        supplier = agreement.provider_id if agreement.kind == Agreement.Kind.UNDERPINNING else None
        kept = Coverage.objects.filter(owner_id=owner_id, adoption__function=function_id, adoption__version__agreement=agreement_id)
        stored = {Cover(c.adoption_id, c.service_id, c.level_id, c.during.lower, c.during.upper) for c in kept}
        due = set(covers_of(signed_in_order(owner_id, agreement, function_id=function_id)))
        for coverage in kept:
            if (coverage.function_id, coverage.supplier_id) != (function_id, supplier):
                yield f"agree.coverage {coverage.pk}: not of the parties of its adoption"
        if stored != due:
            wrong = sorted({cover.adoption for cover in stored ^ due})
            yield f"agree.coverage of {owner_id} under agreement {agreement_id}: adoptions {wrong}"


def _tallies() -> Iterator[str]:
    live = Adoption.objects.exclude(state=Adoption.State.REPLACED)
    takers = live.values_list("owner", "function", "version").distinct()
    offered = Counter(version for _owner, _function, version in takers)
    adopted = Counter(version for _owner, _function, version in takers.filter(state=Adoption.State.SIGNED))
    for tally in VersionTally.objects.order_by("pk"):
        due = (offered[tally.version_id], adopted[tally.version_id])
        if (tally.offered, tally.adopted) != due:
            yield f"agree.versiontally of version {tally.version_id}: {tally.offered}, {tally.adopted}, not {due[0]}, {due[1]}"
