"""Two people at once, on connections of their own: the database has the last word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Coverage, Signature, VersionTally
from samdrift.agree.queries import differences_from_facts
from samdrift.core.access import Actor, Role
from samdrift.core.errors import Refused
from tests.agree.builders import a_version, an_adoption, another_director, another_signatory, sign, some_levels
from tests.builders import NOW, Cast, a_person, actor_of, everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*deeds: Callable[[], object]) -> list[Refused | None]:
    """Do each on a thread with its own connection, all let go at the same moment; a refusal comes back, anything else fails the test."""
    start, answers = Barrier(len(deeds)), dict[int, Exception | None]()

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            deed()
            answers[number] = None
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == len(deeds), "one of them never came back"
    bugs = [error for error in answers.values() if error is not None and not isinstance(error, Refused)]
    if bugs:
        raise bugs[0]
    return [error for error in answers.values() if error is None or isinstance(error, Refused)]


def _signing(adoption: Adoption, by: Actor) -> Callable[[], object]:
    return lambda: sign(adoption, by, at=NOW + timedelta(minutes=5))


def test_two_signatories_of_one_side_at_once_leave_one_signature(cast: Cast) -> None:
    adoption = an_adoption(cast)
    signatories = [cast.actor("sten"), cast.actor("hedda"), another_signatory(cast)]
    answers = _at_once(*(_signing(adoption, actor) for actor in signatories))
    assert [type(answer) for answer in answers if answer] == [actions.SideHasSigned] * 2
    with everywhere():
        assert Signature.objects.get().side == Signature.Side.TAKER


def test_both_sides_at_once_make_one_coverage(cast: Cast) -> None:
    adoption = an_adoption(cast)
    assert _at_once(_signing(adoption, cast.actor("sten")), _signing(adoption, cast.actor("karin"))) == [None, None]
    with everywhere():
        assert Coverage.objects.count() == 1
        assert VersionTally.objects.get().adopted == 1
        assert list(differences_from_facts()) == []


def test_two_agreements_that_cover_the_same_service_signed_at_once_leave_one_coverage(cast: Cast) -> None:
    levels, karin, other = some_levels("Guld"), cast.actor("karin"), another_director(cast)
    adoptions = [an_adoption(cast, a_version(cast, levels)) for _ in range(2)]
    for adoption in adoptions:
        sign(adoption, cast.actor("sten"))
    answers = _at_once(_signing(adoptions[0], karin), _signing(adoptions[1], other))
    assert [type(answer) for answer in answers if answer] == [actions.AlreadyCovered]
    with everywhere():
        assert Coverage.objects.count() == 1
        assert Signature.objects.filter(side=Signature.Side.PROVIDER).count() == 1
        assert list(differences_from_facts()) == []


def test_without_the_locks_the_constraint_alone_still_leaves_one_coverage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samdrift.agree.actions.signatures.locked_taker", lambda *_: None)
    levels, signers = some_levels("Guld"), [cast.actor("karin"), another_director(cast)]
    adoptions = [an_adoption(cast, a_version(cast, levels)) for _ in range(2)]
    for adoption in adoptions:
        sign(adoption, cast.actor("sten"))
    answers = _at_once(*(_signing(adoption, by) for adoption, by in zip(adoptions, signers, strict=True)))
    assert [isinstance(answer, actions.AlreadyCovered | actions.SignedAtOnce) for answer in answers if answer] == [True]
    with everywhere():
        assert Coverage.objects.count() == 1


def test_two_members_who_join_at_once_are_both_counted(cast: Cast) -> None:
    version = a_version(cast)
    here, there = an_adoption(cast, version), an_adoption(cast, version, taker=cast.other)
    sign(here, cast.actor("sten"))
    sign(there, cast.actor("karin"))
    berit = _signatory_of(cast)
    assert _at_once(_signing(here, cast.actor("karin")), _signing(there, berit)) == [None, None]
    with everywhere():
        assert VersionTally.objects.values_list("offered", "adopted").get() == (2, 2)


def _signatory_of(cast: Cast) -> Actor:
    return actor_of(a_person(cast.other, role=Role.SIGNATORY).account)


def test_two_proposals_at_once_leave_one_that_can_be_signed(cast: Cast) -> None:
    version = a_version(cast)
    _at_once(lambda: an_adoption(cast, version), lambda: an_adoption(cast, version))
    with everywhere():
        assert Adoption.objects.filter(state=Adoption.State.PROPOSED).count() == 1
        assert VersionTally.objects.get().offered == 1
