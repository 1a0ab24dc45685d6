"""What the catalog stores."""

from samdrift.catalog.models.grades import GradesRequired, GradesTaken, Price, Requirement, Variant
from samdrift.catalog.models.services import JustThis, Level, Service, Uptake

__all__ = ["GradesRequired", "GradesTaken", "JustThis", "Level", "Price", "Requirement", "Service", "Uptake", "Variant"]
