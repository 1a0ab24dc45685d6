"""What members say of methods: that they use them, what they do otherwise, what they suggest; each within its walls."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from samdrift.catalog import methods_heads
from samdrift.catalog.actions import methods_use as actions
from samdrift.catalog.actions.methods import VersionMeanwhile, publish_method_version
from samdrift.catalog.methods import LONGEST
from samdrift.catalog.models import Method, MethodHead, MethodUse, MethodVariation, PublishedSuggestion, Suggestion, SuggestionAnswer
from samdrift.core.access import Actor, Role, inside
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.models import AuditEntry
from samdrift.members.models import Organization
from tests.builders import NOW, TODAY, Cast, a_person, actor_of, an_employee, everywhere
from tests.catalog.methods_builders import REVIEW, a_method, a_suggestion, does_otherwise, the_next_version, uses

Browser = Callable[[str], Client]


def test_a_contact_says_that_we_use_it_and_stop(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    use, stop = f"/methods/{method.pk}/use/", f"/methods/{method.pk}/stop/"
    for name in ("anna", "maja", "sten", "auditor", "ulla"):
        assert as_(name).post(use).status_code == 403
    assert as_("elin").post(use).status_code == 422, "the unit is no member"
    assert as_("carin").get(use).status_code == 405
    assert as_("carin").post(use).status_code == 302
    assert as_("hedda").post(use).status_code == 409
    assert as_("berit").post(use).status_code == 302
    with everywhere():
        assert MethodHead.objects.get(method=method).used_by == 2
        assert MethodUse.objects.get(owner=cast.member).during.lower == timezone.localdate()
    assert as_("carin").post(stop).status_code == 302
    assert as_("carin").post(stop).status_code == 409
    with everywhere():
        assert MethodHead.objects.get(method=method).used_by == 1
        assert not MethodUse.objects.filter(owner=cast.member).exists(), "it never lasted a day"
        assert methods_heads.differences() == []
        assert AuditEntry.objects.filter(deed__in=("use_method", "stop_using_method"), owner_id=cast.member.pk).count() == 2


def test_a_use_that_lasted_stays_as_a_fact(cast: Cast) -> None:
    method = a_method(cast)
    uses(cast.member, method)
    carin, later = cast.actor("carin"), TODAY.replace(day=30)
    with inside(carin.walls):
        actions.stop_using_method(method, cast.member, by=carin, on=later, at=NOW)
        assert MethodUse.objects.get().during.upper == later
        actions.use_method(method, cast.member, by=carin, on=later, at=NOW)
        assert MethodUse.objects.count() == 2
    with everywhere():
        assert methods_heads.differences() == []


def test_nobody_speaks_for_another_member(cast: Cast) -> None:
    method, by = a_method(cast), cast.actor("berit")
    with inside(by.walls):
        for deed in (
            lambda: actions.use_method(method, cast.member, by=by, on=TODAY, at=NOW),
            lambda: actions.write_variation(method, cast.member, "x", by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                deed()


def _at_once(*deeds: Callable[[], object]) -> list[type[Exception]]:
    """Do each on a thread with its own connection, all let go at the same moment; what they were refused with."""
    start, refused = Barrier(len(deeds)), list[Exception]()

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            deed()
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [type(error) for error in refused]


def _using(method: Method, member: Organization, by: Actor) -> Callable[[], object]:
    def deed() -> None:
        with inside(by.walls):
            actions.use_method(method, member, by=by, on=TODAY, at=NOW)

    return deed


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_use_and_all_counted(cast: Cast) -> None:
    method = a_method(cast)
    ours = [_using(method, cast.member, cast.actor(name)) for name in ("carin", "hedda")]
    assert _at_once(*ours, _using(method, cast.other, cast.actor("berit"))) == [actions.UsedAlready]
    with everywhere():
        assert MethodHead.objects.get(method=method).used_by == 2
        assert methods_heads.differences() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version_while_a_member_begins_to_use_it(cast: Cast) -> None:
    method, by = a_method(cast), cast.actor("elin")

    def publishing(text: str) -> Callable[[], object]:
        def deed() -> None:
            with inside(by.walls):
                facts = {"what_changed": "Bättre", "review_on": REVIEW, "after": 1, "by": by, "on": TODAY, "at": NOW}
                publish_method_version(method, text, **facts)  # type: ignore[arg-type]

        return deed

    refused = _at_once(*(publishing(f"Text {n}") for n in range(3)), _using(method, cast.member, cast.actor("carin")))
    assert refused == [VersionMeanwhile] * 2
    with everywhere():
        head = MethodHead.objects.get(method=method)
        assert (head.version.number, head.used_by) == (2, 1)
        assert methods_heads.differences() == []


def test_a_variation_is_shown_as_what_differs_from_the_version_that_counts(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, text="Vänta i 12 timmar")
    url = f"/methods/{method.pk}/variations/{cast.member.pk}/change/"
    assert "Vänta i 12 timmar" in as_("carin").get(url).content.decode()
    assert as_("carin").post(url, {"text": ""}).status_code == 409, "nothing varies yet"
    assert as_("carin").post(url, {"text": "Vänta i 12 timmar\r\n"}).status_code == 422, "it is the same"
    assert as_("carin").post(url, {"text": "x" * (LONGEST + 1)}).status_code == 422
    assert as_("carin").post(url, {"text": "Vänta i 24 timmar"}).status_code == 302
    assert as_("carin").post(url, {"text": "Vänta i 24 timmar"}).status_code == 422
    assert as_("anna").post(url, {"text": "y"}).status_code == 403
    assert as_("berit").post(url, {"text": "y"}).status_code == 404
    assert as_("elin").get(url).status_code == 200, "staff write on a member's behalf"
    assert as_("elin").get(f"/methods/{method.pk}/variations/{cast.unit.pk}/change/").status_code == 404, "the unit has none of its own"
    the_next_version(method, "Vänta i 8 timmar")
    for name, address in (("anna", f"/methods/{method.pk}/"), ("elin", f"/methods/{method.pk}/variations/{cast.member.pk}/")):
        page = as_(name).get(address).content.decode()
        assert "8</del>" in page
        assert "24</ins>" in page
        assert "version 1" in page
    assert cast.member.name in as_("elin").get(f"/methods/{method.pk}/").content.decode()
    assert "24</ins>" not in as_("berit").get(f"/methods/{method.pk}/").content.decode()
    assert as_("berit").get(f"/methods/{method.pk}/variations/{cast.member.pk}/").status_code == 404
    assert as_("elin").get(f"/methods/{method.pk}/variations/{cast.other.pk}/").status_code == 404
    assert as_("carin").post(url, {"text": " "}).status_code == 302, "as everybody else again"
    assert "24</ins>" not in as_("anna").get(f"/methods/{method.pk}/").content.decode()
    with everywhere():
        assert [one.text for one in MethodVariation.objects.order_by("pk")] == ["Vänta i 24 timmar", ""]


def test_markup_in_a_text_is_text(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, text="<script>alert(1)</script>")
    does_otherwise(cast.member, method, "<b>fet</b>")
    page = as_("anna").get(f"/methods/{method.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>fet" not in page


def test_a_suggestion_is_ones_own_and_the_units_until_it_is_published(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    url = f"/methods/{method.pk}/suggest/"
    for text in (" ", "x" * 4_001, "x\x00"):
        assert as_("anna").post(url, {"text": text}).status_code == 422
    assert as_("auditor").post(url, {"text": "x"}).status_code == 403
    assert as_("anna").post(url, {"text": "Fråga efter modellen"}).status_code == 302
    with everywhere():
        one = Suggestion.objects.get()
        assert one.owner_id == cast.member.pk
    page = f"/methods/{method.pk}/"
    for name, seen in (("anna", True), ("carin", True), ("elin", True), ("auditor", True), ("berit", False)):
        assert ("Fråga efter modellen" in as_(name).get(page).content.decode()) is seen
    assert f"/methods/{method.pk}/" in as_("karin").get("/methods/?show=suggested").content.decode()
    answer = f"/methods/suggestions/{one.pk}/answer/"
    assert as_("anna").get(answer).status_code == 403
    assert as_("elin").post(answer, {"text": " "}).status_code == 422
    assert as_("elin").post(answer, {"text": "Det gör vi", "publish": "on"}).status_code == 302
    assert as_("elin").post(answer, {"text": "Igen", "publish": "on"}).status_code == 409
    theirs = as_("berit").get(page).content.decode()
    assert "Fråga efter modellen" in theirs
    assert "Det gör vi" in theirs
    assert cast.member.name not in theirs
    assert f"/methods/{method.pk}/" not in as_("karin").get("/methods/?show=suggested").content.decode()
    with everywhere():
        assert (SuggestionAnswer.objects.count(), PublishedSuggestion.objects.count()) == (1, 1)
        assert AuditEntry.objects.filter(deed="publish_suggestion").count() == 1


def test_an_answer_that_is_not_published_stays_between_the_two(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    one = a_suggestion(cast, method)
    assert as_("karin").post(f"/methods/suggestions/{one.pk}/answer/", {"text": "Nej tack"}).status_code == 302
    assert "Nej tack" in as_("anna").get(f"/methods/{method.pk}/").content.decode()
    assert "Nej tack" not in as_("berit").get(f"/methods/{method.pk}/").content.decode()


def test_the_owner_of_the_method_answers_or_the_director(cast: Cast) -> None:
    method = a_method(cast)
    one = a_suggestion(cast, method)
    other = actor_of(an_employee(cast.function, cast.site).account)
    with inside(other.walls), pytest.raises(actions.NotItsOwner):
        actions.answer_suggestion(Suggestion.objects.get(pk=one.pk), "x", publish=False, by=other, at=NOW)
    for name in ("elin", "karin"):
        by = cast.actor(name)
        with inside(by.walls):
            assert actions.may_answer(method, by)


def test_the_unit_suggests_too(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    assert as_("ulla").post(f"/methods/{method.pk}/suggest/", {"text": "Kortare"}).status_code == 302
    assert "Kortare" not in as_("anna").get(f"/methods/{method.pk}/").content.decode()
    with everywhere():
        assert Suggestion.objects.get().owner_id == cast.unit.pk


def test_rules_are_kept_below_the_doors_too(cast: Cast) -> None:
    method, by = a_method(cast), cast.actor("elin")
    requester = actor_of(a_person(cast.other, role=Role.REQUESTER).account)
    with inside(by.walls), pytest.raises(BadInput):
        actions.write_variation(method, cast.unit, "x", by=by, at=NOW)
    with inside(requester.walls), pytest.raises(Refused):
        actions.suggest_change(method, "", by=requester, at=NOW)
