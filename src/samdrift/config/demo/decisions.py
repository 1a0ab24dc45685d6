"""Who decides what, two years of meetings with what was decided there, and what members said about it. Synthetic."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.config.demo.demo import moment
from samdrift.core.access import Actor, Role
from samdrift.members.actions.decisions import carry_out, record_decision, say_dissent, set_mandate
from samdrift.members.actions.meetings import add_body, approve_minutes, call_meeting, move_meeting, put_on_agenda, record_attendance
from samdrift.members.models import AgendaItem, Body, Decision, Effect, Meeting, Organization, Subject
from samdrift.members.queries import latest_headcount
from samdrift.team.models import Function

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

THURSDAY = 3
CALLED_BEFORE = timedelta(days=28)
SAID_BEFORE = timedelta(days=5)
MOVED_BEFORE = timedelta(days=2)
APPROVED_AFTER = timedelta(days=14)
FOR_AN_EMPLOYEE = 60000  # öre a year that a question may cost or save for each employee, at most
SAID_ITSELF = 0.4  # of what is said of members, by themselves
WORDS = ("Räknat på förra årets antal.", "Ryms i vår budget.", "Vi behöver ett år på oss.", "Påverkar oss lite.")


def build(demo: Demo) -> None:
    """This will call the meetings, decide what stands on their agendas, and say who may decide as the first of them says."""
    demo.tell("Meetings and decisions ...")
    plan, today = demo.plan["decisions"], timezone.localdate(demo.at)
    draw = random.Random(f"{demo.plan['seed']} decisions")  # its own, so that what is drawn elsewhere stays
    by = demo.actor(demo.unit, Role.DIRECTOR)
    first = moment(today - timedelta(days=plan["meetings"][0]["ago"]) - CALLED_BEFORE, 9)
    bodies = {one["name"]: add_body(one["name"], name_en=one["name_en"], by=by, at=first) for one in plan["bodies"]}
    decided: dict[str, Decision] = {}
    for described in plan["meetings"]:
        _meeting(demo, draw, described, bodies, decided, by)
        for mandate in plan["mandates"]:
            if (decision := decided.get(mandate["decision"])) and decision.decided_on == _day(today, described["ago"]):
                for subject in mandate["subjects"]:
                    body, at = bodies[mandate["body"]], moment(decision.decided_on, 16)
                    set_mandate(subject, body, from_on=decision.decided_on, decision=decision, by=by, at=at)


def decision_on(demo: Demo, what: str) -> Decision | None:
    """This will return the decision that the plan says that the keys (`key_now`), prices or version rest on, where it says so."""
    number = demo.plan.get("decisions", {}).get(what)
    return Decision.objects.get(registry_number__startswith=f"Dnr {number}-") if number else None


def _day(today: date, ago: int) -> date:
    """The Thursday of the week so many days ago."""
    on = today - timedelta(days=ago)
    return on + timedelta(days=THURSDAY - on.weekday())


def _meeting(
    demo: Demo, draw: random.Random, described: dict[str, Any], bodies: dict[str, Body], decided: dict[str, Decision], by: Actor
) -> None:
    today = timezone.localdate(demo.at)
    on = _day(today, described["ago"])
    first = described.get("moved_from", described)
    called = min(moment(on, 9) - CALLED_BEFORE, demo.at)
    meeting = call_meeting(bodies[described["body"]], _day(today, first["ago"]), place=first["place"], by=by, at=called)
    if first is not described:
        meeting = move_meeting(meeting, on, place=described["place"], by=by, at=max(called, demo.at - MOVED_BEFORE)).meeting
    if on < today:
        members = list(demo.members.values())
        away = set(draw.sample(range(len(members)), draw.randrange(demo.plan["decisions"]["away"] + 1)))
        came = [member for number, member in enumerate(members) if number not in away]
        record_attendance(meeting, [demo.unit, *came], by=by, at=moment(on, 16))
    for one in described["items"]:
        item = put_on_agenda(
            meeting,
            one["subject"],
            (one["question"], one["question_en"]),
            options=[(text, text_en) for text, text_en in one["options"]],
            recommendation=(one["recommendation"], one["recommendation_en"]),
            by=by,
            at=called,
        )
        _effects(demo, draw, item, one.get("effects", 0))
        if "decision" in one:
            decided[one["decision"]["number"]] = _decision(demo, meeting, item, one, decided, by)
    if on + APPROVED_AFTER <= today:
        approve_minutes(meeting, on + APPROVED_AFTER, by=by, at=moment(on + APPROVED_AFTER, 10))


def _effects(demo: Demo, draw: random.Random, item: AgendaItem, number: int) -> None:
    """What the recommendation means for some members, or all."""
    employees = latest_headcount(on=timezone.localdate(demo.at))
    said_at = min(moment(item.meeting.on, 9) - SAID_BEFORE, demo.at)
    members: list[Organization] = draw.sample(list(demo.members.values()), number)
    sizes = [employees[member.pk] for member in members]
    yearly = [round(draw.uniform(-1, 1) * FOR_AN_EMPLOYEE * size) for size in sizes]
    if item.subject == Subject.KEY and yearly:  # a key moves what is paid and adds nothing
        over = sum(yearly)
        yearly = [amount - over * size // sum(sizes) for amount, size in zip(yearly, sizes, strict=True)]
        yearly[0] -= sum(yearly)
    Effect.objects.bulk_create(
        Effect(
            item=item,
            member=member,
            said_by=member if draw.random() < SAID_ITSELF else demo.unit,
            yearly_minor=amount,
            words=draw.choice(WORDS),
            said_at=said_at,
        )
        for member, amount in zip(members, yearly, strict=True)
    )


def _decision(
    demo: Demo, meeting: Meeting, item: AgendaItem, described: dict[str, Any], decided: dict[str, Decision], by: Actor
) -> Decision:
    said, on = described["decision"], meeting.on
    function = Function.objects.get(name=said["part"]) if "part" in said else None
    decision = record_decision(
        meeting.body,
        item.subject,
        described["recommendation"],
        text_en=described["recommendation_en"],
        registry_number=f"Dnr {said['number']}-{on.year}",
        decided_on=on,
        responsible=demo.unit,
        part=function.name if function else "",
        part_en=function.name_en if function else "",
        due_on=on + timedelta(days=said["due"]),
        item=item,
        replaces=decided.get(said.get("replaces", "")),
        by=by,
        at=moment(on, 15),
    )
    for name, reason in said.get("dissent", ()):
        say_dissent(decision, demo.members[name], reason, by=by, at=moment(on, 17))
    if "done" in said:
        done = on + timedelta(days=said["done"])
        carry_out(decision, said["changed"], what_changed_en=said["changed_en"], on=done, by=by, at=moment(done, 12))
    return decision
