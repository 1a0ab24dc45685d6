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
from samdrift.catalog.models.services import (
    JustThis,
    Level,
    Service,
    Uptake,
)

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
    "Price",
    "PublishedCost",
    "Requirement",
    "Service",
    "Thing",
    "Uptake",
    "Variant",
    "one_of",
    "part_of",
]
