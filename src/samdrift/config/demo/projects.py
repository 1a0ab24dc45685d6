"""Proposals, three projects with their hours, bookings of the coming weeks, and each business system's plan. Synthetic."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.config.demo.demo import moment
from samdrift.config.demo.federation import employees_now
from samdrift.core.access import Role
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.actions.bookings import book_employee, request_booking
from samdrift.run.projects.actions.files import enter_bookings, enter_hours
from samdrift.run.projects.actions.maintenance import plan_maintenance
from samdrift.run.projects.actions.projects import (
    add_milestone,
    begin_project,
    change_funding,
    decide_rate,
    move_milestone,
    reach_milestone,
    say_forecast,
)
from samdrift.run.projects.actions.proposals import back_proposal, decide_proposal, propose_project, withdraw_backing
from samdrift.run.projects.files import BookingRow, HoursRow
from samdrift.run.projects.models import Project, Proposal
from samdrift.run.projects.weeks import A_WEEK, monday_of
from samdrift.team.models import Employee

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

PROPOSED_BEFORE = 70  # days before its project began, or before today
VARIES_BY = 0.3


def build(demo: Demo) -> None:
    """This will propose, decide and begin the projects, enter their hours week by week, book people and plan the maintenance."""
    demo.tell("Projects, hours and bookings ...")
    plan, today = demo.plan["projects"], timezone.localdate(demo.at)
    draw = random.Random(f"{demo.plan['seed']} projects")  # its own, so that what is drawn elsewhere stays
    managers, makers = (_of(demo, plan[name]) for name in ("booker", "makers"))
    finance = demo.actor(demo.unit, Role.UNIT_FINANCE)
    first = Month(today.year - 1, today.month)
    at = moment(first.starts_on, 9)
    council = demo.plan["council"]
    decide_rate(first, plan["rate"], decided_on=first.starts_on, decided_by=council, by=finance, at=at)
    projects = []
    for number, described in enumerate(plan["proposals"]):
        proposal = _proposal(demo, draw, described, today)
        if "project" in described:
            projects.append(_project(demo, described, proposal, managers[number % len(managers)], today))
    _hours(demo, draw, projects, makers, today)
    _bookings(demo, draw, [project for project, _described in projects], managers, makers, today)
    _requests(demo, managers, monday_of(today) + 2 * A_WEEK)
    for number, described in enumerate(plan["plans"]):
        service = next(service for service in demo.services if service.name == described["service"])
        by = demo.actor(demo.unit, Role.STAFF)
        for year in (today.year - 1, today.year):
            plan_maintenance(
                service, year, answers=makers[number], budget_minor=described["budget"], aim=described["aim"], by=by, at=demo.at
            )


def _of(demo: Demo, function: str) -> list[Employee]:
    """Who works in a function, its manager first; the last two employees are the director and the finance officer, whom nobody books."""
    return [employee for employee in demo.employees[:-2] if employee.function.name == function]


def _member(demo: Demo, name: str) -> Organization:
    return next(member for member in demo.members.values() if member.short_name == name)


def _proposal(demo: Demo, draw: random.Random, described: dict[str, Any], today: date) -> Proposal:
    """A proposal with those who want it and, where it is decided on, the decision."""
    began = today - timedelta(days=described.get("project", {}).get("began", 0))
    at = moment(began - timedelta(days=PROPOSED_BEFORE + draw.randrange(20)), 10)
    by, proposed_by = demo.actor(demo.unit, Role.STAFF), _member(demo, described["by"])
    proposal = propose_project(
        proposed_by,
        described["title"],
        title_en=described["title_en"],
        need=described["need"],
        benefit=described["benefit"],
        cost_minor=described["cost"],
        yearly_minor=described["yearly"],
        by=by,
        at=at,
    )
    others = [member for member in demo.members.values() if member.pk != proposed_by.pk]
    backing = draw.sample(others, described["backers"] - 1)
    for member in backing:
        back_proposal(proposal, member, by=by, at=at + timedelta(days=draw.randrange(1, 30)))
    for member in backing[: described.get("withdrawn", 0)]:
        withdraw_backing(proposal, member, by=by, at=at + timedelta(days=45))
    if "decided" in described:
        decided = moment(began - timedelta(days=21), 13)
        decide_proposal(
            proposal,
            described["decided"] == "approved",
            decided_on=timezone.localdate(decided),
            decided_by=demo.plan["council"],
            registry_number=described["registry"],
            by=by,
            at=decided,
        )
    return proposal


def _project(demo: Demo, described: dict[str, Any], proposal: Proposal, manager: Employee, today: date) -> tuple[Project, dict[str, Any]]:
    said = described["project"]
    began = today - timedelta(days=said["began"])
    director = demo.actor(demo.unit, Role.DIRECTOR)
    at = moment(began, 11)
    employees = {row["short_name"]: employees_now(row) for row in demo.plan["members"]}
    backers = [backing.member for backing in proposal.backings.select_related("member")]
    weights = {member: employees[member.short_name] for member in backers}
    project = begin_project(
        proposal, said["code"], manager=manager, budget_minor=said["budget"], started_on=began, weights=weights, by=director, at=at
    )
    for name, name_en, due, reached in said["milestones"]:
        milestone = add_milestone(project, name, name_en=name_en, due_on=today + timedelta(days=due), by=director, at=at)
        if reached:
            reach_milestone(milestone, by=director, at=moment(today + timedelta(days=reached), 15))
    for name, due, why in said.get("moved", ()):
        milestone = project.milestones.get(name=name)
        day = today + timedelta(days=due)
        move_milestone(milestone, day, why, by=director, at=moment(milestone.due_on, 9))
    if "key" in said:
        _another_key(demo, project, said["key"], backers, today)
    if "forecast" in said:
        amount, why = said["forecast"]
        say_forecast(project, amount, why, by=director, at=moment(today - timedelta(days=12), 15))
    return project, said


def _another_key(demo: Demo, project: Project, key: dict[str, Any], backers: list[Organization], today: date) -> None:
    """The key that a project has since the month after its decision; months before keep the one that it began with."""
    at = moment(today + timedelta(days=key["decided"]), 14)
    change_funding(
        project,
        Month(at.year, at.month).next(),
        weights=dict.fromkeys(backers, key["weight"]),
        decided_on=timezone.localdate(at),
        decided_by=demo.plan["council"],
        registry_number=key["registry"],
        by=demo.actor(demo.unit, Role.UNIT_FINANCE),
        at=at,
    )


def _hours(demo: Demo, draw: random.Random, projects: list[tuple[Project, dict[str, Any]]], makers: list[Employee], today: date) -> None:
    """Each week since a project began, its manager and two makers, as a file would say it."""
    rows: list[HoursRow] = []
    for project, said in projects:
        people = [project.manager, *draw.sample(makers, min(2, len(makers)))]
        week = monday_of(project.started_on)
        while week < monday_of(today):
            for person in people:
                minutes = round(said["week_minutes"] / len(people) * (1 + draw.uniform(-VARIES_BY, VARIES_BY)) / 30) * 30
                rows.append(HoursRow(len(rows) + 2, person.email, project.code, week, minutes))
            week += A_WEEK
    enter_hours(demo.unit, rows, [], by=demo.actor(demo.unit, Role.DIRECTOR), at=demo.at)


def _bookings(
    demo: Demo, draw: random.Random, projects: list[Project], managers: list[Employee], makers: list[Employee], today: date
) -> None:
    """The coming weeks: makers in the projects and some whom other functions lend, managers for members, and one week in which somebody is
    booked for more than all of it."""
    week = monday_of(today)
    rows: list[BookingRow] = []
    for number, maker in enumerate(makers):
        project = projects[number % len(projects)]
        rows.append(BookingRow(len(rows) + 2, maker.email, "developer", "", project.code, week, 6, draw.choice((40, 50, 60)), ""))
    members = list(demo.members.values())
    leading = {project.manager for project in projects}
    for manager in managers:
        member = draw.choice(members).short_name
        job = "project_manager" if manager in leading else "procurer"
        rows.append(BookingRow(len(rows) + 2, manager.email, job, member, "", week, draw.randrange(3, 9), draw.choice((40, 60)), ""))
    for function, number in demo.plan["projects"].get("lends", {}).items():
        people = _of(demo, function)[1:]  # not who leads it
        for employee in draw.sample(people, min(number, len(people))):
            code, weeks, percent = draw.choice(projects).code, draw.randrange(2, 9), draw.choice((20, 30, 40))
            rows.append(BookingRow(len(rows) + 2, employee.email, "developer", "", code, week, weeks, percent, ""))
    why = demo.plan["projects"]["overbooked"]
    rows.append(BookingRow(len(rows) + 2, makers[0].email, "developer", "", projects[-1].code, week + A_WEEK, 1, 70, why))
    enter_bookings(demo.unit, rows, [], by=demo.actor(demo.unit, Role.DIRECTOR), at=demo.at)


def _requests(demo: Demo, managers: list[Employee], week: date) -> None:
    by = demo.actor(demo.unit, Role.STAFF)
    for number, described in enumerate(demo.plan["projects"]["requests"]):
        span = {"from_week": week, "weeks": described["weeks"], "percent": described["percent"]}
        at = demo.at - timedelta(days=4 - number)
        asked = request_booking(_member(demo, described["by"]), described["job"], described["what"], **span, by=by, at=at)
        if described.get("answered"):
            book_employee(demo.unit, managers[-1], described["job"], **span, member=asked.owner, request=asked, by=by, at=demo.at)
