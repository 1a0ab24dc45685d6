"""How fast a function manager's Monday is: 60 people at 12 sites, beside the public help page: `python -m benchmarks.monday`.

Forty skills, thirty services, eight weeks planned day by day, leave and check-ins; a database is made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.settlement import line
from benchmarks.timing import timed

PEOPLE, SITES, SKILLS, SERVICES, WEEKS, EACH_HOLDS = 60, 12, 40, 30, 8, 3
AIM_SECONDS = 0.2
SEED = 20261125


def a_function_at_a_distance() -> Any:
    """This will make the people, what they can and where they plan to be, and return the cast; Elin leads them."""
    from django.db.backends.postgresql.psycopg_any import DateRange
    from django.utils import timezone

    from samdrift.catalog.models import Service, ServiceSkill
    from samdrift.team.models import CheckIn, Employee, Function, Leave, PlannedDay, Skill, SkillHeld
    from samdrift.team.weeks import monday_of, weeks_from, workdays_of
    from tests.builders import a_cast, a_site, everywhere

    drawn = np.random.default_rng(SEED)
    cast, now = a_cast(), timezone.now()
    week, today = monday_of(timezone.localdate(now)), timezone.localdate(now)
    sites = [a_site(cast.member, f"Ort {number}") for number in range(SITES)]
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
        people = Employee.objects.bulk_create(
            Employee(name=f"Medarbetare nummer {n}", function=cast.function, site=sites[n % SITES]) for n in range(PEOPLE - 3)
        )
        owned = {"owner": cast.unit}
        skills = Skill.objects.bulk_create(Skill(name=f"Kompetens {n}", **owned) for n in range(SKILLS))
        services = Service.objects.bulk_create(Service(name=f"Tjänst {n}", kind="basic") for n in range(SERVICES))
        ServiceSkill.objects.bulk_create(
            ServiceSkill(service=service, skill=skills[(n * 3 + more) % SKILLS], **owned)
            for n, service in enumerate(services)
            for more in range(2)
        )
        since = DateRange(today - timedelta(days=100), None)
        SkillHeld.objects.bulk_create(
            SkillHeld(employee=person, skill=skills[k], during=since, recorded_at=now, **owned)
            for person in people
            for k in drawn.choice(SKILLS, EACH_HOLDS, replace=False)
        )
        places = ("site", "home", "travel")
        PlannedDay.objects.bulk_create(
            PlannedDay(employee=person, on=on, place=places[int(drawn.choice(3, p=(0.6, 0.35, 0.05)))], **owned)
            for person in people
            for monday in weeks_from(week, WEEKS)
            for on in workdays_of(monday)
        )
        Leave.objects.bulk_create(
            Leave(employee=person, during=DateRange(week + timedelta(days=n % 30), week + timedelta(days=n % 30 + 4)), **owned)
            for n, person in enumerate(people[::4])
        )
        CheckIn.objects.bulk_create(
            CheckIn(employee=person, next_on=today + timedelta(days=int(drawn.integers(-20, 40))), recorded_at=now, **owned)
            for person in people
            for _time in range(10)
        )
    return cast


def main() -> None:
    in_a_database(pages)


def pages() -> None:
    from django.test import Client

    cast = a_function_at_a_distance()
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(cast.account("elin"))

    def opened(address: str) -> int:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        return len(answer.content)

    peer, _size = timed(lambda: opened("/help/"), 10)
    line("the public help page", peer)
    aim = f"aim {AIM_SECONDS * 1000:.0f} ms"
    pages = {
        "Monday": "/home/function/",
        "the function's week": f"/team/functions/{cast.function.pk}/week/",
        "cover of services": "/catalog/cover/",
        "skills by site": "/team/skills/",
    }
    for words, address in pages.items():
        opened(address)
        took, _size = timed(partial(opened, address), 10)
        line(f"{words}: {PEOPLE} people at {SITES} sites", took, f"{took / peer:.1f}x the help page; {aim}")


if __name__ == "__main__":
    main()
