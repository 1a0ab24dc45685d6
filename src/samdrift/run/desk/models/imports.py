"""What was imported, and what could not be read."""

from __future__ import annotations

from django.db import models

from samdrift.core.walls import UNIT, Owner, Within
from samdrift.members.models import Organization


class ImportRun(models.Model):
    """One reading of a file of foreign tickets: which file, by which mapping, and what came of it."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.CharField(max_length=60)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    tickets_added = models.PositiveIntegerField()
    tickets_known = models.PositiveIntegerField()
    rows_kept = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]


class KeptRow(models.Model):
    """A row that could not be read, kept raw with its line number and the reason, for a person to look at."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    run = Within(ImportRun)
    line = models.PositiveIntegerField()
    raw = models.TextField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["run", "line"]
