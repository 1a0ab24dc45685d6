import django.core.validators
import django.db.models.deletion
import samdrift.core.walls
import samdrift.members.models.organizations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='members.calendar')),
            ],
            options={
                'ordering': ['calendar', 'from_on'],
            },
        ),
        migrations.CreateModel(
            name='CalendarRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('zone', models.CharField(max_length=60)),
                ('made_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='members.calendarversion')),
            ],
            options={
                'ordering': ['version', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('federation', 'Federation'), ('unit', 'Joint IT unit'), ('member', 'Member'), ('supplier', 'Supplier'), ('customer', 'Outside customer')], max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('short_name', models.CharField(max_length=40)),
                ('number', models.CharField(blank=True, max_length=11, validators=[samdrift.members.models.organizations.check_organization_number])),
                ('joined_on', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='OpeningSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', 'Write a time as 08:00; the end of a day is 24:00.')])),
                ('closes', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', 'Write a time as 08:00; the end of a day is 24:00.')])),
                ('weekday', models.PositiveSmallIntegerField()),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opening_spans', to='members.calendarrevision')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['weekday', 'opens'],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('employees', models.PositiveIntegerField()),
                ('fte', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='members.organization')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['organization', '-year', '-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('name', models.CharField(blank=True, max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_days', to='members.calendarrevision')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['on'],
            },
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='owner',
            field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization'),
        ),
        migrations.AddField(
            model_name='calendarrevision',
            name='owner',
            field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization'),
        ),
        migrations.AddField(
            model_name='calendar',
            name='owner',
            field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization'),
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('city', models.CharField(max_length=60)),
                ('latitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='members.organization')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['organization', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.site')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SpecialSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', 'Write a time as 08:00; the end of a day is 24:00.')])),
                ('closes', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', 'Write a time as 08:00; the end of a day is 24:00.')])),
                ('on', models.DateField()),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='special_spans', to='members.calendarrevision')),
            ],
            options={
                'ordering': ['on', 'opens'],
            },
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('id', 1), ('kind', 'federation')), models.Q(models.Q(('kind', 'federation'), _negated=True), models.Q(('id', 1), _negated=True)), _connector='OR'), name='members_organization_one_federation'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='members_organization_number_once'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(fields=('short_name',), name='members_organization_short_name_once'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_organization_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='members_organization_wall'),
        ),
        migrations.AddConstraint(
            model_name='openingspan',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lt', 7)), name='members_opening_weekday'),
        ),
        migrations.AddConstraint(
            model_name='openingspan',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_openingspan_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='openingspan',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_openingspan_wall'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.UniqueConstraint(fields=('organization', 'year', 'recorded_at'), name='members_headcount_once'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_headcount_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_headcount_wall'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.UniqueConstraint(fields=('revision', 'on'), name='members_closed_day_once'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_closedday_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='closedday',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_closedday_wall'),
        ),
        migrations.AddConstraint(
            model_name='calendarversion',
            constraint=models.UniqueConstraint(fields=('calendar', 'from_on'), name='members_calendar_version_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarversion',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_calendarversion_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='calendarversion',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_calendarversion_wall'),
        ),
        migrations.AddConstraint(
            model_name='calendarrevision',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='members_calendar_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarrevision',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_calendarrevision_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='calendarrevision',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_calendarrevision_wall'),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_calendar_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='members_calendar_wall'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('organization', 'name'), name='members_site_name_once'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_site_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='members_site_wall'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('owner', 'account'), name='members_person_account_once'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_person_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=samdrift.core.walls.Wall(kinds=('member', 'customer'), name='members_person_wall'),
        ),
        migrations.AddConstraint(
            model_name='specialspan',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='members_specialspan_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='specialspan',
            constraint=samdrift.core.walls.Wall(facts=True, kinds=('federation',), name='members_specialspan_wall'),
        ),
    ]
