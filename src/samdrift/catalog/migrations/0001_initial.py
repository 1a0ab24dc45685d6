import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import samdrift.catalog.models
import samdrift.core.walls
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        ('team', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('basic', 'Basic IT'), ('business', 'Business system'), ('people', 'People service')], max_length=10)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('description', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('is_base', models.BooleanField(default=False)),
                ('is_desk', models.BooleanField(default=False)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='team.employee')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=40)),
                ('rank', models.PositiveSmallIntegerField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='catalog.service')),
            ],
            options={
                'ordering': ['service', '-rank'],
            },
        ),
        migrations.CreateModel(
            name='Uptake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.level')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['owner', 'service', 'during'],
            },
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('is_desk', True)), fields=('is_desk',), name='catalog_service_one_desk'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='catalog_service_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='catalog_service_wall'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('service', 'name'), name='catalog_level_name_once'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('service', 'rank'), name='catalog_level_rank_once'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='catalog_level_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='catalog_level_wall'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(samdrift.catalog.models.JustThis('owner'), '&&'), (samdrift.catalog.models.JustThis('service'), '&&'), ('during', '&&')], name='catalog_uptake_one_level'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='catalog_uptake_lasts'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='catalog_uptake_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=samdrift.core.walls.Wall(kinds=('member', 'customer', 'unit'), name='catalog_uptake_wall'),
        ),
    ]
