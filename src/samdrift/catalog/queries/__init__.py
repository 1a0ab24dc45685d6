"""Every read of the catalog, named by what comes back."""

from samdrift.catalog.queries.coverage import (
    Carrier,
    Cell,
    Cells,
    Explained,
    WayOut,
    WaysOut,
    counted,
    coverage,
    explained,
    those_concerned,
)
from samdrift.catalog.queries.prices import (
    cost_minor,
    graded_levels,
    prices_in_force,
    prices_of,
    prices_that_count,
)
from samdrift.catalog.queries.requirements import (
    highest_required,
    latest_grades_required,
    latest_requirements,
    latest_requirements_of,
    requirements_of,
    running_at,
)
from samdrift.catalog.queries.services import (
    desk_service,
    levels_by_service,
    levels_of,
    may_take,
    services_in_order,
    takers_by_service,
    takers_of,
    uptakes_in_force,
    uptakes_of,
)
from samdrift.catalog.queries.variants import (
    variants,
    variants_noted,
)

__all__ = [
    "Carrier",
    "Cell",
    "Cells",
    "Explained",
    "WayOut",
    "WaysOut",
    "cost_minor",
    "counted",
    "coverage",
    "desk_service",
    "explained",
    "graded_levels",
    "highest_required",
    "latest_grades_required",
    "latest_requirements",
    "latest_requirements_of",
    "levels_by_service",
    "levels_of",
    "may_take",
    "prices_in_force",
    "prices_of",
    "prices_that_count",
    "requirements_of",
    "running_at",
    "services_in_order",
    "takers_by_service",
    "takers_of",
    "those_concerned",
    "uptakes_in_force",
    "uptakes_of",
    "variants",
    "variants_noted",
]
