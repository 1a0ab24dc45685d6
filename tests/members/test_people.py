"""People and roles: a contact or head acts for their own member, the director for everybody; nobody lets themselves in elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.core.access import Role, inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.core.models import Account, AuditEntry, Seat
from samdrift.members import actions
from samdrift.members.models import Person
from tests.builders import NOW, TODAY, Cast, a_person, a_seat, everywhere

Browser = Callable[[str], Client]
GOOD = "en lagom lång mening"


def _people(cast: Cast) -> str:
    return f"/members/{cast.member.pk}/people/"


def test_a_contact_adds_a_colleague_who_can_sign_in_once_a_password_is_set(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Dag Åkesson", "email": "dag@lansverket.example", "roles": ["requester", "signatory"]}
    assert as_("carin").post(_people(cast) + "new/", typed).status_code == 302
    with everywhere():
        person = Person.objects.get(name="Dag Åkesson")
        account = Account.objects.get(email="dag@lansverket.example")
        assert person.account_id == account.pk
        assert not account.has_usable_password()
        assert set(Seat.objects.filter(account=account).values_list("role", "owner_id")) == {
            ("requester", cast.member.pk),
            ("signatory", cast.member.pk),
        }
        assert {"add_person", "open_account", "give_seat"} <= set(AuditEntry.objects.values_list("deed", flat=True))
    assert as_("carin").post(f"{_people(cast)}{person.pk}/password/", {"password": GOOD}).status_code == 302
    assert as_("nobody").post("/sign-in/", {"email": account.email, "password": GOOD}).status_code == 302


def test_refuses_a_person_with_a_role_and_no_address(cast: Cast, as_: Browser) -> None:
    assert as_("carin").post(_people(cast) + "new/", {"name": "Dag", "roles": ["requester"]}).status_code == 422
    with everywhere():
        assert not Person.objects.filter(name="Dag").exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("anna", 403), ("sten", 403), ("maja", 403), ("bo", 403), ("berit", 404), ("carin", 200), ("hedda", 200)],
)
def test_the_people_of_a_member_are_seen_by_its_contact_and_head_only(cast: Cast, as_: Browser, name: str, status: int) -> None:
    assert as_(name).get(_people(cast)).status_code == status


@pytest.mark.parametrize("name", ["elin", "ulla", "karin", "auditor"])
def test_the_unit_and_auditors_see_the_people_of_every_member(cast: Cast, as_: Browser, name: str) -> None:
    page = as_(name).get(_people(cast)).content.decode()
    assert "Anna Sarri" in page
    assert ("Ge en roll" in page or "Give a role" in page) == (name == "karin")


def test_a_stranger_finds_no_door_to_another_members_people(cast: Cast, as_: Browser) -> None:
    anna = cast.person("anna")
    seat = Seat.objects.get(account=anna.account)
    berit = as_("berit")
    assert berit.post(_people(cast) + "new/", {"name": "Trojan"}).status_code == 404
    assert berit.post(f"{_people(cast)}{anna.pk}/role/", {"role": "head"}).status_code == 404
    assert berit.post(f"{_people(cast)}{anna.pk}/password/", {"password": GOOD}).status_code == 404
    assert berit.post(f"/members/{cast.member.pk}/roles/{seat.pk}/end/").status_code == 404
    own = f"/members/{cast.other.pk}"
    assert berit.post(f"{own}/people/{anna.pk}/role/", {"role": "head"}).status_code == 404
    assert berit.post(f"{own}/people/{anna.pk}/password/", {"password": GOOD}).status_code == 404
    assert berit.post(f"{own}/roles/{seat.pk}/end/").status_code == 404


@pytest.mark.parametrize("role", ["staff", "unit_finance", "director", "auditor", "system", "kung"])
def test_a_contact_cannot_hand_out_roles_of_the_unit(cast: Cast, as_: Browser, role: str) -> None:
    assert as_("carin").post(f"{_people(cast)}{cast.person('anna').pk}/role/", {"role": role}).status_code == 422
    assert Seat.objects.filter(account=cast.account("anna")).count() == 1


@pytest.mark.parametrize(
    ("where", "role"),
    [("member", Role.STAFF), ("member", Role.AUDITOR), ("unit", Role.REQUESTER), ("federation", Role.DIRECTOR), ("unit", Role.SYSTEM)],
)
def test_a_role_fits_the_kind_of_organization(cast: Cast, where: str, role: Role) -> None:
    by = cast.actor("karin")
    with inside(by.walls), pytest.raises(Refused):
        actions.give_seat(cast.account("anna"), getattr(cast, where), role, on=TODAY, by=by, at=NOW)


def test_a_contact_gives_roles_to_people_of_the_member_only(cast: Cast) -> None:
    by = cast.actor("carin")
    with inside(by.walls):
        with pytest.raises(NotAllowed):
            actions.give_seat(cast.account("bo"), cast.member, Role.HEAD, on=TODAY, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.give_seat(cast.account("carin"), cast.other, Role.HEAD, on=TODAY, by=by, at=NOW)


def test_refuses_a_role_that_is_held_already(cast: Cast) -> None:
    by = cast.actor("hedda")
    with inside(by.walls), pytest.raises(Refused):
        actions.give_seat(cast.account("anna"), cast.member, Role.REQUESTER, on=TODAY, by=by, at=NOW)


def test_a_role_that_ends_lets_nobody_in_from_that_day(cast: Cast, as_: Browser) -> None:
    seat = Seat.objects.get(account=cast.account("anna"))
    anna = as_("anna")
    assert anna.get("/tickets/").status_code == 200
    assert as_("carin").post(f"/members/{cast.member.pk}/roles/{seat.pk}/end/").status_code == 302
    assert anna.get("/tickets/").headers["Location"] == "/no-seat/"
    assert as_("carin").post(f"/members/{cast.member.pk}/roles/{seat.pk}/end/").status_code == 409


def test_a_role_given_and_ended_the_same_day_is_taken_back(cast: Cast) -> None:
    by = cast.actor("carin")
    with inside(by.walls):
        seat = actions.give_seat(cast.account("anna"), cast.member, Role.FINANCE, on=TODAY, by=by, at=NOW)
        actions.end_seat(seat, on=TODAY, by=by, at=NOW)
        assert not Seat.objects.filter(pk=seat.pk).exists()
        actions.give_seat(cast.account("anna"), cast.member, Role.FINANCE, on=TODAY, by=by, at=NOW)


def test_nobody_ends_the_role_they_act_in(cast: Cast, as_: Browser) -> None:
    seat = Seat.objects.get(account=cast.account("carin"))
    assert as_("carin").post(f"/members/{cast.member.pk}/roles/{seat.pk}/end/").status_code == 409


def test_an_address_that_signs_in_elsewhere_is_tied_by_the_unit_only_and_loses_its_password(cast: Cast, as_: Browser) -> None:
    bo = cast.account("bo")
    bo.set_password(GOOD)
    bo.save()
    typed = {"name": "Bo Ek", "email": bo.email.upper(), "roles": ["requester"]}
    assert as_("carin").post(_people(cast) + "new/", typed).status_code == 409
    with everywhere():
        assert not Person.objects.filter(owner=cast.member, name="Bo Ek").exists()
    assert as_("karin").post(_people(cast) + "new/", typed).status_code == 302
    bo.refresh_from_db()
    assert not bo.has_usable_password()
    assert bo.seats.count() == 2


def test_nobody_becomes_samdrift_itself(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Robot", "email": "system@samdrift.invalid", "roles": ["requester"]}
    assert as_("karin").post(_people(cast) + "new/", typed).status_code == 409


@pytest.mark.parametrize("since", [TODAY - timedelta(days=900), TODAY + timedelta(days=9)])
def test_refuses_to_set_the_password_of_an_account_that_ever_sits_elsewhere(cast: Cast, as_: Browser, since: object) -> None:
    assert not isinstance(since, str)
    a_seat(cast.account("anna"), cast.unit, Role.DIRECTOR, since=since, until=since + timedelta(days=5))  # type: ignore[arg-type, operator]
    assert as_("carin").post(f"{_people(cast)}{cast.person('anna').pk}/password/", {"password": GOOD}).status_code == 403
    assert not cast.account("anna").check_password(GOOD)


@pytest.mark.parametrize("password", ["kort", "password1234", ""])
def test_refuses_a_weak_password_in_words(cast: Cast, as_: Browser, password: str) -> None:
    assert as_("carin").post(f"{_people(cast)}{cast.person('anna').pk}/password/", {"password": password}).status_code == 422


def test_a_person_sits_at_a_site_of_their_own_organization(cast: Cast) -> None:
    by = cast.actor("berit")
    with inside(by.walls), pytest.raises(Refused):
        actions.add_person(cast.other, "Kim", site=cast.site, by=by, at=NOW)


def test_the_list_of_people_costs_as_many_queries_for_thirty_as_for_three(cast: Cast, as_: Browser) -> None:
    browser = as_("carin")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(_people(cast)).status_code == 200
        return len(seen)

    browser.get(_people(cast))
    few = queries()
    for n in range(30):
        a_person(cast.member, f"Person {n}")
    assert queries() == few
