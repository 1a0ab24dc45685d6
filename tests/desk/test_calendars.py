"""A calendar's hours are changed in the browser, and the promises that run in them move."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.agree.models import Coverage, Measure
from samdrift.core.access import inside
from samdrift.core.models import AuditEntry
from samdrift.members.closed_days import closed_days
from samdrift.members.models import Calendar, CalendarRevision, CalendarVersion, SpecialSpan
from samdrift.run.desk import actions
from tests.builders import Cast, a_ticket, everywhere
from tests.desk.builders import OFFICE, a_calendar, a_revision, an_agreement, as_it_stands, assert_projections_hold, local, promise_on

Browser = Callable[[str], Client]
WEEK = {f"day-{day}": "08.00–17.00" for day in range(5)} | {"day-5": "", "day-6": "stängt"}
TYPED = WEEK | {"closed": "", "special": "", "reason": "Rättelse"}


def version_of(calendar: Calendar) -> CalendarVersion:
    with everywhere():
        return calendar.versions.get()


def address_of(calendar: Calendar) -> str:
    return f"/calendars/{calendar.pk}/versions/{version_of(calendar).pk}/"


def revisions() -> int:
    with everywhere():
        return CalendarRevision.objects.count()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape(html))).replace("\u00a0", " ")


def test_a_correction_says_first_what_changes_and_then_moves_the_open_promises(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    ticket = a_ticket(cast.person("anna"), at=local(23, 16))
    elin, address = as_("elin"), address_of(calendar)
    typed = TYPED | {"seen": "1", "closed": "2026-11-24 Flyttdag / Moving day", "day-4": "8-16", "reason": "Vi flyttar"}
    preview = words(elin.post(address, typed).content.decode())
    for said in (
        "fredag",
        "kl. 08.00–17.00",
        "kl. 08.00–16.00",
        "2026-11-24 tisdag",
        "Flyttdag",
        "Vi flyttar",
        "Revidering 2",
        "2 öppna löften räknas om",
    ):
        assert said in preview
    assert revisions() == 1
    answer = elin.post(address, typed | {"confirmed": "yes"}, follow=True)
    assert "2 öppna löften har räknats om." in words(answer.content.decode())
    assert promise_on(ticket, Measure.RESPONSE).due_at == local(25, 11)
    assert as_it_stands(ticket).next_due_at == local(25, 11)
    with everywhere():
        deeds = set(AuditEntry.objects.filter(account=cast.account("elin")).values_list("deed", flat=True))
    assert {"revise_calendar", "recompute_open_promises"} <= deeds
    assert_projections_hold()


def test_the_form_holds_the_hours_as_they_stand_so_that_sending_it_back_changes_nothing(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar(spans=[*OFFICE, (5, "22:00", "06:00"), (6, "00:00", "24:00")], closed=[date(2026, 12, 24)])
    with everywhere():
        SpecialSpan.objects.create(revision=CalendarRevision.objects.get(), on=date(2026, 12, 23), opens="08:00", closes="12:00")
    elin = as_("elin")
    for language, said in (("sv", "inget skulle ändras"), ("en", "nothing would change")):
        elin.post("/language/", {"language": language})
        form = elin.get(address_of(calendar)).context["form"]
        typed = {name: form.initial[name] for name in form.initial} | {"reason": "Ingen", "seen": "1"}
        answer = elin.post(address_of(calendar), typed)
        assert answer.status_code == 422
        assert said in words(answer.content.decode())
    assert revisions() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day-0": "16.30–08.00"}, "slutar innan"),
        ({"day-0": "08.00–12.00, 11.00–13.00"}, "överlappar"),
        ({"day-0": "22.00–06.00 nästa dag, 23.00–24.00"}, "överlappar"),
        ({"day-0": "08.00–17.00 nästa dag"}, "längre än ett dygn"),
        ({"day-0": "halv nio"}, "är inget tidsspann"),
        ({"day-0": "08.00–25.00"}, "är inget tidsspann"),
        ({"day-0": "24.00–24.30"}, "är inget tidsspann"),
        ({"closed": "2026-12-24 Julafton\n2026-12-24 Jul"}, "två gånger"),
        ({"closed": "julafton"}, "är ingen dag"),
        ({"closed": "2026-02-30 Skottdag"}, "är ingen dag"),
        ({"closed": f"2026-12-24 {'å' * 81}"}, "för långt"),
        ({"special": "2026-12-23"}, "har inga tider"),
        ({"special": "2026-12-23 12.00–08.00"}, "slutar innan"),
        ({"reason": ""}, "måste fyllas i"),
        (dict.fromkeys(WEEK, ""), "aldrig är öppen"),
        ({"day-0": "\x00"}, "Null"),
    ],
)
@pytest.mark.parametrize("where", ["revise", "new"])
def test_what_cannot_be_hours_is_refused_in_words_and_changes_nothing(
    cast: Cast, as_: Browser, where: str, wrong: dict[str, str], said: str
) -> None:
    calendar = a_calendar()
    address = address_of(calendar) if where == "revise" else f"/calendars/{calendar.pk}/new-hours/"
    typed = TYPED | {"seen": "1", "from_on": str(timezone.localdate() + timedelta(days=9)), "confirmed": "yes"} | wrong
    answer = as_("elin").post(address, typed)
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert revisions() == 1


def test_a_coming_year_s_closed_days_are_proposed_and_what_was_typed_is_kept(cast: Cast, as_: Browser) -> None:
    year = timezone.localdate().year + 1
    calendar = a_calendar(closed=[date(year - 1, 12, 24)])
    elin, address = as_("elin"), address_of(calendar)
    assert f'value="{year}"' in elin.get(address).content.decode()
    form = elin.post(address, TYPED | {"seen": "1", "day-0": "9-15", "closed": f"{year}-01-01 Nyår", "propose": str(year)}).context["form"]
    assert form.initial["day-0"] == "9-15"
    lines = form.initial["closed"].splitlines()
    assert lines[0] == f"{year}-01-01 Nyår"
    assert len(lines) == len(closed_days("SE", [year]))
    assert f"{year}-12-24 Julafton / Christmas Eve" in lines
    assert str(year) in elin.get(f"{address}?propose={year}").context["form"].initial["reason"]
    for odd in ("1999", "x", str(year + 40), str(year - 1)):
        assert "1999" not in elin.get(f"{address}?propose={odd}").context["form"].initial["closed"]


def test_refuses_one_who_saw_other_hours_than_those_that_count_now(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    a_revision(calendar, OFFICE[:4])
    answer = as_("elin").post(address_of(calendar), TYPED | {"seen": "1", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "Någon annan har ändrat" in words(answer.content.decode())
    for seen in ("", "två", "99999999999999999999"):
        assert as_("elin").post(address_of(calendar), TYPED | {"seen": seen, "confirmed": "yes"}).status_code == 409
    assert revisions() == 2


def test_refuses_hours_in_which_an_open_promise_would_never_be_due(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    ticket = a_ticket(cast.person("anna"), at=local(23, 16))
    due = promise_on(ticket, Measure.RESPONSE).due_at
    never = dict.fromkeys(WEEK, "") | {
        "closed": "",
        "special": "2026-12-23 08.00–09.00",
        "reason": "Stängt",
        "seen": "1",
        "confirmed": "yes",
    }
    answer = as_("elin").post(address_of(calendar), never)
    assert answer.status_code == 409
    assert "aldrig skulle förfalla" in words(answer.content.decode())
    assert revisions() == 1
    assert promise_on(ticket, Measure.RESPONSE).due_at == due
    assert_projections_hold()


def test_new_hours_take_over_on_a_day_to_come_and_leave_what_is_promised(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    ticket = a_ticket(cast.person("anna"), at=local(23, 16))
    due = promise_on(ticket, Measure.RESPONSE).due_at
    elin, address = as_("elin"), f"/calendars/{calendar.pk}/new-hours/"
    ahead = timezone.localdate() + timedelta(days=30)
    typed = TYPED | {"from_on": str(ahead), "day-5": "10-14"}
    preview = words(elin.post(address, typed).content.decode())
    assert f"tar över {ahead}" in preview
    assert "lördag" in preview
    for day in (timezone.localdate(), date(2020, 1, 1)):
        assert elin.post(address, typed | {"from_on": str(day), "confirmed": "yes"}).status_code == 422
    assert elin.post(address, typed | {"confirmed": "yes"}).status_code == 302
    assert elin.post(address, typed | {"confirmed": "yes", "day-5": ""}).status_code == 409  # from that day there is a version already
    with everywhere():
        assert list(calendar.versions.order_by("from_on").values_list("from_on", flat=True))[1:] == [ahead]
    assert promise_on(ticket, Measure.RESPONSE).due_at == due
    assert_projections_hold()


def test_one_can_go_back_from_what_changes_and_write_on(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    answer = as_("elin").post(address_of(calendar), TYPED | {"seen": "1", "day-5": "10-14", "change": "yes"})
    assert answer.status_code == 200
    assert 'value="10-14"' in answer.content.decode()
    assert revisions() == 1


def test_the_calendar_s_page_leads_the_unit_to_the_change_and_nobody_else(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    a_ticket(cast.person("anna"), at=local(23, 16))
    slot = f"/calendars/{calendar.pk}/changes/"
    assert slot in as_("elin").get(f"/calendars/{calendar.pk}/").content.decode()
    for name in ("anna", "carin", "ulla", "auditor"):
        assert slot not in as_(name).get(f"/calendars/{calendar.pk}/").content.decode()
        assert as_(name).get(slot).status_code == as_(name).post(address_of(calendar), TYPED).status_code == 403
    fragment = as_("elin").get(slot, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert address_of(calendar) in fragment
    assert "2 öppna löften" in words(fragment)
    assert "<html" in as_("elin").get(slot).content.decode()


def test_a_version_of_another_calendar_is_not_found(cast: Cast, as_: Browser) -> None:
    one, other = a_calendar(), a_calendar()
    assert as_("elin").get(f"/calendars/{one.pk}/versions/{version_of(other).pk}/").status_code == 404


def test_recomputing_asks_as_much_of_the_database_for_thirty_tickets_as_for_three(cast: Cast) -> None:
    def asked(tickets: int) -> int:
        calendar = a_calendar()
        an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar, since=date(2020, 1, 1))
        for _ in range(tickets):
            a_ticket(cast.person("anna"), at=local(23, 16))
        a_revision(calendar, closed=[date(2026, 11, 24)])
        by = cast.actor("elin")
        with inside(by.walls), CaptureQueriesContext(connection) as seen:
            assert actions.recompute_open_promises(calendar, by=by, at=local(24, 9)) == 2 * tickets
        return len(seen)

    few = asked(3)
    with everywhere():
        Coverage.objects.all().delete()
    assert asked(30) == few
