"""Bookings through their doors: asked for, answered, refused above a whole week, and who sees the load."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.run.projects.actions.bookings import OverBooked
from samdrift.run.projects.models import Booking, BookingRequest, FunctionWeek
from samdrift.run.projects.queries.bookings import load_by_function, load_by_person
from samdrift.run.projects.queries.checks import differences
from samdrift.run.projects.weeks import A_WEEK, monday_of, weeks_from
from samdrift.team.models import Function
from tests.builders import Cast, an_employee, everywhere
from tests.projects.builders import COMING, a_booking, a_project, a_request

Browser = Callable[[str], Client]


def _typed(cast: Cast, **more: object) -> dict[str, object]:
    typed = {"employee": cast.employee("ulla").pk, "job": "developer", "member": cast.member.pk, "from_week": COMING, "weeks": 2}
    return {**typed, "percent": 60, **more}


def test_a_booking_of_130_per_cent_is_refused(cast: Cast, as_: Browser) -> None:
    assert as_("elin").post(reverse("book_employee"), _typed(cast, percent=130)).status_code == 422
    with everywhere():
        assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"percent": 0}, {"percent": -5}, {"weeks": 0}, {"weeks": 54}, {"member": ""}, {"from_week": "i går"}, {"employee": 0}]
)
def test_a_booking_that_cannot_be_is_refused(cast: Cast, as_: Browser, wrong: dict[str, object]) -> None:
    assert as_("elin").post(reverse("book_employee"), _typed(cast, **wrong)).status_code == 422


def test_a_week_above_the_whole_is_refused_unless_somebody_says_why(cast: Cast, as_: Browser) -> None:
    address = reverse("book_employee")
    assert as_("elin").post(address, _typed(cast)).status_code == 302
    refused = as_("elin").post(address, _typed(cast))
    assert refused.status_code == 409
    assert "120 %" not in refused.content.decode().replace("\xa0", " ")  # how much is booked already is not told
    assert as_("elin").post(address, _typed(cast, from_week=COMING + 2 * A_WEEK)).status_code == 302  # the weeks after are free
    assert as_("elin").post(address, _typed(cast, reason="Två dagars överlämning")).status_code == 302
    with everywhere():
        assert list(Booking.objects.order_by("pk").values_list("reason", flat=True)) == ["", "", "Två dagars överlämning"]
        assert differences() == []


def test_exactly_the_whole_week_is_no_overbooking(cast: Cast) -> None:
    for percent in (60, 40):
        a_booking(cast, cast.employee("ulla"), percent)
    with pytest.raises(OverBooked):
        a_booking(cast, cast.employee("ulla"), 1)


def test_a_member_asks_and_sees_who_comes(cast: Cast, as_: Browser) -> None:
    typed = {"job": "procurer", "what": "Upphandla telefoni", "from_week": "2100-01-06", "weeks": 3, "percent": 40}
    assert as_("carin").post(reverse("request_booking"), typed | {"percent": 130}).status_code == 422
    assert as_("carin").post(reverse("request_booking"), typed).status_code == 302
    with everywhere():
        asked = BookingRequest.objects.get()
        assert (asked.from_week, asked.state) == (COMING, "waiting")
    answer = {name: value for name, value in _typed(cast, job="procurer", weeks=3, percent=40).items() if name != "member"}
    assert as_("elin").post(reverse("answer_request", args=[asked.pk]), answer).status_code == 302
    assert as_("elin").post(reverse("answer_request", args=[asked.pk]), answer).status_code == 409
    assert as_("elin").post(reverse("decline_request", args=[asked.pk])).status_code == 409
    assert "Ulla Wikström" in as_("carin").get(reverse("bookings")).content.decode()
    theirs = as_("berit").get(reverse("bookings")).content.decode()
    assert "Upphandla telefoni" not in theirs
    assert "Ulla Wikström" not in theirs
    with everywhere():
        assert Booking.objects.get().member == cast.member
        assert differences() == []


def test_a_request_whose_booking_is_called_off_waits_again(cast: Cast, as_: Browser) -> None:
    asked = a_request(cast)
    booking = a_booking(cast, cast.employee("ulla"), 60, request=asked)
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
    assert as_("elin").post(reverse("call_off_booking", args=[booking.pk])).status_code == 302
    assert as_("elin").post(reverse("call_off_booking", args=[booking.pk])).status_code == 409
    a_booking(cast, cast.employee("karin"), 60, request=asked)
    with everywhere():
        assert differences() == []
        assert sum(FunctionWeek.objects.values_list("percent", flat=True)) == 120


def test_weeks_that_have_been_stay_when_a_booking_is_called_off(cast: Cast, as_: Browser) -> None:
    this_week = monday_of(timezone.localdate())
    booking = a_booking(cast, cast.employee("ulla"), from_week=this_week - A_WEEK, weeks=3)
    assert as_("karin").post(reverse("call_off_booking", args=[booking.pk])).status_code == 302
    with everywhere():
        booking.refresh_from_db()
        assert (booking.until_week, booking.called_off_at) == (this_week, None)
        assert differences() == []


def test_only_who_leads_calls_off(cast: Cast, as_: Browser) -> None:
    booking = a_booking(cast, cast.employee("ulla"))
    assert as_("elin").post(reverse("call_off_booking", args=[booking.pk])).status_code == 403


def test_a_persons_load_is_seen_by_who_leads_them_and_a_functions_by_all(cast: Cast, as_: Browser) -> None:
    this_week = monday_of(timezone.localdate())
    a_booking(cast, cast.employee("ulla"), 77, from_week=this_week)
    address = reverse("bookings")
    for who in ("anna", "carin", "karin", "elin"):
        assert "Ulla Wikström" not in as_(who).get(address).content.decode()
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
    led = as_("elin").get(address).content.decode()
    assert "Ulla Wikström" in led
    assert "77" in led


def test_a_function_of_fewer_than_five_is_not_shown(cast: Cast) -> None:
    a_booking(cast, cast.employee("ulla"), 100)
    with inside(cast.actor("anna").walls):
        assert [load.percents for load in load_by_function([COMING])] == [None]
    for _one in range(2):
        an_employee(cast.function, cast.site)
    with inside(cast.actor("anna").walls):
        assert [load.percents for load in load_by_function([COMING])] == [(20,)]
    with inside(cast.actor("elin").walls):
        loads = {load.employee.name: load.percents for load in load_by_person([cast.function], weeks_from(COMING, 3))}
        assert loads["Ulla Wikström"] == (100, 100, 0)


def test_the_page_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
    browser, counts = as_("elin"), []
    for number in (3, 20):
        for _one in range(number):
            a_request(cast)
            a_booking(cast, an_employee(cast.function, cast.site), project=project)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("bookings")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
