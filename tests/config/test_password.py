"""One changes one's own password while signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samdrift.core.models import Account, AuditEntry, DemoMark, FailedSignIn
from tests.builders import NOW, Cast, everywhere

Browser = Callable[[str], Client]
OLD, NEW = "en lång hemlighet", "en ännu längre hemlighet"
TYPED = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}


def with_password(cast: Cast, name: str) -> Account:
    account = cast.account(name)
    account.set_password(OLD)
    account.save()
    return account


def signed_in(account: Account, password: str = OLD) -> Client:
    browser = Client(raise_request_exception=False)
    assert browser.post("/sign-in/", {"email": account.email, "password": password}).status_code == 302
    return browser


@pytest.mark.parametrize("name", ["anna", "elin", "karin", "auditor"])
def test_the_new_password_counts_here_one_stays_signed_in_and_elsewhere_one_does_not(cast: Cast, name: str) -> None:
    account = with_password(cast, name)
    here, elsewhere = signed_in(account), signed_in(account)
    answer = here.post("/password/", TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert here.get("/password/").status_code == 200
    assert elsewhere.get("/password/").headers["Location"].startswith("/sign-in/")
    assert Client().post("/sign-in/", {"email": account.email, "password": OLD}).status_code == 422
    signed_in(account, NEW)
    with everywhere():
        entry = AuditEntry.objects.get(deed="change_own_password")
    assert (entry.account_id, entry.subject_id, entry.owner_id) == (account.pk, account.pk, cast.actor(name).owner_id)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"old_password": "fel"}, "inte lösenordet du har nu"),
        ({"new_password2": "en annan hemlighet"}, "stämmer inte överens"),
        ({"new_password1": "kort", "new_password2": "kort"}, "12"),
        ({"new_password1": "password1234", "new_password2": "password1234"}, "vanligt"),
        ({"new_password1": "", "new_password2": ""}, "måste fyllas i"),
        ({"new_password1": "å" * 1001, "new_password2": "å" * 1001}, "1000"),
        ({"new_password1": "a\x00bcdefghijklm", "new_password2": "a\x00bcdefghijklm"}, "Null"),
    ],
    ids=["another present one", "not the same twice", "short", "common", "none", "endless", "a NUL"],
)
def test_what_cannot_be_a_change_of_password_is_refused_in_words(cast: Cast, wrong: dict[str, str], said: str) -> None:
    account = with_password(cast, "anna")
    browser = signed_in(account)
    answer = browser.post("/password/", TYPED | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert OLD not in answer.content.decode()
    assert Account.objects.get(pk=account.pk).check_password(OLD)
    assert FailedSignIn.objects.count() == ("old_password" in wrong)
    with everywhere():
        assert not AuditEntry.objects.filter(deed="change_own_password").exists()


def test_the_present_password_cannot_be_guessed_at_more_than_at_sign_in(cast: Cast) -> None:
    account = with_password(cast, "anna")
    browser = signed_in(account)
    for _ in range(5):
        browser.post("/password/", TYPED | {"old_password": "fel"})
        Client().post("/sign-in/", {"email": account.email, "password": "fel"})
    answer = browser.post("/password/", TYPED)
    assert answer.status_code == 429
    assert "För många felaktiga försök" in answer.content.decode()
    assert Account.objects.get(pk=account.pk).check_password(OLD)


def test_an_account_without_a_password_is_told_so_calmly(cast: Cast, as_: Browser) -> None:
    anna = as_("anna")
    page = anna.get("/password/")
    assert page.status_code == 200
    assert "har inget lösenord" in page.content.decode()
    assert 'name="old_password"' not in page.content.decode()
    assert anna.post("/password/", TYPED).status_code == 409
    assert not Account.objects.get(pk=cast.account("anna").pk).has_usable_password()
    DemoMark.objects.create(federation="counties", seed=1, built_at=NOW)
    assert "I demon väljer du" in anna.get("/password/").content.decode()


def test_every_page_leads_there(cast: Cast, as_: Browser) -> None:
    assert 'href="/password/"' in as_("anna").get("/report/").content.decode()
    assert 'href="/password/"' not in as_("nobody").get("/sign-in/").content.decode()
