"""Whether a service worked: measured within agreed hours, and worked out from what it stands on."""

from samdrift.engines.availability.compose import (
    NotAComponent,
    ProbabilityMissing,
    ProbabilityOutOfRange,
    UnknownTop,
    compose,
    importance,
)
from samdrift.engines.availability.counted import Outage, PiecesDoNotTile, ShareOutOfRange, Window, WindowReversed
from samdrift.engines.availability.diagram import TooWide
from samdrift.engines.availability.graph import CountOutOfRange, Need, NeedsItself, NotAGraph, NothingNeeded, ServiceGraph, UnknownKind
from samdrift.engines.availability.measure import Availability, measure
from samdrift.engines.availability.reliability import Reliability, reliability

__all__ = [
    "Availability",
    "CountOutOfRange",
    "Need",
    "NeedsItself",
    "NotAComponent",
    "NotAGraph",
    "NothingNeeded",
    "Outage",
    "PiecesDoNotTile",
    "ProbabilityMissing",
    "ProbabilityOutOfRange",
    "Reliability",
    "ServiceGraph",
    "ShareOutOfRange",
    "TooWide",
    "UnknownKind",
    "UnknownTop",
    "Window",
    "WindowReversed",
    "compose",
    "importance",
    "measure",
    "reliability",
]
