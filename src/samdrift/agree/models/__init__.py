"""Agreements in versions, who has adopted which, what is covered by one in force, and the months that fell short."""

from samdrift.agree.models.adoptions import AdoptedLevel, Adoption, Coverage, Signature
from samdrift.agree.models.agreements import (
    PRIORITIES,
    WHOLE_PPM,
    Agreement,
    Clause,
    Draft,
    DraftClause,
    DraftTarget,
    Measure,
    Target,
    Version,
    VersionTally,
)
from samdrift.agree.models.deviations import Deviation, Raising, Remedied, RemedyPlan, Responsible, Shortfall, Verification

__all__ = [
    "PRIORITIES",
    "WHOLE_PPM",
    "AdoptedLevel",
    "Adoption",
    "Agreement",
    "Clause",
    "Coverage",
    "Deviation",
    "Draft",
    "DraftClause",
    "DraftTarget",
    "Measure",
    "Raising",
    "Remedied",
    "RemedyPlan",
    "Responsible",
    "Shortfall",
    "Signature",
    "Target",
    "Verification",
    "Version",
    "VersionTally",
]
