"""What stands on what: the arithmetic, the rows, the pages; nothing ever stands on itself."""

from __future__ import annotations

from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from samdrift.catalog import actions
from samdrift.catalog.models import Component, Dependency, Service, Thing
from samdrift.catalog.queries import all_standing, what_stops
from samdrift.catalog.standing import Edge, Part, Standing
from samdrift.core.access import inside
from samdrift.core.errors import Refused
from samdrift.core.models import AuditEntry
from tests.builders import NOW, TODAY, Cast, a_cast, a_level, a_service, an_uptake, everywhere
from tests.catalog.landscape import Browser, a_component, a_dependency, an_interface, in_english

parts = st.builds(Part, st.sampled_from(["service", "component"]), st.integers(1, 6))


@pytest.fixture
def as_(as_: Browser) -> Browser:
    return in_english(as_)


@given(st.lists(st.builds(Edge, parts, parts), max_size=25))
def test_edges_that_pass_the_rule_never_close_a_circle_and_chains_follow_them(edges: list[Edge]) -> None:
    standing, kept = Standing([]), set[Edge]()
    for edge in edges:
        if standing.chain_closed_by(edge) is None:
            standing.add(edge)
            kept.add(edge)
    everything = {part for edge in kept for part in edge}
    above = {part: {edge.upper for edge in kept if edge.lower == part} for part in everything}
    for _step in everything:  # the closure once more, by adding until nothing is added
        above = {part: uppers | {top for upper in uppers for top in above[upper]} for part, uppers in above.items()}
    counts = standing.services_that_stop(everything)
    for part in everything:
        chains = standing.chains_up(part)
        assert set(chains) == above[part]
        assert part not in above[part], "it stands on itself"
        assert counts[part] == sum(upper.kind == "service" for upper in above[part])
        for upper, chain in chains.items():
            assert (chain[0], chain[-1]) == (upper, part)
            assert all(Edge(one, below) in kept for one, below in pairwise(chain))


@given(st.lists(st.builds(Edge, parts, parts), max_size=12), st.builds(Edge, parts, parts))
def test_the_chain_named_is_the_circle_that_the_edge_would_close(edges: list[Edge], last: Edge) -> None:
    standing, kept = Standing([]), set[Edge]()
    for edge in edges:
        if standing.chain_closed_by(edge) is None:
            standing.add(edge)
            kept.add(edge)
    chain = standing.chain_closed_by(last)
    if chain is not None:
        assert chain[0] == chain[-1] == last.upper
        assert all(Edge(one, below) in kept | {last} for one, below in pairwise(chain))


