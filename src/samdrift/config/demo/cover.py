"""Skills and who has them, weeks planned ahead, leave, check-ins, one who acts for another, and weeks that have been counted. Synthetic."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.catalog.models import ServiceSkill
from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.members.models import Site
from samdrift.team.actions import act_in_post, fill_post
from samdrift.team.actions.figures import count_weeks_over
from samdrift.team.models import CheckIn, Employee, Leave, Place, PlannedDay, Post, Skill, SkillHeld
from samdrift.team.weeks import A_WEEK, monday_of, weeks_from, workdays_of

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

SKILLED_FOR = 400  # days, at most
PART_TIME, ACTING = 80, 20  # per cent of a week


def build(demo: Demo) -> None:
    """This will say who can what, plan the weeks around today, and count those that are over."""
    demo.tell("Skills, weeks and check-ins ...")
    plan, today = demo.plan["cover"], timezone.localdate(demo.at)
    draw = random.Random(f"{demo.plan['seed']} cover")  # its own, so that what is drawn elsewhere stays
    away = _skills(demo, draw, plan, today)
    sites = list({employee.site_id: employee.site for employee in demo.employees}.values())
    this_week = monday_of(today)
    weeks = weeks_from(this_week - plan["weeks_counted"] * A_WEEK, plan["weeks_counted"] + plan["weeks_ahead"])
    _leave(demo, draw, plan, away, this_week)
    _weeks(demo, draw, plan, sites, weeks)
    _check_ins(demo, draw, plan, today)
    _posts(demo, today)
    count_weeks_over(demo.unit.pk, by=demo.actor(demo.unit, Role.DIRECTOR), at=demo.at)


def _skills(demo: Demo, draw: random.Random, plan: dict[str, Any], today: date) -> list[Employee]:
    """The list, who has what, and what services need; those are returned who are to be away this week."""
    away: list[Employee] = []
    held, needed = [], []
    services = {service.name: service for service in demo.services}
    for described in plan["skills"]:
        skill = Skill.objects.create(owner=demo.unit, name=described["name"], name_en=described["name_en"])
        people = [e for e in demo.employees if e.function.name == described["function"]]
        if "site" in described:
            people = [e for e in people if e.site_id == demo.sites[described["site"]].pk]
        chosen = draw.sample(people, min(described["people"], len(people)))
        away += chosen if described.get("on_leave") else []
        for employee in chosen:
            since = today - timedelta(days=draw.randrange(30, SKILLED_FOR))
            said_by = draw.choice((employee, employee.function.manager))
            held.append(
                SkillHeld(
                    owner=demo.unit,
                    employee=employee,
                    skill=skill,
                    during=DateRange(since, None),
                    said_by=said_by,
                    recorded_at=moment(since, 9),
                )
            )
        needed += [ServiceSkill(owner=demo.unit, service=services[name], skill=skill) for name in described["services"]]
    SkillHeld.objects.bulk_create(held)
    ServiceSkill.objects.bulk_create(needed)
    return away


def _leave(demo: Demo, draw: random.Random, plan: dict[str, Any], away: list[Employee], this_week: date) -> None:
    spans = {employee.pk: (this_week, this_week + A_WEEK) for employee in away}
    others = [employee for employee in demo.employees if employee.pk not in spans]
    for employee in draw.sample(others, round(plan["leave"] * len(others) * plan["weeks_ahead"])):
        start = this_week + draw.randrange(plan["weeks_ahead"]) * A_WEEK + timedelta(days=draw.randrange(5))
        spans[employee.pk] = (start, start + timedelta(days=draw.randrange(1, 8)))
    Leave.objects.bulk_create(Leave(owner=demo.unit, employee_id=pk, during=DateRange(*span)) for pk, span in spans.items())


def _weeks(demo: Demo, draw: random.Random, plan: dict[str, Any], sites: list[Site], weeks: list[date]) -> None:
    """Everybody's days but for a function that plans nothing: at home always the same weekdays, some on the road."""
    days = []
    for employee in demo.employees:
        if employee.function.name == plan["unplanned"]:
            continue
        at_home = {n for n in range(5) if draw.random() < plan["at_home"]}
        for week in weeks:
            away = week >= weeks[plan["weeks_counted"]] and draw.random() < plan["travels"]
            visited = draw.choice(sites)
            for n, on in enumerate(workdays_of(week)):
                place, site = (Place.HOME, None) if n in at_home else (Place.SITE, None)
                if away and n in (1, 2, 3):
                    place, site = (Place.TRAVEL, None) if n == 1 else (Place.SITE, visited if visited.pk != employee.site_id else None)
                days.append(PlannedDay(owner=demo.unit, employee=employee, on=on, place=place, site=site))
    PlannedDay.objects.bulk_create(days, batch_size=2000)


def _check_ins(demo: Demo, draw: random.Random, plan: dict[str, Any], today: date) -> None:
    rows = []
    for employee in demo.employees:
        if employee == employee.function.manager or draw.random() < plan["without_a_day"]:
            continue
        passed = draw.random() < plan["overdue"]
        next_on = today + timedelta(days=-draw.randrange(2, 20) if passed else draw.randrange(1, plan["check_ins_every"]))
        held_on = next_on - timedelta(days=plan["check_ins_every"])
        rows.append(CheckIn(owner=demo.unit, employee=employee, held_on=held_on, next_on=next_on, recorded_at=moment(held_on, 15)))
    CheckIn.objects.bulk_create(rows)


def _posts(demo: Demo, today: date) -> None:
    """Of the second function, one works part time, and acts in the rest of a week for the one who leads it."""
    director = demo.actor(demo.unit, Role.DIRECTOR)
    manager = next(e for e in demo.employees if e.function.name != demo.employees[0].function.name and e == e.function.manager)
    deputy = next(e for e in demo.employees if e.function_id == manager.function_id and e != manager)
    post = Post.objects.get(employee=deputy)
    fill_post(post, deputy, share_percent=PART_TIME, on=today - timedelta(days=60), by=director, at=demo.at)
    led = Post.objects.get(employee=manager)
    until_on = monday_of(today) + 3 * A_WEEK
    act_in_post(led, deputy, from_on=today, until_on=until_on, share_percent=ACTING, by=director, at=demo.at)
