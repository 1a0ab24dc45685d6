import django.db.models.deletion
import samdrift.core.walls
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MaintenanceWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_at', models.DateTimeField()),
                ('end_at', models.DateTimeField()),
                ('announced_at', models.DateTimeField()),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=200)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['-start_at'],
            },
        ),
        migrations.CreateModel(
            name='MaintenanceHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share_ppm', models.PositiveIntegerField(default=1000000)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.site')),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='availability.maintenancewindow')),
            ],
        ),
        migrations.CreateModel(
            name='Cancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('window', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='availability.maintenancewindow')),
            ],
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_at', models.DateTimeField()),
                ('end_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=200)),
                ('withdrawn', models.BooleanField(default=False)),
                ('latest', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['-start_at'],
            },
        ),
        migrations.CreateModel(
            name='OutageStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_at', models.DateTimeField()),
                ('end_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=200)),
                ('withdrawn', models.BooleanField(default=False)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('outage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='availability.outage')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['outage', 'number'],
            },
        ),
        migrations.CreateModel(
            name='OutageHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share_ppm', models.PositiveIntegerField(default=1000000)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.site')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='availability.outagestatement')),
            ],
        ),
        migrations.AddConstraint(
            model_name='maintenancewindow',
            constraint=models.CheckConstraint(condition=models.Q(('end_at__gt', models.F('start_at'))), name='availability_maintenance_lasts'),
        ),
        migrations.AddConstraint(
            model_name='maintenancewindow',
            constraint=models.CheckConstraint(condition=models.Q(('announced_at__lt', models.F('start_at'))), name='availability_maintenance_announced'),
        ),
        migrations.AddConstraint(
            model_name='maintenancewindow',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_maintenancewindow_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='maintenancewindow',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='availability_maintenancewindow_wall'),
        ),
        migrations.AddConstraint(
            model_name='maintenancehit',
            constraint=models.UniqueConstraint(fields=('owner', 'window', 'site'), name='availability_maintenance_hit_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='maintenancehit',
            constraint=models.CheckConstraint(condition=models.Q(('share_ppm__gt', 0), ('share_ppm__lte', 1000000)), name='availability_maintenance_hit_share'),
        ),
        migrations.AddConstraint(
            model_name='maintenancehit',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_maintenancehit_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='maintenancehit',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('member', 'customer', 'unit'), name='availability_maintenancehit_wall'),
        ),
        migrations.AddConstraint(
            model_name='cancellation',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_cancellation_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='cancellation',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='availability_cancellation_wall'),
        ),
        migrations.AddIndex(
            model_name='outage',
            index=models.Index(fields=['service', 'start_at'], name='availability_outage_by_service'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(('end_at__isnull', True), ('end_at__gt', models.F('start_at')), _connector='OR'), name='availability_outage_lasts'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_outage_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='availability_outage_wall'),
        ),
        migrations.AddConstraint(
            model_name='outagestatement',
            constraint=models.CheckConstraint(condition=models.Q(('end_at__isnull', True), ('end_at__gt', models.F('start_at')), _connector='OR'), name='availability_statement_lasts'),
        ),
        migrations.AddConstraint(
            model_name='outagestatement',
            constraint=models.UniqueConstraint(fields=('outage', 'number'), name='availability_statement_once'),
        ),
        migrations.AddConstraint(
            model_name='outagestatement',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_outagestatement_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='outagestatement',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='availability_outagestatement_wall'),
        ),
        migrations.AddConstraint(
            model_name='outagehit',
            constraint=models.UniqueConstraint(fields=('owner', 'statement', 'site'), name='availability_outage_hit_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='outagehit',
            constraint=models.CheckConstraint(condition=models.Q(('share_ppm__gt', 0), ('share_ppm__lte', 1000000)), name='availability_outage_hit_share'),
        ),
        migrations.AddConstraint(
            model_name='outagehit',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='availability_outagehit_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='outagehit',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('member', 'customer', 'unit'), name='availability_outagehit_wall'),
        ),
    ]
