"""Methods that members share: their versions, who uses them, what somebody does otherwise, and what somebody suggests."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models.services import JustThis
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, TAKERS, Owner, Within
from samdrift.members.models import Organization
from samdrift.team.models import Employee


class Method(models.Model):
    """A shared way to do something. Its text stands in versions; somebody in the unit answers for it and looks at it again in time."""

    class Kind(models.TextChoices):
        HOW_TO = "how_to", _("How-to")
        TEMPLATE = "template", _("Template")
        CHECKLIST = "checklist", _("Checklist")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200)
    purpose_en = models.CharField(max_length=200, blank=True)
    method_owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    review_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("title"), name="catalog_method_title_once")]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class MethodVersion(models.Model):
    """The text of a method from an instant on, and what changed from the version before."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_en = models.TextField(blank=True)
    what_changed = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["method", "number"], name="catalog_methodversion_once")]
        ordering = ["method", "-number"]


class MethodHead(models.Model):
    """A projection: the version of a method that counts, how many use it, and what it is found by."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    method = models.OneToOneField(Method, on_delete=models.PROTECT, related_name="head")
    version = models.ForeignKey(MethodVersion, on_delete=models.PROTECT, related_name="+")
    used_by = models.PositiveIntegerField(default=0)
    search = SearchVectorField(null=True)


class MethodUse(models.Model):
    """A member uses a method, from a day that has come; without a last day it does so still."""

    owner = Owner(Organization, kinds=MEMBERS)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="catalog_methoduse_once",
                expressions=[
                    (JustThis("owner"), RangeOperators.OVERLAPS),
                    (JustThis("method"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="catalog_methoduse_lasts"),
        ]
        ordering = ["owner", "method", "during"]


class MethodVariation(models.Model):
    """What one member does instead, as a whole text; the latest counts, and an empty one says that it does as everybody else again."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(MethodVersion, on_delete=models.PROTECT, related_name="+")  # the one that counted when it was written
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "method", "-written_at", "-id"], name="catalog_methodvariation_latest")]
        ordering = ["owner", "method", "-written_at", "-pk"]


class PublishedSuggestion(models.Model):
    """A suggestion and its answer, shown to everybody by the unit without saying whose it was."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    answer = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["method", "-published_at", "-pk"]


class Suggestion(models.Model):
    """What somebody wants changed in a method. It stays their organization's and the unit's until the unit publishes it."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["method", "-made_at", "-pk"]


class SuggestionAnswer(models.Model):
    """What the method's owner answers, once; `published` is the row that shows both to everybody, where one does."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    suggestion = Within(Suggestion, related_name="answers")
    text = models.TextField()
    published = models.ForeignKey(PublishedSuggestion, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion"], name="catalog_suggestionanswer_once")]
        ordering = ["suggestion"]
