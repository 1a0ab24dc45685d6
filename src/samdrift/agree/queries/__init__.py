"""Every read of agreements, named by what comes back."""

from samdrift.agree.queries.adoptions import (
    Joining,
    adoptions_of,
    adoptions_read_by,
    adoptions_to_sign,
    joinings,
    joinings_of,
    may_propose_for,
    side_of,
    signed_in_order,
)
from samdrift.agree.queries.agreements import Listed, Standing, agreements_in_order
from samdrift.agree.queries.checks import differences_from_facts
from samdrift.agree.queries.coverage import (
    Gap,
    GapKind,
    coverage_in_force,
    coverages_in_force,
    coverages_to_come,
    gaps,
    targets_in_force,
    targets_of,
)
from samdrift.agree.queries.meaning import Meaning, coming_month, target_in_words
from samdrift.agree.queries.versions import (
    Differences,
    clauses_of,
    differences,
    digest_of_rows,
    latest_version,
    levels_offered,
    targets_promised_by,
    version_before,
    versions_of,
)

__all__ = [
    "Differences",
    "Gap",
    "GapKind",
    "Joining",
    "Listed",
    "Meaning",
    "Standing",
    "adoptions_of",
    "adoptions_read_by",
    "adoptions_to_sign",
    "agreements_in_order",
    "clauses_of",
    "coming_month",
    "coverage_in_force",
    "coverages_in_force",
    "coverages_to_come",
    "differences",
    "differences_from_facts",
    "digest_of_rows",
    "gaps",
    "joinings",
    "joinings_of",
    "latest_version",
    "levels_offered",
    "may_propose_for",
    "side_of",
    "signed_in_order",
    "target_in_words",
    "targets_in_force",
    "targets_of",
    "targets_promised_by",
    "version_before",
    "versions_of",
]
