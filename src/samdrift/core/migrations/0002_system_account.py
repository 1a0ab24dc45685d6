"""The account as which imports, jobs and kept failures are written; nobody can sign in with it."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations


def add_system_account(apps: Any, schema_editor: Any) -> None:
    apps.get_model("core", "Account").objects.create(email="system@samdrift.invalid", password=make_password(None), is_system=True)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(add_system_account, migrations.RunPython.noop)]
