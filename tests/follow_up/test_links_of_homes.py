"""Whatever a home shows to its reader leads to a page that this reader may open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from django.test import Client
from django.urls import resolve
from django.utils import timezone

from samdrift.agree.models import Version, VersionTally
from samdrift.run.availability.actions import Hit
from samdrift.run.availability.spans import month_of
from tests.agree.builders import a_version, an_adoption
from tests.availability.builders import ALWAYS, a_promised_service, an_outage
from tests.builders import Cast, a_level, a_service, a_ticket, an_uptake, everywhere
from tests.follow_up.homes import RESPONSE, a_ticket_with_elin, elin_leads, promises_made
from tests.settle.builders import COSTS, NOVEMBER, a_closed_october, costs

Browser = Callable[[str], Client]


def a_full_house(cast: Cast) -> None:
    """Something of everything that homes show: what waits, what is late, what was not held, what it cost, what is disturbed."""
    elin_leads(cast, is_desk=True)
    promises_made(cast)
    a_closed_october(cast)
    costs(cast, COSTS.replace("V-", "W-"), NOVEMBER)
    for taker in (cast.member, cast.other):
        an_adoption(cast, a_version(cast), taker=taker)
        an_uptake(taker, a_level(a_service()))
    now = timezone.now()
    for name in ("anna", "carin", "maja", "bo"):
        a_ticket_with_elin(cast, cast.person(name), now - RESPONSE - timedelta(hours=1))
        a_ticket(cast.person(name), at=now - timedelta(hours=1))
    service, last = a_promised_service(cast.member, cast.other, hours=ALWAYS), month_of(now).previous()
    an_outage(service, f"{last}-03 08:00", f"{last}-04 08:00", Hit(cast.member.pk), at=now)
    with everywhere():  # versions made by rows, not by an offer, have none
        VersionTally.objects.bulk_create(VersionTally(version=version) for version in Version.objects.filter(tally=None))
    an_outage(service, f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%d %H:%M}", None, at=now)


def test_every_link_of_a_home_opens_for_its_reader(cast: Cast, as_: Browser) -> None:
    a_full_house(cast)
    shut: dict[tuple[str, str], int] = {}
    for name in ("karin", "ulla", "auditor", "carin", "sten", "maja", "hedda", "elin", "anna"):
        browser = as_(name)
        page = browser.get("/", follow=True).content.decode()
        links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page) if not link.startswith("/static/")}
        of_each_kind = {resolve(link.split("?")[0]).url_name: link for link in sorted(links)}
        assert len(of_each_kind) > 5
        assert "Havsverket" not in page or name in ("karin", "ulla", "auditor", "elin")
        shut |= {(name, link): status for link in of_each_kind.values() if (status := browser.get(link).status_code) not in (200, 302)}
    assert shut == {}
