"""Which services one person alone, or nobody, can keep running, and what is lost when a site is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from samdrift.catalog.models import Service, ServiceSkill
from samdrift.catalog.queries.services import services_in_order
from samdrift.core.order import InAlphabet
from samdrift.members.models import Site
from samdrift.team.cover import lost_days
from samdrift.team.models import Function, Skill
from samdrift.team.queries import WeekCover


class Carried(StrEnum):
    """By how many a service is carried: as many as have the skill it needs that fewest have."""

    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class ServiceCover:
    """A service, each skill that it needs with how many have it, and the only people of the skills that one person has."""

    service: Service
    skills: tuple[tuple[Skill, int], ...]
    alone: frozenset[int]

    @property
    def carried(self) -> Carried:
        if not self.skills:
            return Carried.NOT_SAID
        fewest = min(people for _skill, people in self.skills)
        return (Carried.NOBODY, Carried.ONE)[fewest] if fewest < 2 else Carried.SEVERAL

    @property
    def scarce(self) -> list[Skill]:
        """The skills that one person has, or nobody."""
        return [skill for skill, people in self.skills if people < 2]


@dataclass(frozen=True, slots=True)
class Loss:
    """What stops when a site is away: skills, and the services that need them, each with the weekdays on which everyone sits there."""

    site: Site
    skills: tuple[tuple[Skill, tuple[int, ...]], ...]
    services: tuple[tuple[Service, tuple[int, ...]], ...]


def skills_needed() -> dict[int, list[Skill]]:
    """This will return the skills that each service needs, by the service's id."""
    found: dict[int, list[Skill]] = {}
    for row in ServiceSkill.objects.select_related("skill").order_by(InAlphabet("skill__name"), "pk"):
        found.setdefault(row.service_id, []).append(row.skill)
    return found


def skills_of(service: Service) -> list[Skill]:
    """This will return the skills that one service needs, by name."""
    return [row.skill for row in service_skills().filter(service=service)]


def service_skills() -> QuerySet[ServiceSkill]:
    """This will return which services need which skills, by name."""
    return ServiceSkill.objects.select_related("service", "skill").order_by(InAlphabet("service__name"), InAlphabet("skill__name"), "pk")


def services_by_cover(cover: WeekCover) -> list[ServiceCover]:
    """This will return each service with who carries it: by nobody first, then by one, by several, last those of which it is not said."""
    needed = skills_needed()
    found = []
    for service in services_in_order():
        people = [(skill, cover.holders.get(skill.pk, [])) for skill in needed.get(service.pk, [])]
        alone = frozenset(held[0] for _skill, held in people if len(held) == 1)
        found.append(ServiceCover(service, tuple((skill, len(held)) for skill, held in people), alone))
    order = list(Carried)
    return sorted(found, key=lambda one: order.index(one.carried))


def carried_alone(cover: WeekCover, functions: Sequence[Function]) -> list[ServiceCover]:
    """This will return the services that one person in functions carries alone, and those of their owners that nobody carries."""
    ours = {function.pk for function in functions}
    return [one for one in services_by_cover(cover) if _concerns(one, cover, ours)]


def _concerns(one: ServiceCover, cover: WeekCover, functions: set[int]) -> bool:
    if one.carried == Carried.NOBODY:
        owner = one.service.service_owner
        return owner is not None and owner.function_id in functions
    return any(cover.employees[person].function_id in functions for person in one.alone)


def lost_with_sites(cover: WeekCover) -> list[Loss]:
    """This will return, for each site where all who have some skill are on some day of the week, what is lost with it; by town."""
    by_skill = {skill.pk: lost_days(cover.holders.get(skill.pk, []), cover.presence) for skill in cover.skills}
    needed, services = skills_needed(), services_in_order()
    found = []
    for site in cover.sites:
        skills = [(skill, by_skill[skill.pk][site.pk]) for skill in cover.skills if site.pk in by_skill[skill.pk]]
        days = {skill.pk: set(on) for skill, on in skills}
        lost = [(service, set().union(*(days.get(skill.pk, set()) for skill in needed.get(service.pk, [])))) for service in services]
        if skills:
            found.append(Loss(site, tuple(skills), tuple((service, tuple(sorted(on))) for service, on in lost if on)))
    return found
