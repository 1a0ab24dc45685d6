"""A signatory signs what the member's own IT cost, and the director reads whether sharing paid."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from samdrift.plan.models import BaselineLine, BaselineSignature
from tests.browser.server import House
from tests.builders import everywhere
from tests.follow_up.pay_scene import a_closed_house, can_be_told
from tests.plan.baseline_builders import a_baseline, an_index, remains

pytestmark = pytest.mark.xdist_group("browser")


def test_a_signatory_signs_a_baseline_and_the_director_reads_the_verdict(house: House) -> None:
    cast = house.cast
    a_closed_house(cast)
    an_index()
    can_be_told(cast, cast.other, 1_000_00)
    a_baseline(cast.member, cast.desk_service, 12_000_00)
    remains(cast.member, cast.desk_service)

    sten = house.visitor("sten")
    sten.goto("/")
    sten.get_by_role("link", name="Sign the baseline for 2018").click()
    sten.get_by_role("main").get_by_role("link", name="Sign").click()
    expect(sten.get_by_role("heading", level=1)).to_have_text("Sign the baseline for 2018?")
    sten.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(sten.get_by_text("Nothing in it changes any more.")).to_be_visible()
    with everywhere():
        assert BaselineSignature.objects.filter(owner=cast.member).count() == 1
        written = BaselineLine.objects.get(owner=cast.member).amount_minor
    # Afterwards nobody adds to it: the form does not open, says why, and leads back
    sten.goto(sten.url + "line/")
    expect(sten.get_by_role("main")).to_contain_text("is signed, so nothing in it changes")
    sten.get_by_role("main").get_by_role("link", name="The baseline for 2018").click()
    expect(sten.get_by_text("Nothing in it changes any more.")).to_be_visible()
    with everywhere():
        assert BaselineLine.objects.get(owner=cast.member).amount_minor == written

    # The member is one click from whether it paid
    sten.goto("/")
    sten.get_by_role("link", name="Follow-up").click()
    expect(sten.get_by_role("main")).to_contain_text("It cost SEK 1,099.99 less than doing it oneself")

    karin = house.visitor("karin")
    karin.goto("/follow-up/pay/")
    member, other = (karin.get_by_role("row", name=name) for name in ("Länsverket", "Havsverket"))
    expect(member).to_contain_text("Yes")
    expect(other).to_contain_text("No")
    member.get_by_role("link", name="Länsverket").click()
    karin.get_by_text("Why?").first.click()
    expect(karin.get_by_role("main")).to_contain_text("2018: SEK 12,000.00 × 200 / 100 = SEK 24,000.00")
    # With two members the sum would tell each the other's figure, so it is not published
    karin.goto("/follow-up/pay/publish/")
    karin.get_by_role("button", name="Publish").click()
    expect(karin.get_by_role("main")).to_contain_text("so it stays here")
