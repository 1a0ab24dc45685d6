"""Signing with several members at once: all of those ticked, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from samdrift.agree.models import Coverage, Signature, Version
from tests.agree.builders import a_signed_adoption, a_version, an_adoption, sign, some_levels
from tests.builders import Cast, everywhere

Browser = Callable[[str], Client]


def _todays_version(cast: Cast, *args: Any) -> Version:
    """Doors read the clock, so what is offered through them holds from the real today."""
    return a_version(cast, *args, from_on=timezone.localdate(), at=timezone.now())


def test_the_director_signs_with_several_members_at_once(cast: Cast, as_: Browser) -> None:
    version = _todays_version(cast)
    today, now = timezone.localdate(), timezone.now()
    theirs = an_adoption(cast, version, from_on=today, at=now)
    sign(theirs, cast.actor("sten"), at=now)
    others = an_adoption(cast, version, taker=cast.other, from_on=today, at=now)
    karin, address = as_("karin"), f"/agreements/versions/{version.pk}/sign/"
    assert f'href="{address}"' in karin.get(f"/agreements/versions/{version.pk}/").content.decode()
    page = karin.get(address).content.decode()
    assert page.count('type="checkbox"') == 2
    assert page.count(" checked") == 1, "who has signed is ticked, who has not is not"

    response = karin.post(address, {"adoption": []})
    assert response.status_code == 422
    response = karin.post(address, {"adoption": [theirs.pk, others.pk + 1000]})
    assert response.status_code == 422
    with everywhere():
        assert not Signature.objects.filter(side="provider").exists()

    response = karin.post(address, {"adoption": [theirs.pk, others.pk]})
    assert response.status_code == 302
    with everywhere():
        assert Signature.objects.filter(side="provider").count() == 2
        assert set(Coverage.objects.values_list("owner", flat=True)) == {cast.member.pk}
    assert karin.get(address).status_code == 302, "nothing waits any more"


def test_signs_with_all_of_them_or_with_none(cast: Cast, as_: Browser) -> None:
    levels, today, now = some_levels("Guld"), timezone.localdate(), timezone.now()
    a_signed_adoption(cast, _todays_version(cast, levels), from_on=today, at=now)
    rival = _todays_version(cast, levels)
    covered = an_adoption(cast, rival, from_on=today, at=now)
    free = an_adoption(cast, rival, taker=cast.other, from_on=today, at=now)
    sign(covered, cast.actor("sten"), at=now)
    response = as_("karin").post(f"/agreements/versions/{rival.pk}/sign/", {"adoption": [free.pk, covered.pk]})
    assert response.status_code == 409
    assert cast.member.name in response.content.decode(), "the refusal says with whom"
    with everywhere():
        assert not Signature.objects.filter(adoption__in=[free.pk, covered.pk], side="provider").exists()
