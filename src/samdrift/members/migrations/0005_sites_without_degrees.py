"""A site need not say where on earth it lies: a federation without a map loses nothing."""

from __future__ import annotations

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_legal_person")]

    operations = [
        migrations.AlterField(
            "site",
            "latitude",
            models.FloatField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)],
            ),
        ),
        migrations.AlterField(
            "site",
            "longitude",
            models.FloatField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)],
            ),
        ),
        migrations.AddConstraint(
            "site",
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="members_site_two_degrees_or_none",
            ),
        ),
    ]
