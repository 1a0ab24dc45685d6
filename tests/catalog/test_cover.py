"""Who carries the services, and what is lost with a site: from skills, and where people are in the week."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from samdrift.catalog.actions.skills import name_skills
from samdrift.catalog.cover_report import cover_as_dict, cover_as_text
from samdrift.catalog.models import Service, ServiceSkill
from samdrift.catalog.queries.cover import Carried, lost_with_sites, services_by_cover
from samdrift.team.models import Skill
from samdrift.team.queries import week_cover
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, a_service, a_site, everywhere
from tests.team.distance import THIS_WEEK, a_leave, a_skill, a_week
from tests.team.test_distance import as_file, read

Browser = Callable[[str], Client]
COMING = THIS_WEEK + A_WEEK
ALL = (0, 1, 2, 3, 4)


def needs(service: Service, *skills: Skill) -> None:
    with everywhere() as by:
        name_skills(service, skills, by=by, at=timezone.now())


def test_a_service_is_carried_by_as_many_as_have_the_skill_that_fewest_have(cast: Cast) -> None:
    elin, ulla, karin = (cast.employee(name) for name in ("elin", "ulla", "karin"))
    many, one = a_skill(cast, "Många", elin, ulla, karin), a_skill(cast, "En", ulla)
    nobody = a_skill(cast, "Ingen")
    mail, maps, none = (a_service(name) for name in ("Post", "Kartor", "Tom"))
    needs(mail, many)
    needs(maps, many, one)
    needs(none, nobody, many)
    with everywhere():
        found = {row.service.name: (row.carried, row.alone) for row in services_by_cover(week_cover(COMING))}
    assert found["Post"] == (Carried.SEVERAL, frozenset())
    assert found["Kartor"] == (Carried.ONE, frozenset({ulla.pk}))
    assert found["Tom"] == (Carried.NOBODY, frozenset())
    assert found["Servicedesk"] == (Carried.NOT_SAID, frozenset())
    assert list(found) == ["Tom", "Kartor", "Post", "Servicedesk"], "those that fewest carry first"


def test_what_is_lost_with_a_site_counts_leave_and_where_people_are(cast: Cast) -> None:
    elin, ulla = cast.employee("elin"), cast.employee("ulla")
    skill, mail = a_skill(cast, "Nät", elin, ulla), a_service("Post")
    needs(mail, skill)
    luleå = a_site(cast.other, "Luleå")

    def lost() -> dict[str, tuple[tuple[int, ...], list[tuple[str, tuple[int, ...]]]]]:
        with everywhere():
            losses = lost_with_sites(week_cover(COMING))
            return {loss.site.city: (loss.skills[0][1], [(service.name, days) for service, days in loss.services]) for loss in losses}

    assert lost() == {"Falun": (ALL, [("Post", ALL)])}, "what nobody has planned counts as at the own site"
    a_week(ulla, "home", "home", "home", ("site", luleå), "site", week=COMING)
    assert lost() == {"Falun": ((4,), [("Post", (4,))])}
    a_leave(ulla, COMING, 1)
    assert lost() == {"Falun": ((0, 4), [("Post", (0, 4))])}, "on Monday Elin alone is there"
    a_leave(elin, COMING, 7)
    assert lost() == {"Falun": ((4,), [("Post", (4,))])}, "what is covered by nobody is not lost with a site"


def test_the_page_tells_counts_and_no_names_and_is_the_units_own(cast: Cast, as_: Browser) -> None:
    skill, mail = a_skill(cast, "Nät", cast.employee("ulla")), a_service("Post")
    assert as_("elin").post(f"/catalog/{mail.pk}/skills/", {"skills": [skill.pk]}).status_code == 302
    for name in ("elin", "karin", "ulla", "auditor"):
        page = read(as_(name), "/catalog/cover/")
        assert "one person" in page
        assert "Ulla" not in page.replace("Ulla Wikström</b>", "") or name == "ulla"
    for name in ("carin", "anna", "hedda"):
        read(as_(name), "/catalog/cover/", 403)
    assert as_("elin").post(f"/catalog/{mail.pk}/skills/", {"csrf": "x"}).status_code == 302
    with everywhere():
        assert not ServiceSkill.objects.exists(), "a service that needs nothing is said too"
    assert as_("elin").post(f"/catalog/{mail.pk}/skills/", {"skills": ["999999"]}).status_code == 422
    assert as_("ulla").post(f"/catalog/{mail.pk}/skills/", {"skills": [skill.pk]}).status_code == 403


def test_skills_of_services_come_from_files_and_go_to_them(cast: Cast, as_: Browser) -> None:
    a_skill(cast, "Nät")
    a_service("Post")
    head = "service;skill\n"
    assert as_("elin").post("/catalog/skills/import/", as_file(f"{head}Post;Nät\n")).status_code == 302
    assert as_("elin").post("/catalog/skills/import/", as_file(f"{head}post;nät\n")).status_code == 302, "again adds nothing"
    assert as_("elin").get("/catalog/skills/table.csv/").content.decode("utf-8-sig").splitlines() == ["service;skill", "Post;Nät"]
    wrong = as_("elin").post("/catalog/skills/import/", as_file(f"{head}Post;Kartor\nMoln;Nät\n"))
    assert wrong.status_code == 422
    with everywhere():
        assert ServiceSkill.objects.count() == 1


@pytest.mark.parametrize("asked", ["", "?week=2020-01-01", "?week=soon", "?week=9999-12-31"])
def test_a_week_that_is_over_or_none_is_this_one(asked: str, cast: Cast, as_: Browser) -> None:
    read(as_("elin"), f"/catalog/cover/{asked}")


def test_the_report_has_counts_and_no_names(cast: Cast) -> None:
    needs(a_service("Post"), a_skill(cast, "Nät", cast.employee("ulla")))
    with everywhere():
        report = cover_as_dict(on=COMING)
        text = cover_as_text(report)
    assert json.loads(json.dumps(report))["services"][0] == {
        "service": "Post",
        "carried_by": "one",
        "skills": [{"skill": "Nät", "people": 1}],
    }
    assert report["lost_with"][0]["site"] == "Falun"
    assert "Falun" in text
    assert "Ulla" not in text + json.dumps(report)
