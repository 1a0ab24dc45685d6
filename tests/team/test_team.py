"""Functions with host and manager, employees, posts at sites: written by the director, seen by all but for the posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.core.access import inside
from samdrift.core.errors import BadInput, Refused
from samdrift.core.models import AuditEntry, Seat
from samdrift.team import actions
from samdrift.team.models import Employee, Function, Post
from tests.builders import NOW, TODAY, Cast, a_function, a_site, a_unit, an_employee, everywhere

Browser = Callable[[str], Client]
TOMORROW = TODAY + timedelta(days=1)


def a_post(cast: Cast, employee: Employee | None = None, *, share_percent: int = 100, from_on: date = date(2026, 1, 1)) -> Post:
    by = cast.actor("karin")
    with inside(by.walls):
        return actions.add_post(
            cast.function, "Tekniker", site=cast.site, share_percent=share_percent, employee=employee, from_on=from_on, by=by, at=NOW
        )


def test_the_director_adds_a_function_with_its_host(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Drift", "name_en": "Operations", "host": cast.other.pk, "hours": ""}
    response = as_("karin").post("/team/functions/new/", typed)
    with everywhere():
        made = Function.objects.get(name="Drift")
        assert (made.unit_id, made.host_id) == (cast.unit.pk, cast.other.pk)
        assert AuditEntry.objects.get(deed="add_function").subject_id == made.pk
    assert response.headers["Location"] == f"/team/functions/{made.pk}/"
    assert as_("karin").post("/team/functions/new/", typed).status_code == 409


def test_refuses_a_second_desk_and_a_host_that_is_none(cast: Cast) -> None:
    by = cast.actor("karin")
    with inside(by.walls):
        actions.add_function(cast.unit, "Växel", host=cast.member, is_desk=True, by=by, at=NOW)
        with pytest.raises(Refused):
            actions.add_function(cast.unit, "Växel två", host=cast.member, is_desk=True, by=by, at=NOW)
        with pytest.raises(BadInput):
            actions.add_function(cast.unit, "Lös", host=cast.federation, by=by, at=NOW)
        with pytest.raises(BadInput):
            actions.add_function(cast.member, "Egen", host=cast.member, by=by, at=NOW)


def test_an_employee_gets_an_account_and_a_role_at_the_unit(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Nils Šiška", "email": "nils@unit.example", "phone": "", "site": cast.site.pk, "role": "staff"}
    url = f"/team/functions/{cast.function.pk}/employees/new/"
    response = as_("karin").post(url, typed)
    with everywhere():
        made = Employee.objects.get(name="Nils Šiška")
        assert made.account is not None
        assert not made.account.has_usable_password()
        assert Seat.objects.get(account=made.account).owner_id == cast.unit.pk
    assert response.headers["Location"] == f"/team/employees/{made.pk}/"
    assert as_("karin").post(url, typed).status_code == 409
    password = {"password": "en lagom lång mening"}
    assert as_("karin").post(f"/team/employees/{made.pk}/password/", password).status_code == 302
    assert as_("nobody").post("/sign-in/", {"email": "nils@unit.example", **password}).status_code == 302


@pytest.mark.parametrize("role", ["contact", "auditor", "system"])
def test_an_employee_has_a_role_of_the_unit(cast: Cast, as_: Browser, role: str) -> None:
    url = f"/team/functions/{cast.function.pk}/employees/new/"
    typed = {"name": "Nils", "email": "nils@unit.example", "site": cast.site.pk, "role": role}
    assert as_("karin").post(url, typed).status_code == 422
    assert as_("karin").post(f"/team/employees/{cast.employee('elin').pk}/role/", {"role": role}).status_code == 422


def test_the_manager_is_an_employee_of_the_same_unit(cast: Cast, as_: Browser) -> None:
    elin = cast.employee("elin")
    url = f"/team/functions/{cast.function.pk}/manager/"
    assert as_("karin").post(url, {"employee": elin.pk}).status_code == 302
    assert "Elin Wikström" in as_("anna").get("/team/").content.decode()
    elsewhere = an_employee(a_function(a_unit("En annan enhet"), cast.member), cast.site)
    assert as_("karin").post(url, {"employee": elsewhere.pk}).status_code == 422
    by = cast.actor("karin")
    with inside(by.walls), pytest.raises(BadInput):
        actions.set_manager(cast.function, elsewhere, by=by, at=NOW)


def test_a_post_is_taken_over_in_a_row_of_its_own(cast: Cast, as_: Browser) -> None:
    post = a_post(cast, cast.employee("ulla"))
    url = f"/team/posts/{post.pk}/holder/"
    assert as_("karin").post(url, {"employee": cast.employee("elin").pk, "on": TOMORROW.isoformat()}).status_code == 302
    with everywhere():
        before, after = Post.objects.order_by("during")
        assert (before.employee, before.during) == (cast.employee("ulla"), DateRange(date(2026, 1, 1), TOMORROW))
        assert (after.employee, after.during) == (cast.employee("elin"), DateRange(TOMORROW, None))
    assert as_("karin").post(url, {"employee": "", "on": TOMORROW.isoformat()}).status_code == 409  # it is over by then


def test_a_post_taken_over_on_its_first_day_leaves_no_empty_row(cast: Cast) -> None:
    post = a_post(cast, from_on=TODAY)
    by = cast.actor("karin")
    with inside(by.walls):
        held = actions.fill_post(post, cast.employee("elin"), on=TODAY, by=by, at=NOW)
        assert list(Post.objects.all()) == [held]
        a_year_off = TODAY.replace(year=TODAY.year - 1)
        with pytest.raises(actions.PostBeginsLater):
            actions.fill_post(held, cast.employee("ulla"), on=a_year_off, by=by, at=NOW)
        with pytest.raises(actions.PostBeginsLater):
            actions.end_post(held, on=a_year_off, by=by, at=NOW)
        assert list(Post.objects.all()) == [held]
        actions.end_post(held, on=TODAY, by=by, at=NOW)
        assert not Post.objects.exists()


def test_nobody_works_more_than_a_whole_week(cast: Cast, as_: Browser) -> None:
    elin = cast.employee("elin")
    a_post(cast, elin, share_percent=60)
    other = a_post(cast, share_percent=50)
    response = as_("karin").post(f"/team/posts/{other.pk}/holder/", {"employee": elin.pk, "on": TODAY.isoformat()})
    assert response.status_code == 409
    assert "110 %" in response.content.decode()
    with everywhere():
        assert Post.objects.filter(employee=elin).count() == 1


@pytest.mark.parametrize("share", ["0", "101", "halv"])
def test_refuses_a_share_that_is_no_share(cast: Cast, as_: Browser, share: str) -> None:
    typed = {"title": "Tekniker", "site": cast.site.pk, "share_percent": share, "from_on": "2026-01-01"}
    assert as_("karin").post(f"/team/functions/{cast.function.pk}/posts/new/", typed).status_code == 422


@pytest.mark.parametrize(("name", "sees"), [("anna", False), ("carin", False), ("elin", True), ("karin", True), ("auditor", True)])
def test_members_see_who_works_where_and_not_the_posts(cast: Cast, as_: Browser, name: str, sees: bool) -> None:
    a_post(cast, cast.employee("elin"))
    for url in (f"/team/functions/{cast.function.pk}/", f"/team/employees/{cast.employee('elin').pk}/"):
        page = as_(name).get(url).content.decode()
        assert "Elin Wikström" in page
        assert "Falun" in page
        assert ("Tekniker" in page) == sees


@pytest.mark.parametrize("name", ["anna", "hedda", "elin", "ulla", "auditor"])
def test_only_the_director_changes_the_team(cast: Cast, as_: Browser, name: str) -> None:
    post = a_post(cast)
    browser, function, elin = as_(name), cast.function.pk, cast.employee("elin").pk
    seat = Seat.objects.get(account=cast.account("elin")).pk
    for url in (
        "/team/functions/new/",
        f"/team/functions/{function}/manager/",
        f"/team/functions/{function}/employees/new/",
        f"/team/functions/{function}/posts/new/",
        f"/team/posts/{post.pk}/holder/",
        f"/team/posts/{post.pk}/end/",
        f"/team/employees/{elin}/role/",
        f"/team/employees/{elin}/roles/{seat}/end/",
        f"/team/employees/{elin}/password/",
    ):
        assert browser.post(url, {}).status_code == 403


def test_the_director_ends_a_role_at_the_unit_but_not_the_one_they_act_in(cast: Cast, as_: Browser) -> None:
    seats = {name: Seat.objects.get(account=cast.account(name)).pk for name in ("elin", "karin")}
    elin, karin = cast.employee("elin").pk, cast.employee("karin").pk
    assert as_("karin").post(f"/team/employees/{elin}/roles/{seats['karin']}/end/").status_code == 404
    assert as_("karin").post(f"/team/employees/{karin}/roles/{seats['karin']}/end/").status_code == 409
    assert as_("karin").post(f"/team/employees/{elin}/roles/{seats['elin']}/end/").status_code == 302
    assert as_("elin").get("/work/").headers["Location"] == "/no-seat/"


@pytest.mark.parametrize("url", ["/team/", "/team/functions/{}/"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, url: str) -> None:
    browser, url = as_("karin"), url.format(cast.function.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url).status_code == 200
        return len(seen)

    def grow(number: int) -> None:
        for n in range(number):
            function = a_function(cast.unit, cast.member, f"Funktion {number}-{n}")
            manager = an_employee(function, a_site(cast.member, f"Ort {number}-{n}"))
            with everywhere():
                Function.objects.filter(pk=function.pk).update(manager=manager)
            a_post(cast, an_employee(cast.function, cast.site), share_percent=50)

    grow(3)
    browser.get(url)
    few = queries()
    grow(27)
    assert queries() == few