def test_staff_say_what_stands_on_what_and_see_what_stops(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    response = elin.post("/catalog/components/new/", {"name": "Databasen", "supplier": "Databyrån", "site": cast.site.pk})
    with everywhere():
        database = Component.objects.get(name="Databasen")
        assert AuditEntry.objects.get(deed="add_component").subject_id == database.pk
    assert response.headers["Location"] == f"/catalog/components/{database.pk}/"
    mail, portal = a_service("E-post"), a_service("Portalen")
    for upper, lower in ((mail, f"component-{database.pk}"), (portal, f"service-{mail.pk}")):
        url = f"/catalog/dependencies/of/service-{upper.pk}/new/"
        assert elin.post(url, {"what": f"service-{upper.pk}", "lower": lower}).status_code == 302
    again = elin.post(url, {"what": f"service-{upper.pk}", "lower": lower})
    assert again.status_code == 409
    assert "stands on E-post already" in again.content.decode()
    page = elin.get(f"/catalog/components/{database.pk}/").content.decode()
    assert page.index("E-post") < page.index("Portalen"), "the nearest stops first"
    assert "2 services stop if it does." in page
    assert "Databyrån" in page
    assert "Portalen" in elin.get(f"/catalog/{mail.pk}/").content.decode()
    with everywhere():
        row = Dependency.objects.get(service=portal)
    assert elin.post(f"/catalog/dependencies/{row.pk}/drop/").status_code == 302
    with everywhere():
        assert [stop.service for stop in what_stops(Part("component", database.pk), on=TODAY)] == [mail]


def test_refuses_that_a_service_stands_on_itself_through_three_others_and_names_the_chain(cast: Cast, as_: Browser) -> None:
    first, second, third, fourth = (a_service(name) for name in ("Ett", "Två", "Tre", "Fyra"))
    for upper, lower in ((first, second), (second, third), (third, fourth)):
        a_dependency(upper, lower)
    answer = as_("elin").post(
        f"/catalog/dependencies/of/service-{fourth.pk}/new/", {"what": f"service-{fourth.pk}", "lower": f"service-{first.pk}"}
    )
    assert answer.status_code == 409
    chain = "Fyra stands on Ett, Ett stands on Två, Två stands on Tre, Tre stands on Fyra"
    assert f"Then Fyra would stand on itself: {chain}." in answer.content.decode()
    itself = as_("elin").post(
        f"/catalog/dependencies/of/service-{first.pk}/new/", {"what": f"service-{first.pk}", "lower": f"service-{first.pk}"}
    )
    assert itself.status_code == 409
    with everywhere():
        assert Dependency.objects.count() == 3


@pytest.mark.parametrize("part", ["service-999", "component-1x", "function-1", "service-99999999999999999999", "7"])
def test_an_address_that_names_no_part_is_not_found(cast: Cast, as_: Browser, part: str) -> None:
    assert as_("elin").get(f"/catalog/dependencies/of/{part}/new/").status_code == 404


def test_refuses_a_component_on_a_service_and_names_that_are_taken(cast: Cast, as_: Browser) -> None:
    component, mail = a_component("Bussen"), a_service("E-post")
    url = f"/catalog/dependencies/of/component-{component.pk}/new/"
    assert as_("elin").post(url, {"what": f"component-{component.pk}", "lower": f"service-{mail.pk}"}).status_code == 422
    assert as_("elin").post(url, {"what": f"component-{component.pk}", "lower": "service-999"}).status_code == 422
    for name in ("Bussen", "E-post"):
        assert as_("elin").post("/catalog/components/new/", {"name": name}).status_code == 409
    changed = as_("elin").post(f"/catalog/components/{component.pk}/change/", {"name": "E-post"})
    assert changed.status_code == 409
    assert as_("elin").post(f"/catalog/components/{component.pk}/change/", {"name": "Nya bussen"}).status_code == 302
    with everywhere():
        assert Component.objects.get().name == "Nya bussen"


def test_the_table_itself_refuses_what_the_action_does(cast: Cast) -> None:
    mail, bus = a_service("E-post"), a_component("Bussen")
    a_dependency(mail, bus)
    wrong: list[tuple[Thing, Thing]] = [(mail, bus), (mail, mail), (bus, bus), (bus, mail)]
    for upper, lower in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            a_dependency(upper, lower)


def test_a_member_is_told_of_the_services_it_takes_only(cast: Cast, as_: Browser) -> None:
    bus, mail, portal = a_component("Bussen"), a_service("E-post"), a_service("Portalen")
    a_dependency(mail, bus)
    a_dependency(portal, mail)
    an_uptake(cast.member, a_level(portal))
    an_uptake(cast.other, a_level(mail))
    page = as_("anna").get(f"/catalog/components/{bus.pk}/").content.decode()
    assert "One service that Länsverket takes stops if it does." in page
    stops = page[page.index('id="stops"') : page.index('id="below"')]
    assert stops.count("<details") == 1, "Portalen; E-post is in its chain only"
    both = as_("elin").get(f"/catalog/components/{bus.pk}/").content.decode()
    assert "2 services stop if it does." in both


@pytest.mark.parametrize("name", ["anna", "carin", "hedda", "ulla", "auditor"])
def test_the_architecture_is_changed_by_staff_and_director_only(cast: Cast, as_: Browser, name: str) -> None:
    bus, mail = a_component(), a_service()
    row, interface = a_dependency(mail, bus), an_interface(bus, "", mail)
    urls = ["components/new/", f"components/{bus.pk}/change/", f"dependencies/of/service-{mail.pk}/new/", f"dependencies/{row.pk}/drop/"]
    urls += ["interfaces/new/", f"interfaces/{interface.pk}/use/", f"interfaces/{interface.pk}/retire/", "capabilities/new/"]
    urls += [f"{what}/import/" for what in ("components", "dependencies", "interfaces", "capabilities")]
    for url in urls:
        assert as_(name).post(f"/catalog/{url}", {}).status_code == 403


def test_those_that_most_services_stand_on_stand_first(cast: Cast, as_: Browser) -> None:
    room, database = a_component("Hallen"), a_component("Databasen")
    a_dependency(database, room)
    for name in ("E-post", "Portalen"):
        a_dependency(a_service(name), database)
    a_dependency(a_service("Kartan"), room)
    with everywhere():
        assert [(stood.thing.name, stood.services) for stood in all_standing()][:2] == [("Hallen", 3), ("Databasen", 2)]
    page = as_("anna").get("/catalog/architecture/").content.decode()
    assert "Hallen carries most: 3 services stop if it does." in page


@pytest.mark.django_db(transaction=True)
def test_two_who_close_a_circle_from_both_sides_at_once_leave_one_row() -> None:
    cast = a_cast()
    one, other = a_service("E-post"), a_service("Portalen")
    by, start, outcomes = cast.actor("elin"), Barrier(2), []

    def add(upper: Service, lower: Service) -> None:
        try:
            start.wait(5)
            with inside(by.walls):
                actions.add_dependency(upper, lower, by=by, at=NOW)
            outcomes.append("stands")
        except Refused as no:
            outcomes.append(type(no).__name__)
        finally:
            connection.close()

    threads = [Thread(target=add, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["StandsOnItself", "stands"]
    with everywhere():
        assert Dependency.objects.count() == 1


@pytest.mark.parametrize("name", ["karin", "anna"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, name: str) -> None:
    browser, room, mail = as_(name), a_component("Hallen"), a_service("E-post")
    a_dependency(mail, room)
    urls = (
        "/catalog/architecture/",
        f"/catalog/components/{room.pk}/",
        f"/catalog/{mail.pk}/",
        "/catalog/interfaces/",
        "/catalog/components/table.csv/",
    )
    interface = an_interface(room)

    def queries() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    def grow(number: int) -> None:
        for _n in range(number):
            service, component = a_service(), a_component(site=cast.site)
            a_dependency(service, component)
            a_dependency(component, room)
            a_dependency(service, mail)
            an_uptake(cast.member, a_level(service))
            an_interface(component, "", service)
            an_interface(room, "", component)
            with everywhere():
                interface.uses.create(service=service)

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
