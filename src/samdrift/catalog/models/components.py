"""What services are built of, and what stands on what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samdrift.catalog.models.services import Service
from samdrift.catalog.standing import Edge, Part
from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization, Site


def exactly_one(*fields: str) -> Q:
    """This will return the condition that one of these relations is set and the others are not."""
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{other}__isnull": other != field for other in fields})
    return condition


class Component(models.Model):
    """Something that services stand on and that nobody orders by itself: a database, a server room, a supplier's cloud."""

    kind = "component"  # as a service has one, so that a page can tell them apart

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)  # none: it runs at no site

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


Thing = Service | Component


def part_of(thing: Thing) -> Part:
    """This will return what stands for a service or a component in the arithmetic of what stands on what."""
    return Part("service" if isinstance(thing, Service) else "component", thing.pk)


def one_of(part: Part, *, service: str = "service", component: str = "component") -> dict[str, int | None]:
    """This will return a part as the two columns that hold it, one of them empty."""
    return {f"{service}_id": part.pk if part.kind == "service" else None, f"{component}_id": part.pk if part.kind == "component" else None}


class Dependency(models.Model):
    """That a service stands on a service or a component, or a component on a component: it stops when the other one does."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    on_service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    on_component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "component", "on_service", "on_component"], nulls_distinct=False, name="catalog_dependency_once"
            ),
            models.CheckConstraint(condition=exactly_one("service", "component"), name="catalog_dependency_of_one"),
            models.CheckConstraint(condition=exactly_one("on_service", "on_component"), name="catalog_dependency_on_one"),
            models.CheckConstraint(condition=Q(component=None) | Q(on_service=None), name="catalog_dependency_no_component_on_service"),
            models.CheckConstraint(
                condition=(Q(service=None) | Q(on_service=None) | ~Q(service=F("on_service")))
                & (Q(component=None) | Q(on_component=None) | ~Q(component=F("on_component"))),
                name="catalog_dependency_not_on_itself",
            ),
        ]
        ordering = ["pk"]

    @property
    def edge(self) -> Edge:
        return Edge(_part(self.service_id, self.component_id), _part(self.on_service_id, self.on_component_id))


def _part(service_id: int | None, component_id: int | None) -> Part:
    if service_id is not None:
        return Part("service", service_id)
    assert component_id is not None, "one of the two is set, says the table"
    return Part("component", component_id)
