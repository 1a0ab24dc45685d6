"""Services, their levels, and who takes which from when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.coverage import HIGHEST, LOWEST, Grades
from samdrift.core.walls import FEDERATION, FEDERATION_ID, TAKERS, Owner
from samdrift.members.models import Organization
from samdrift.team.models import Employee


class JustThis(Func):
    """An id as a range of itself, so that an exclusion constraint needs no extension to compare it."""

    function = "int8range"
    output_field = BigIntegerRangeField()

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


THE_THREE = Grades._fields


def all_graded() -> Q:
    """The three grades, each there and a step from lowest to highest; a check that comes to NULL would let a missing one through."""
    return Q(**{f"{name}__range": (LOWEST, HIGHEST) for name in THE_THREE}, **{f"{name}__isnull": False for name in THE_THREE})


def none_graded() -> Q:
    return Q(**{f"{name}__isnull": True for name in THE_THREE})


class Service(models.Model):
    """Something delivered and charged for."""

    class Kind(models.TextChoices):
        BASIC = "basic", _("Basic IT")
        BUSINESS = "business", _("Business system")
        PEOPLE = "people", _("People service")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    service_owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_base = models.BooleanField(default=False)  # every member takes it
    is_desk = models.BooleanField(default=False)  # where a new ticket starts

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_desk"], condition=Q(is_desk=True), name="catalog_service_one_desk")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A package on offer for one service; the higher the rank, the more it promises. It has all three grades or none yet."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField()
    confidentiality = models.PositiveSmallIntegerField(null=True, blank=True)
    integrity = models.PositiveSmallIntegerField(null=True, blank=True)
    availability = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="catalog_level_name_once"),
            models.UniqueConstraint(fields=["service", "rank"], name="catalog_level_rank_once"),
            models.CheckConstraint(condition=all_graded() | none_graded(), name="catalog_level_grades"),
        ]
        ordering = ["service", "-rank"]

    def __str__(self) -> str:
        return self.name

    @property
    def grades(self) -> Grades | None:
        if self.confidentiality is None or self.integrity is None or self.availability is None:
            return None
        return Grades(self.confidentiality, self.integrity, self.availability)


class Uptake(models.Model):
    """A member takes a service at a level for a span of days; one level at a time."""

    owner = Owner(Organization, kinds=TAKERS)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="catalog_uptake_one_level",
                expressions=[
                    (JustThis("owner"), RangeOperators.OVERLAPS),
                    (JustThis("service"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="catalog_uptake_lasts"),
        ]
        ordering = ["owner", "service", "during"]
