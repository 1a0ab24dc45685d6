"""The team at a distance as a lived-in house has it, with long names, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from samdrift.catalog.actions.skills import name_skills
from samdrift.catalog.models import Service
from samdrift.team.actions import act_in_post, add_post
from samdrift.team.actions.figures import count_weeks_over
from samdrift.team.models import SkillHeld
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, a_site, an_employee, everywhere
from tests.team.distance import LONG_AGO, THIS_WEEK, a_check_in, a_leave, a_skill, a_week, planned_long_ago

LONG_SKILL = "Informationssäkerhetsklassningar och verksamhetssystemförvaltning"


def at_a_distance(cast: Cast, service: Service, now: datetime) -> dict[str, Any]:
    """A skill of one person who is away, travel, check-ins that have passed, somebody who acts, and a week that was counted."""
    today, elin, ulla = timezone.localdate(now), cast.employee("elin"), cast.employee("ulla")
    far = a_site(cast.other, "Örnsköldsvik-Husum")
    people = [an_employee(cast.function, far, f"Alexandra-Charlotta von Fersen-Gyllenstierna {n}") for n in range(12)]
    skill, common = a_skill(cast, LONG_SKILL, elin), a_skill(cast, "Nät", ulla, *people)
    planned_long_ago(cast, [(person, "home" if n < 6 else "site") for n, person in enumerate(people)], THIS_WEEK - A_WEEK)
    with everywhere() as samdrift:
        count_weeks_over(cast.unit.pk, by=samdrift, at=now)
        name_skills(service, [skill, common], by=samdrift, at=now)
        post = add_post(cast.function, "Ärendehanterare", site=far, from_on=LONG_AGO, employee=people[0], by=samdrift, at=now)
        act_in_post(post, people[1], from_on=today, until_on=today + 9 * A_WEEK, by=samdrift, at=now)
    a_week(people[2], "travel", ("site", cast.site), "home", "site", "site")
    leave = a_leave(elin, today, 9)
    for n, person in enumerate(people):
        a_check_in(cast, person, today + timedelta(days=7 * n - 9))
    with everywhere():
        held = SkillHeld.objects.get(skill=skill)
    return {"leave_id": leave.pk, "skill_id": skill.pk, "held_id": held.pk}
