"""Saying which skills a service needs, on its page or from a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog import tables
from samdrift.catalog.models import Service, ServiceSkill
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Once, Row, fitted_rows, stands_once
from samdrift.members.models import Organization
from samdrift.team.models import Skill


@transaction.atomic
def name_skills(service: Service, skills: Iterable[Skill], *, by: Actor, at: datetime) -> None:
    """This will say which skills a service needs to be kept running; those that are left out are needed no longer."""
    by.must(Deed.CHANGE_CATALOG)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    wanted = {skill.pk: skill for skill in skills}
    there = set(ServiceSkill.objects.filter(service=service).values_list("skill", flat=True))
    ServiceSkill.objects.filter(service=service).exclude(skill__in=wanted).delete()
    ServiceSkill.objects.bulk_create(
        ServiceSkill(owner_id=skill.owner_id, service=service, skill=skill) for pk, skill in wanted.items() if pk not in there
    )
    audit.record("name_skills", of=service, by=by, at=at)


@transaction.atomic
def import_service_skills(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add which skills services need, from a file; nothing that stands is taken away."""
    by.must(Deed.CHANGE_CATALOG)
    services = {service.name.casefold(): service for service in Service.objects.all()}
    skills = {skill.name.casefold(): skill for skill in Skill.objects.filter(owner=unit)}
    there = set(ServiceSkill.objects.values_list("service", "skill"))
    once: Once = {}

    def fitting(row: Row) -> ServiceSkill | None:
        service, skill = services.get(row["service"].casefold()), skills.get(row["skill"].casefold())
        if service is None:
            raise ValueError(_("There is no service called “%(name)s”.") % {"name": row["service"][:80]})
        if skill is None:
            raise ValueError(_("No skill on the list is called “%(name)s”.") % {"name": row["skill"][:80]})
        stands_once(once, (service.pk, skill.pk), row.line)
        return None if (service.pk, skill.pk) in there else ServiceSkill(owner=unit, service=service, skill=skill)

    entered, new = fitted_rows(content, tables.SERVICE_SKILLS, lambda row: row, fitting)
    ServiceSkill.objects.bulk_create(new)
    if new:
        audit.record("import_service_skills", of=unit, by=by, at=at, owner_id=unit.pk)
    return entered
