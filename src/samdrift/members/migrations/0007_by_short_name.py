"""Organizations stand in the order of their short names, which is what lists show."""

from __future__ import annotations

from django.db import migrations

from samdrift.core.order import InAlphabet


class Migration(migrations.Migration):
    dependencies = [("members", "0006_moved_meetings")]

    operations = [migrations.AlterModelOptions(name="organization", options={"ordering": [InAlphabet("short_name")]})]
