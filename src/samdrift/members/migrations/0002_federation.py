"""The federation's own row: every database has one, and its id is always 1. Whoever sets it up gives it its name."""

from typing import Any

from django.db import migrations

from samdrift.core.walls import FEDERATION_ID, RunInsideWalls


def add_federation(apps: Any, schema_editor: Any) -> None:
    organization = apps.get_model("members", "Organization")
    organization.objects.create(id=FEDERATION_ID, owner_id=FEDERATION_ID, kind="federation", name="–", short_name="–")


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [
        migrations.RunSQL(f"ALTER TABLE members_organization ALTER COLUMN id RESTART WITH {FEDERATION_ID + 1}", migrations.RunSQL.noop),
        RunInsideWalls(add_federation, migrations.RunPython.noop),
    ]
