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
            name='AllocationKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('equal', 'Equal shares'), ('headcount', 'Employees'), ('tickets', 'Tickets about the service'), ('all_tickets', 'All tickets'), ('fixed', 'Fixed shares')], max_length=12)),
                ('from_on', models.DateField()),
                ('decided_on', models.DateField()),
                ('decided_by', models.CharField(max_length=120)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='catalog.service')),
            ],
            options={
                'ordering': ['service', '-from_on'],
            },
        ),
        migrations.CreateModel(
            name='CostPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CostEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('voucher', models.CharField(max_length=40)),
                ('booked_on', models.DateField()),
                ('amount_minor', models.BigIntegerField()),
                ('text', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('credits', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.costentry')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('pool', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.costpool')),
            ],
            options={
                'ordering': ['month', 'voucher'],
            },
        ),
        migrations.CreateModel(
            name='KeyShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveIntegerField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='settle.allocationkey')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['key', 'member'],
            },
        ),
        migrations.CreateModel(
            name='PublishedPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('month', models.DateField()),
                ('amount_minor', models.BigIntegerField()),
                ('total_count', models.BigIntegerField()),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.publishedpool')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.allocationkey')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
            ],
            options={
                'ordering': ['settlement', 'code', 'month', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PublishedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voucher', models.CharField(max_length=40)),
                ('booked_on', models.DateField()),
                ('month', models.DateField()),
                ('amount_minor', models.BigIntegerField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='settle.publishedpool')),
            ],
            options={
                'ordering': ['pool', 'month', 'voucher'],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('number', models.PositiveIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('total_minor', models.BigIntegerField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['-month', '-number'],
            },
        ),
        migrations.AddField(
            model_name='publishedpool',
            name='settlement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pools', to='settle.settlement'),
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('at', models.DateTimeField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('settlement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closure', to='settle.settlement')),
            ],
            options={
                'ordering': ['-month'],
            },
        ),
        migrations.CreateModel(
            name='SettlementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.BigIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('moved_ppm', models.IntegerField()),
                ('corrects', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.settlementline')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.publishedpool')),
                ('settlement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.settlement')),
            ],
            options={
                'ordering': ['owner', 'settlement', 'pool'],
            },
        ),
        migrations.CreateModel(
            name='CountCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.BigIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('noted_at', models.DateTimeField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.settlementline')),
            ],
        ),
        migrations.CreateModel(
            name='TakenCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.closure')),
                ('correction', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.countcorrection')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
        ),
        migrations.CreateModel(
            name='TakenEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.closure')),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='settle.costentry')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
        ),
        migrations.AddConstraint(
            model_name='allocationkey',
            constraint=models.UniqueConstraint(fields=('service', 'from_on'), name='settle_key_once'),
        ),
        migrations.AddConstraint(
            model_name='allocationkey',
            constraint=models.CheckConstraint(condition=models.Q(('from_on__day', 1)), name='settle_key_from_a_month'),
        ),
        migrations.AddConstraint(
            model_name='allocationkey',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_allocationkey_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='allocationkey',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_allocationkey_wall'),
        ),
        migrations.AddConstraint(
            model_name='costpool',
            constraint=models.UniqueConstraint(fields=('owner', 'code'), name='settle_pool_code_once'),
        ),
        migrations.AddConstraint(
            model_name='costpool',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_costpool_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='costpool',
            constraint=samdrift.core.walls.Wall(kinds=('unit',), name='settle_costpool_wall'),
        ),
        migrations.AddIndex(
            model_name='costentry',
            index=models.Index(fields=['owner', 'month'], name='settle_entry_by_month'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=models.UniqueConstraint(fields=('owner', 'voucher'), name='settle_entry_voucher_once'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_minor__gt', 0), ('credits__isnull', True)), models.Q(('amount_minor__lt', 0), ('credits__isnull', False)), _connector='OR'), name='settle_entry_credit_names_what'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='settle_entry_month'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_costentry_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('unit',), name='settle_costentry_wall'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=samdrift.core.walls.SameOwner(field='pool', name='settle_costentry_pool_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='costentry',
            constraint=samdrift.core.walls.SameOwner(field='credits', name='settle_costentry_credits_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='keyshare',
            constraint=models.UniqueConstraint(fields=('key', 'member'), name='settle_key_share_once'),
        ),
        migrations.AddConstraint(
            model_name='keyshare',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_keyshare_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='keyshare',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_keyshare_wall'),
        ),
        migrations.AddConstraint(
            model_name='publishedentry',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_publishedentry_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='publishedentry',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_publishedentry_wall'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(fields=('unit', 'month', 'number'), name='settle_settlement_once'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='settle_settlement_month'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_settlement_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_settlement_wall'),
        ),
        migrations.AddConstraint(
            model_name='publishedpool',
            constraint=models.UniqueConstraint(fields=('settlement', 'code', 'month', 'corrects'), name='settle_published_pool_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='publishedpool',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='settle_published_pool_month'),
        ),
        migrations.AddConstraint(
            model_name='publishedpool',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_publishedpool_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='publishedpool',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_publishedpool_wall'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('unit', 'month'), name='settle_closure_once'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_closure_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='settle_closure_wall'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(fields=('owner', 'settlement', 'pool', 'corrects'), name='settle_line_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_settlementline_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('member', 'customer'), name='settle_settlementline_wall'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=samdrift.core.walls.SameOwner(field='corrects', name='settle_settlementline_corrects_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='countcorrection',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_countcorrection_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='countcorrection',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('unit',), name='settle_countcorrection_wall'),
        ),
        migrations.AddConstraint(
            model_name='takencorrection',
            constraint=models.UniqueConstraint(fields=('owner', 'correction'), name='settle_correction_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='takencorrection',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_takencorrection_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='takencorrection',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('unit',), name='settle_takencorrection_wall'),
        ),
        migrations.AddConstraint(
            model_name='takencorrection',
            constraint=samdrift.core.walls.SameOwner(field='correction', name='settle_takencorrection_correction_same_owner'),
        ),
        migrations.AddConstraint(
            model_name='takenentry',
            constraint=models.UniqueConstraint(fields=('owner', 'entry'), name='settle_entry_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='takenentry',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='settle_takenentry_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='takenentry',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('unit',), name='settle_takenentry_wall'),
        ),
        migrations.AddConstraint(
            model_name='takenentry',
            constraint=samdrift.core.walls.SameOwner(field='entry', name='settle_takenentry_entry_same_owner'),
        ),
    ]
