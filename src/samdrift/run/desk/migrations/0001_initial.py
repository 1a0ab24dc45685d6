import django.db.models.deletion
import samdrift.core.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agree", "0001_initial"),
        ("catalog", "0001_initial"),
        ("members", "0001_initial"),
        ("team", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("mapping", models.CharField(max_length=60)),
                ("mapping_digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
                ("tickets_added", models.PositiveIntegerField()),
                ("tickets_known", models.PositiveIntegerField()),
                ("rows_kept", models.PositiveIntegerField()),
                ("source", models.CharField(blank=True, max_length=300)),
                ("source_url", models.URLField(blank=True)),
                ("license", models.CharField(blank=True, max_length=60)),
                ("license_url", models.URLField(blank=True)),
                ("members_are_synthetic", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "mapping_digest"), name="desk_import_run_once"),
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_importrun_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("federation",), name="desk_importrun_wall"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("cells", "it has more or fewer cells than the heading"),
                            ("number", "it has no number of an incident"),
                            ("opened", "the time it was opened is missing"),
                            ("time", "a time cannot be read"),
                            ("order", "it ends before it begins"),
                            ("state", "the mapping does not know this state"),
                            ("priority", "the mapping does not know this priority"),
                            ("flag", "the mapping does not know this word for in time or late"),
                            ("reopened", "earlier rows of the same incident say that it was opened at another time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=200)),
                ("raw", models.TextField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.importrun")),
            ],
            options={
                "ordering": ["run", "line"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_keptrow_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("unit",), name="desk_keptrow_wall"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "the portal"),
                            ("phone", "telephone"),
                            ("visit", "a visit"),
                            ("sent_on", "another ticket, sent on"),
                            ("import", "an import"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("reported_at", models.DateTimeField()),
                ("source", models.CharField(choices=[("live", "reported here"), ("import", "imported")], default="live", max_length=10)),
                ("external_id", models.CharField(blank=True, max_length=60, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("active", "In progress"),
                            ("waiting", "Waiting for the requester"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=3)),
                ("changed_at", models.DateTimeField()),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.employee"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.service")),
                (
                    "site",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.site"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-reported_at"], name="desk_ticket_by_owner"),
                    models.Index(
                        models.OrderBy(models.F("next_due_at"), nulls_last=True),
                        models.F("reported_at"),
                        condition=models.Q(("source", "live"), ("state__in", ("new", "active", "waiting"))),
                        name="desk_ticket_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("priority__in", (1, 2, 3, 4))), name="desk_ticket_priority"),
                    models.CheckConstraint(
                        condition=models.Q(("requester__isnull", False), ("source", "import"), _connector="OR"),
                        name="desk_ticket_somebody_asked",
                    ),
                    models.UniqueConstraint(fields=("owner", "external_id"), name="desk_ticket_imported_once"),
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_ticket_owner_id"),
                    samdrift.core.walls.Wall(kinds=("member", "customer", "unit"), name="desk_ticket_wall"),
                    samdrift.core.walls.SameOwner(field="requester", name="desk_ticket_requester_same_owner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                ("ticket", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket")),
                ("to", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_senton_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("unit",), name="desk_senton_wall"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(choices=[("response", "Response time"), ("resolution", "Resolution time")], max_length=12)),
                ("made_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.calendarrevision"),
                ),
                ("target", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agree.target")),
                (
                    "ticket",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket"),
                ),
            ],
            options={
                "ordering": ["ticket", "measure", "made_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("met_at__isnull", True), ("replaced_at__isnull", True)),
                        fields=["due_at"],
                        name="desk_promise_running",
                    ),
                    models.Index(fields=["ticket"], name="desk_promise_of_ticket"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)), fields=("ticket", "measure"), name="desk_promise_one_in_force"
                    ),
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_promise_owner_id"),
                    samdrift.core.walls.Wall(kinds=("member", "customer", "unit"), name="desk_promise_wall"),
                    samdrift.core.walls.SameOwner(field="ticket", name="desk_promise_ticket_same_owner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("by_employee", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.employee")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                ("ticket", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "at", "id"], name="desk_note_of_ticket"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_note_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("unit",), name="desk_note_wall"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "by_employee",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.employee"
                    ),
                ),
                (
                    "by_person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "at", "id"], name="desk_message_of_ticket"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_message_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("member", "customer", "unit"), name="desk_message_wall"),
                    samdrift.core.walls.SameOwner(field="ticket", name="desk_message_ticket_same_owner"),
                    samdrift.core.walls.SameOwner(field="by_person", name="desk_message_by_person_same_owner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("flagged_in_time", models.BooleanField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.importrun")),
                (
                    "ticket",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket",), name="desk_imported_fact_once"),
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_importedfact_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("member", "customer", "unit"), name="desk_importedfact_wall"),
                    samdrift.core.walls.SameOwner(field="ticket", name="desk_importedfact_ticket_same_owner"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reported", "reported the ticket"),
                            ("assigned", "assigned the ticket"),
                            ("answered", "answered"),
                            ("waiting", "paused the ticket: waiting for the requester"),
                            ("resumed", "resumed the ticket"),
                            ("resolved", "resolved the ticket"),
                            ("reopened", "reopened the ticket"),
                            ("closed", "closed the ticket"),
                            ("service", "changed the service"),
                            ("priority", "changed the priority"),
                            ("sent_on", "sent the ticket on to the right member"),
                        ],
                        max_length=10,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "by_employee",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.employee"
                    ),
                ),
                (
                    "by_person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.employee"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.organization"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.service"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "at", "id"], name="desk_event_of_ticket"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "priority"), ("priority__in", (1, 2, 3, 4))),
                            models.Q(models.Q(("kind", "priority"), _negated=True), ("priority__isnull", True)),
                            _connector="OR",
                        ),
                        name="desk_event_priority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("service", "reported")), ("service__isnull", False)),
                            models.Q(models.Q(("kind__in", ("service", "reported")), _negated=True), ("service__isnull", True)),
                            _connector="OR",
                        ),
                        name="desk_event_service",
                    ),
                    models.UniqueConstraint(fields=("owner", "id"), name="desk_event_owner_id"),
                    samdrift.core.walls.Wall(facts=True, kinds=("member", "customer", "unit"), name="desk_event_wall"),
                    samdrift.core.walls.SameOwner(field="ticket", name="desk_event_ticket_same_owner"),
                    samdrift.core.walls.SameOwner(field="by_person", name="desk_event_by_person_same_owner"),
                ],
            },
        ),
    ]
