import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import samdrift.core.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('account', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.site')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Function',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('is_desk', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('hours', models.CharField(blank=True, max_length=120)),
                ('hours_en', models.CharField(blank=True, max_length=120)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='manages', to='team.employee')),
                ('owner', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='employee',
            name='function',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='team.function'),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=80)),
                ('share_percent', models.PositiveSmallIntegerField(default=100)),
                ('during', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('employee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='team.employee')),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='team.function')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.site')),
            ],
            options={
                'ordering': ['function', 'site', 'title', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='function',
            constraint=models.UniqueConstraint(fields=('unit', 'name'), name='team_function_name_once'),
        ),
        migrations.AddConstraint(
            model_name='function',
            constraint=models.UniqueConstraint(condition=models.Q(('is_desk', True)), fields=('unit',), name='team_function_one_desk'),
        ),
        migrations.AddConstraint(
            model_name='function',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='team_function_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='function',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='team_function_wall'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='team_employee_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=samdrift.core.walls.Wall(kinds=('federation',), name='team_employee_wall'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('share_percent__gte', 1), ('share_percent__lte', 100)), name='team_post_share'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='team_post_lasts'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('owner', 'id'), name='team_post_owner_id'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=samdrift.core.walls.Wall(kinds=('unit',), name='team_post_wall'),
        ),
    ]
