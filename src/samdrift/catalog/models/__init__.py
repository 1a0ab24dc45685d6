"""What the catalog stores."""

from samdrift.catalog.models.capabilities import (
    Capability,
    CapabilitySystem,
    PublishedCost,
)
from samdrift.catalog.models.components import (
    Component,
    Dependency,
    Thing,
    one_of,
    part_of,
)
from samdrift.catalog.models.grades import (
    GradesRequired,
    GradesTaken,
    Price,
    Requirement,
    Variant,
)
from samdrift.catalog.models.interfaces import (
    Interface,
    InterfaceUse,
)
from samdrift.catalog.models.methods import (
    Method,
    MethodHead,
    MethodUse,
    MethodVariation,
    MethodVersion,
    PublishedSuggestion,
    Suggestion,
    SuggestionAnswer,
)
from samdrift.catalog.models.services import (
    JustThis,
    Level,
    Service,
    Uptake,
)
from samdrift.catalog.models.skills import ServiceSkill

__all__ = [
    "Capability",
    "CapabilitySystem",
    "Component",
    "Dependency",
    "GradesRequired",
    "GradesTaken",
    "Interface",
    "InterfaceUse",
    "JustThis",
    "Level",
    "Method",
    "MethodHead",
    "MethodUse",
    "MethodVariation",
    "MethodVersion",
    "Price",
    "PublishedCost",
    "PublishedSuggestion",
    "Requirement",
    "Service",
    "ServiceSkill",
    "Suggestion",
    "SuggestionAnswer",
    "Thing",
    "Uptake",
    "Variant",
    "one_of",
    "part_of",
]
