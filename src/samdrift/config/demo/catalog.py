"""What is shared, and who takes it at which level. Synthetic."""

from __future__ import annotations

import random
from datetime import date, datetime
from itertools import cycle
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.catalog.models import Level, Service, Uptake
from samdrift.members.models import Organization
from samdrift.team.models import Employee

OF_THE_SERVICE = ("name", "name_en", "kind", "is_base", "is_desk")
TAKEN_BY = 0.7  # of the members, where a service is optional


def build(
    plan: dict[str, Any], draw: random.Random, members: dict[str, Organization], employees: list[Employee], *, at: datetime
) -> list[Service]:
    """This will add the services with their levels, and since two years who takes them.

    Who leads the function that carries a service owns the first one of it, others there the next ones.
    """
    services, levels_of = [], plan["agreement"]["levels"]
    owners = {f["name"]: cycle([e for e in employees if e.function.name == f["name"]]) for f in plan["functions"]}
    for described in plan["services"]:
        chosen = {key: described[key] for key in OF_THE_SERVICE if key in described}
        service = Service.objects.create(service_owner=next(owners[described["carried_by"]]), **chosen)
        levels = Level.objects.bulk_create(
            Level(service=service, name=name, name_en=levels_of[name]["name_en"], rank=rank)
            for rank, name in enumerate(reversed(described["levels"]), start=1)
        )
        takers = [member for member in members.values() if service.is_base or draw.random() < TAKEN_BY]
        since = DateRange(date(at.year - 2, 1, 1), None)
        Uptake.objects.bulk_create(Uptake(owner=member, service=service, level=draw.choice(levels), during=since) for member in takers)
        services.append(service)
    return services
