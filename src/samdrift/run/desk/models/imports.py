"""What was imported, from where, and what could not be read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, TAKERS, UNIT, Owner, Within
from samdrift.members.models import Organization
from samdrift.run.desk.models.tickets import Ticket


class ImportRun(models.Model):
    """One reading of a file of foreign tickets: which file, by which mapping, whose it is, and what came of it.

    The federation's, without any row of a member: whoever reads a figure from the log may know where the log comes from.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    mapping = models.CharField(max_length=60)
    mapping_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    tickets_added = models.PositiveIntegerField()
    tickets_known = models.PositiveIntegerField()
    rows_kept = models.PositiveIntegerField()
    source = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(blank=True)
    license = models.CharField(max_length=60, blank=True)
    license_url = models.URLField(blank=True)
    members_are_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "mapping_digest"], name="desk_import_run_once")]
        ordering = ["-at"]


class ImportedFact(models.Model):
    """What has no place in a ticket's history: which reading brought it, and whether the log's own flag calls it in time."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    ticket = Within(Ticket)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    flagged_in_time = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket"], name="desk_imported_fact_once")]


class KeptRow(models.Model):
    """A row that could not be read, kept raw with its line number and the reason, for a person to look at."""

    class Reason(models.TextChoices):
        CELLS = "cells", _("it has more or fewer cells than the heading")
        NUMBER = "number", _("it has no number of an incident")
        OPENED = "opened", _("the time it was opened is missing")
        TIME = "time", _("a time cannot be read")
        ORDER = "order", _("it ends before it begins")
        STATE = "state", _("the mapping does not know this state")
        PRIORITY = "priority", _("the mapping does not know this priority")
        FLAG = "flag", _("the mapping does not know this word for in time or late")
        OTHER_OPENED = "reopened", _("earlier rows of the same incident say that it was opened at another time")

    owner = Owner(Organization, kinds=UNIT, facts=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    found = models.CharField(max_length=200, blank=True)  # the cell that could not be read
    raw = models.TextField()

    class Meta:
        ordering = ["run", "line"]
