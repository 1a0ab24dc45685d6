import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import samdrift.core.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DemoMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('federation', models.CharField(max_length=40)),
                ('seed', models.IntegerField()),
                ('built_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('is_system', models.BooleanField(default=False)),
                ('single_keys', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='core_account_email_once')],
            },
        ),
        migrations.CreateModel(
            name='FailedSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['email', 'at'], name='core_failed_by_email')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('role', models.CharField(choices=[('requester', 'Requester'), ('contact', 'Contact'), ('signatory', 'Signatory'), ('finance', 'Finance officer'), ('head', 'Head of agency'), ('staff', 'Staff'), ('unit_finance', 'Finance officer at the unit'), ('director', 'Unit director'), ('auditor', 'Auditor'), ('system', 'Samdrift itself')], max_length=20)),
                ('deed', models.CharField(max_length=60)),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('refused', 'Refused')], default='done', max_length=10)),
                ('subject', models.CharField(blank=True, max_length=40)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner_id', 'subject', 'subject_id'], name='core_audit_subject')],
                'constraints': [models.UniqueConstraint(fields=('owner_id', 'id'), name='core_auditentry_owner_id'), samdrift.core.walls.Wall(facts=True, kinds=('anyone',), name='core_auditentry_wall')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner_id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('requester', 'Requester'), ('contact', 'Contact'), ('signatory', 'Signatory'), ('finance', 'Finance officer'), ('head', 'Head of agency'), ('staff', 'Staff'), ('unit_finance', 'Finance officer at the unit'), ('director', 'Unit director'), ('auditor', 'Auditor')], max_length=20)),
                ('during', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('account', 'owner_id', 'role', 'during'), name='core_seat_once'), models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='core_seat_lasts')],
            },
        ),
    ]
