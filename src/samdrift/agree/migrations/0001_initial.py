import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import samdrift.catalog.models
import samdrift.core.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('signed', 'Signed'), ('replaced', 'Replaced before it was signed')], default='proposed', max_length=10)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ola', 'Operational level agreement'), ('sla', 'Service level agreement with an outside customer'), ('underpinning', 'Underpinning contract with a supplier')], default='ola', max_length=12)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('adoption', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.adoption')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.level')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('changed_at', models.DateTimeField()),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.agreement')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
        ),
        migrations.CreateModel(
            name='DraftClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12)),
                ('heading', models.CharField(max_length=120)),
                ('heading_en', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.draft')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='DraftTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(max_length=12)),
                ('measure', models.CharField(choices=[('response', 'Response time'), ('resolution', 'Resolution time'), ('availability', 'Availability')], max_length=12)),
                ('priority', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('within_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('share_ppm', models.PositiveIntegerField()),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.calendar')),
                ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.draft')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.level')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['service', '-level__rank', 'measure', 'priority'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('provider', 'The IT unit'), ('taker', 'The member')], max_length=10)),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('adoption', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.adoption')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('from_on', models.DateField()),
                ('offered_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='agree.agreement')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['agreement', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(max_length=12)),
                ('measure', models.CharField(choices=[('response', 'Response time'), ('resolution', 'Resolution time'), ('availability', 'Availability')], max_length=12)),
                ('priority', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('within_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('share_ppm', models.PositiveIntegerField()),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.calendar')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.level')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='agree.version')),
            ],
            options={
                'ordering': ['service', '-level__rank', 'measure', 'priority'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12)),
                ('heading', models.CharField(max_length=120)),
                ('heading_en', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='agree.version')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='adoption',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.version'),
        ),
        migrations.CreateModel(
            name='VersionTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered', models.PositiveIntegerField(default=0)),
                ('adopted', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tally', to='agree.version')),
            ],
        ),
        migrations.CreateModel(
            name='AdoptedLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.level')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                ('adoption', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agree.adoption')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('adoption', 'service'), name='agree_adopted_level_once'), models.UniqueConstraint(fields=('owner', 'id'), name='agree_adoptedlevel_owner_id'), samdrift.core.walls.Wall(kinds=('member', 'customer', 'unit'), name='agree_adoptedlevel_wall'), samdrift.core.walls.SameOwner(field='adoption', name='agree_adoptedlevel_adoption_same_owner')],
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_agreement_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='agree_agreement_wall'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(samdrift.catalog.models.JustThis('owner'), '&&'), (samdrift.catalog.models.JustThis('service'), '&&'), ('during', '&&')], name='agree_coverage_once'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='agree_coverage_lasts'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_coverage_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=samdrift.core.walls.Wall(kinds=('member', 'customer', 'unit'), name='agree_coverage_wall'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=samdrift.core.walls.SameOwner(field='adoption', name='agree_coverage_adoption_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_draft_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=samdrift.core.walls.Wall(kinds=('unit',), name='agree_draft_wall'),
        ),
        migrations.AddConstraint(
            model_name='draftclause',
            constraint=models.UniqueConstraint(fields=('draft', 'number'), name='agree_draft_clause_once'),
        ),
        migrations.AddConstraint(
            model_name='draftclause',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_draftclause_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='draftclause',
            constraint=samdrift.core.walls.Wall(kinds=('unit',), name='agree_draftclause_wall'),
        ),
        migrations.AddConstraint(
            model_name='draftclause',
            constraint=samdrift.core.walls.SameOwner(field='draft', name='agree_draftclause_draft_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'availability'), ('priority__isnull', True), ('within_seconds__isnull', True)), models.Q(models.Q(('measure', 'availability'), _negated=True), ('priority__in', (1, 2, 3, 4)), ('within_seconds__gt', 0)), _connector='OR'), name='agree_draft_target_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=models.CheckConstraint(condition=models.Q(('share_ppm__gt', 0), ('share_ppm__lte', 1000000)), name='agree_draft_target_share'),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=models.UniqueConstraint(fields=('draft', 'service', 'level', 'measure', 'priority'), name='agree_draft_target_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_drafttarget_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=samdrift.core.walls.Wall(kinds=('unit',), name='agree_drafttarget_wall'),
        ),
        migrations.AddConstraint(
            model_name='drafttarget',
            constraint=samdrift.core.walls.SameOwner(field='draft', name='agree_drafttarget_draft_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('adoption', 'side'), name='agree_signature_one_a_side'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('adoption', 'account'), name='agree_signature_two_accounts'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_signature_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('member', 'customer', 'unit'), name='agree_signature_wall'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=samdrift.core.walls.SameOwner(field='adoption', name='agree_signature_adoption_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='agree_version_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_version_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='agree_version_wall'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'availability'), ('priority__isnull', True), ('within_seconds__isnull', True)), models.Q(models.Q(('measure', 'availability'), _negated=True), ('priority__in', (1, 2, 3, 4)), ('within_seconds__gt', 0)), _connector='OR'), name='agree_target_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('share_ppm__gt', 0), ('share_ppm__lte', 1000000)), name='agree_target_share'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('version', 'service', 'level', 'measure', 'priority'), name='agree_target_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_target_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='agree_target_wall'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='agree_clause_once'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_clause_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='agree_clause_wall'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('owner', 'version'), name='agree_adoption_one_proposal'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='agree_adoption_lasts'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_adoption_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=samdrift.core.walls.Wall(kinds=('member', 'customer', 'unit'), name='agree_adoption_wall'),
        ),
        migrations.AddConstraint(
            model_name='versiontally',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='agree_versiontally_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='versiontally',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='agree_versiontally_wall'),
        ),
    ]
