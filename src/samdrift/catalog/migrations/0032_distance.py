import django.db.models.deletion
from django.db import migrations, models

import samdrift.core.walls


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0031_price_decision"),
        ("members", "0002_federation"),
        ("team", "0002_distance"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.service")),
                (
                    "skill",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.skill"),
                ),
            ],
            options={
                "ordering": ["service", "skill"],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "skill"), name="catalog_serviceskill_once"),
                    models.UniqueConstraint(fields=("owner", "id"), name="catalog_serviceskill_owner_id"),
                    samdrift.core.walls.Wall(kinds=("unit",), name="catalog_serviceskill_wall"),
                    samdrift.core.walls.SameOwner(field="skill", name="catalog_serviceskill_skill_same_owner"),
                ],
            },
        ),
    ]
