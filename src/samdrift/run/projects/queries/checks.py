"""Whether what is kept beside the facts of projects follows from them: states, hours by month, load by function."""

from __future__ import annotations

from collections import Counter
from datetime import date

from samdrift.run.projects.models import Booking, BookingRequest, FunctionWeek, ProjectDecision, ProjectMonth, Proposal, TimeEntry
from samdrift.run.projects.weeks import A_WEEK, month_of


def differences() -> list[str]:
    """This will return a sentence for each projection that does not follow from its facts, to be read within all walls."""
    return [*_of_states(), *_of_months(), *_of_requests(), *_of_functions()]


def _of_states() -> list[str]:
    decided = dict(ProjectDecision.objects.values_list("proposal", "approved"))
    states = {None: Proposal.State.OPEN, True: Proposal.State.APPROVED, False: Proposal.State.DECLINED}
    found = Proposal.objects.order_by("pk").values_list("pk", "state")
    return [f"proposal {pk} is {state}, its decision says otherwise" for pk, state in found if state != states[decided.get(pk)]]


def _of_months() -> list[str]:
    counts: dict[tuple[int, int, date], int] = {}
    for entry in TimeEntry.objects.order_by("entered_at", "pk"):
        counts[entry.employee_id, entry.project_id, entry.week] = entry.minutes
    sums: Counter[tuple[int, date]] = Counter()
    for (_employee, project, week), minutes in counts.items():
        sums[project, month_of(week).starts_on] += minutes
    kept = {(project, month): minutes for project, month, minutes in ProjectMonth.objects.values_list("project", "month", "minutes")}
    return [
        f"project {key[0]} has {kept.get(key, 0)} minutes in {key[1]:%Y-%m}, its entries say {sums[key]}"
        for key in sorted(kept.keys() | sums.keys())
        if kept.get(key, 0) != sums[key]
    ]


def _of_requests() -> list[str]:
    booked = dict(Booking.objects.filter(called_off_at=None).exclude(request=None).values_list("request", "employee"))
    rows = BookingRequest.objects.order_by("pk").values_list("pk", "state", "employee")
    return [
        f"request {pk} is {state} with employee {employee}, its booking says {booked.get(pk)}"
        for pk, state, employee in rows
        if (state == BookingRequest.State.BOOKED) != (pk in booked) or employee != booked.get(pk)
    ]


def _of_functions() -> list[str]:
    sums: Counter[tuple[int, date]] = Counter()
    rows = Booking.objects.filter(called_off_at=None).values_list("employee__function", "from_week", "until_week", "percent")
    for function, week, until, percent in rows:
        while week < until:
            sums[function, week] += percent
            week += A_WEEK
    kept = {(function, week): percent for function, week, percent in FunctionWeek.objects.values_list("function", "week", "percent")}
    return [
        f"function {key[0]} is booked {kept.get(key, 0)} % in the week of {key[1]}, its bookings say {sums[key]}"
        for key in sorted(kept.keys() | sums.keys())
        if kept.get(key, 0) != sums[key]
    ]
