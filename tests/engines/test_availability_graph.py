from __future__ import annotations

import copy
import pickle
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.availability import (
    CountOutOfRange,
    Need,
    NeedsItself,
    NotAComponent,
    NotAGraph,
    NothingNeeded,
    ProbabilityMissing,
    ProbabilityOutOfRange,
    ServiceGraph,
    TooWide,
    UnknownKind,
    UnknownTop,
    compose,
    importance,
)
from tests.engines.graphs import first_layer, layered

# Mail and files stand on one storage.
SHARED = ServiceGraph(
    {
        "mail": Need("all_of", ("mail server", "storage")),
        "files": Need("all_of", ("file server", "storage")),
        "both": Need("all_of", ("mail", "files")),
        "either": Need("any_of", ("mail", "files")),
    }
)
WORKS = {"mail server": 0.99, "file server": 0.98, "storage": 0.9}


def test_what_is_shared_is_taken_once() -> None:
    found = compose(SHARED, WORKS)
    assert found["mail"] == pytest.approx(0.891, rel=1e-15)
    assert found["both"] == pytest.approx(0.9 * 0.99 * 0.98, rel=1e-15)  # 0.873, where the product of mail and files is 0.786
    assert found["either"] == pytest.approx(0.9 * (1 - 0.01 * 0.02), rel=1e-15)  # 0.8998, where two of their own would be 0.987
    assert list(found) == ["mail", "files", "both", "either"]


def test_at_least_k_of_parts() -> None:
    three = ServiceGraph({"two": Need("k_of", ("a", "b", "c"), 2), "twice": Need("k_of", ("a", "a", "b"), 2)})
    found = compose(three, {"a": 0.5, "b": 0.25, "c": 0.1})
    assert found["two"] == pytest.approx(0.5 * 0.25 + 0.5 * 0.1 + 0.25 * 0.1 - 2 * 0.5 * 0.25 * 0.1, rel=1e-15)
    assert found["twice"] == 0.5  # a part named twice counts twice


def test_the_bridge_of_five() -> None:
    # The network that no series and parallel make up: a-b and c-d with e across; with all at p it is 2p² + 2p³ - 5p⁴ + 2p⁵
    paths = {"1": ("a", "b"), "2": ("c", "d"), "3": ("a", "e", "d"), "4": ("c", "e", "b")}
    bridge = ServiceGraph({name: Need("all_of", parts) for name, parts in paths.items()} | {"through": Need("any_of", tuple(paths))})
    p = 0.9
    assert compose(bridge, dict.fromkeys("abcde", p))["through"] == pytest.approx(2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5, rel=1e-14)
    # Birnbaum of the crossing: it decides when just one of a and c works and just the other one's of b and d: 2p²(1 - p)²
    assert importance(bridge, dict.fromkeys("abcde", p), "through")["e"] == pytest.approx(2 * p**2 * (1 - p) ** 2, rel=1e-12)


def test_small_probabilities_keep_their_digits() -> None:
    # A fault tree: what is true has failed. Two ways to lose all share one cause.
    tree = ServiceGraph(
        {
            "lost": Need("any_of", ("power and link", "power and disk")),
            "power and link": Need("all_of", ("power", "link")),
            "power and disk": Need("all_of", ("power", "disk")),
            "three": Need("k_of", ("power", "link", "disk", "fire"), 3),
        }
    )
    fails = {"power": 1e-7, "link": 3e-7, "disk": 7e-7, "fire": 1e-9}
    found = compose(tree, fails)
    exact = by_all_states(tree, fails)
    for name, value in exact.items():
        assert 1e-22 < found[name] < 1e-12
        assert found[name] == pytest.approx(float(value), rel=1e-13)
    # and from the other side: a standby that is missed once in 1e7 times
    standby = ServiceGraph(
        {
            "works": Need("any_of", ("one", "other")),
            "one or switch": Need("any_of", ("one", "switch")),
            "all": Need("all_of", ("works", "switch", "one or switch")),
        }
    )
    likely = {"one": 1 - 1e-7, "other": 1 - 1e-6, "switch": 0.5}
    decides = importance(standby, likely, "all")
    assert decides["other"] == pytest.approx(float(0.5 * (1 - Fraction(1 - 1e-7))), rel=1e-12)


def test_a_chain_of_twenty_thousand_is_no_deeper_than_one_of_two() -> None:
    long = 20_000
    needs = {f"s{i}": Need("all_of", (f"c{i}", f"s{i + 1}")) for i in range(long)} | {f"s{long}": Need("any_of", ("c", "d"))}
    chain = ServiceGraph(needs)
    found = compose(chain, dict.fromkeys(chain.components, 1 - 1e-6))
    assert found["s0"] == pytest.approx((1 - 1e-6) ** long, rel=1e-9)


def test_a_ladder_whose_every_rung_is_shared_is_exact() -> None:
    long, p = 3_000, 0.4
    ladder = ServiceGraph({f"s{i}": Need("any_of" if i % 3 else "all_of", (f"c{i}", f"s{i + 1}", f"s{i + 2}")) for i in range(long)})
    # rung by rung from below: how likely each state of the last two is
    states = {(one, two): (p if one else 1 - p) * (p if two else 1 - p) for one in (False, True) for two in (False, True)}
    for i in reversed(range(long)):
        after: dict[tuple[bool, bool], float] = defaultdict(float)
        for (one, two), chance in states.items():
            for works in (False, True):
                rung = any((works, one, two)) if i % 3 else all((works, one, two))
                after[rung, one] += chance * (p if works else 1 - p)
        states = after
    found = compose(ladder, dict.fromkeys(ladder.components, p))
    assert found["s0"] == pytest.approx(states[True, False] + states[True, True], rel=1e-11)
    assert 0.1 < found["s0"] < 0.9


def test_many_parts_and_any_count_of_them() -> None:
    many = tuple(f"c{i}" for i in range(400))
    graph = ServiceGraph({"any": Need("any_of", many), "half": Need("k_of", many[:101], 51)})
    found = compose(graph, dict.fromkeys(many, 0.5))
    assert found["half"] == pytest.approx(0.5, rel=1e-12)
    assert found["any"] == 1
    assert compose(graph, dict.fromkeys(many, 1e-12))["any"] == pytest.approx(4e-10, rel=1e-9)


def test_the_layered_graph_of_five_hundred_components_is_exact() -> None:
    graph = layered(100, top=Need("all_of", first_layer(100)))
    assert len(graph.components) == 500
    sure = compose(graph, dict.fromkeys(graph.components, 0.999))
    # s3.1 needs itself and three: nothing is shared. s3.0 needs itself and two of three.
    p = 0.999
    assert sure["s3.1"] == pytest.approx(p**4, rel=1e-12)
    assert sure["s3.0"] == pytest.approx(p * (3 * p**2 - 2 * p**3), rel=1e-12)
    # s2.2 to s2.7 stand on s3.2 to s3.9, which stand on 5 components of the last layer, 3 of the third and themselves
    assert sure["s2.2"] == pytest.approx(p**9, rel=1e-12)
    assert sure["s0.1"] > sure["top"] > 0.99**100
    # where each component works or not for certain, so does each service
    draw = Random(20261125)
    for share in (0.99, 0.9):
        state = {name: float(draw.random() < share) for name in graph.components}
        assert compose(graph, state) == {name: float(value) for name, value in worked_out(graph, state).items()}


def test_a_ring_that_closes_is_what_all_its_states_add_up_to() -> None:
    ring = layered(4, layers=3, two_of_three=3)
    graph = ServiceGraph({**ring.needs, "each": Need("all_of", first_layer(4)), "some": Need("any_of", first_layer(4))})
    chances = {name: 0.5 + 0.04 * number for number, name in enumerate(graph.components)}
    exact = by_all_states(graph, chances)
    assert compose(graph, chances) == pytest.approx({name: float(value) for name, value in exact.items()}, rel=1e-13)


def test_what_shares_too_much_is_refused_and_does_not_hang() -> None:
    graph = layered(40, two_of_three=1, top=Need("all_of", first_layer(40)))
    chances = dict.fromkeys(graph.components, 0.99)
    with pytest.raises(TooWide):
        compose(graph, chances, steps=20_000)
    with pytest.raises(TooWide):
        importance(graph, chances, "top", steps=20_000)
    assert compose(layered(6, two_of_three=1), chances)["s0.0"] > 0.9


def test_to_count_the_same_parts_again_takes_steps_too() -> None:
    parts = tuple(map(str, range(80)))
    graph = ServiceGraph({name: Need("k_of", parts, 40) for name in ("first", "second", "third")})
    chances = dict.fromkeys(parts, 0.9)
    assert compose(graph, chances, steps=3_000)["third"] == pytest.approx(1.0)
    with pytest.raises(TooWide):
        compose(graph, chances, steps=2_000)


def test_nearly_all_of_thousands_and_one_part_thousands_of_times_are_quick() -> None:
    thousands = tuple(map(str, range(5_000)))
    graph = ServiceGraph(
        {
            "all but two": Need("k_of", thousands, 4_998),
            "weighty": Need("k_of", ("bulk",) * 4_000 + ("one", "other"), 4_001),
            "light": Need("k_of", ("bulk",) * 4_000 + ("one", "other"), 2_000),
        }
    )
    found = compose(graph, dict.fromkeys(thousands, 0.9999) | {"bulk": 0.5, "one": 0.5, "other": 0.25})
    none, one, two = (comb(5_000, lost) * 0.9999 ** (5_000 - lost) * 0.0001**lost for lost in range(3))
    assert found["all but two"] == pytest.approx(none + one + two, rel=1e-11)
    assert found["weighty"] == 0.5 * (1 - 0.5 * 0.75)
    assert found["light"] == 0.5


@pytest.mark.parametrize(
    ("needs", "refused"),
    [
        (lambda: Need("some_of", ("a",)), UnknownKind),
        (lambda: Need("all_of", ()), NothingNeeded),
        (lambda: Need("k_of", ("a", "b")), CountOutOfRange),
        (lambda: Need("k_of", ("a", "b"), 3), CountOutOfRange),
        (lambda: Need("k_of", ("a", "b"), -1), CountOutOfRange),
        (lambda: Need("any_of", ("a", "b"), 2), CountOutOfRange),
        (lambda: ServiceGraph({"a": Need("all_of", ("a",))}), NeedsItself),
    ],
)
def test_refuses_what_is_no_graph(needs: object, refused: type[NotAGraph]) -> None:
    assert callable(needs)
    with pytest.raises(refused):
        needs()


def test_a_loop_is_named() -> None:
    with pytest.raises(NeedsItself, match=r"^b needs c needs d needs b$"):
        ServiceGraph(
            {
                "a": Need("all_of", ("x", "b")),
                "b": Need("any_of", ("y", "c")),
                "c": Need("all_of", ("d",)),
                "d": Need("all_of", ("z", "b")),
            }
        )


def test_refuses_probabilities_that_are_none_missing_or_of_what_is_worked_out() -> None:
    for value in (-0.1, 1.1, float("nan"), float("inf")):
        with pytest.raises(ProbabilityOutOfRange):
            compose(SHARED, WORKS | {"storage": value})
    with pytest.raises(ProbabilityMissing, match="storage"):
        compose(SHARED, {name: value for name, value in WORKS.items() if name != "storage"})
    with pytest.raises(NotAComponent, match="mail"):
        compose(SHARED, WORKS | {"mail": 0.9})
    with pytest.raises(UnknownTop):
        importance(SHARED, WORKS, "storage")
    assert compose(SHARED, WORKS | {"telephony": 0.9}) == compose(SHARED, WORKS)


def test_a_graph_goes_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SHARED)) == SHARED == copy.deepcopy(SHARED)


def test_a_graph_stays_as_it_was_given() -> None:
    needs = {"a": Need("all_of", ("b",))}
    graph = ServiceGraph(needs)
    needs["b"] = Need("all_of", ("a",))
    assert compose(graph, {"b": 0.25}) == {"a": 0.25}
    assert graph == ServiceGraph({"a": Need("all_of", ("b",))})
    assert compose(ServiceGraph({}), {}) == {}


def worked_out(graph: ServiceGraph, state: Mapping[str, float]) -> dict[str, bool]:
    known = {name: bool(works) for name, works in state.items()}
    for name in graph.upward:
        need = graph.needs[name]
        working = [known[part] for part in need.parts]
        known[name] = {"all_of": all(working), "any_of": any(working), "k_of": sum(working) >= need.k}[need.kind]
    return {name: known[name] for name in graph.needs}


def by_all_states(graph: ServiceGraph, chances: Mapping[str, float]) -> dict[str, Fraction]:
    """The sum over each state of all components, in fractions."""
    found = dict.fromkeys(graph.needs, Fraction(0))
    for works in product((False, True), repeat=len(graph.components)):
        state = dict(zip(graph.components, works, strict=True))
        weight = Fraction(1)
        for name, working in state.items():
            weight *= Fraction(chances[name]) if working else 1 - Fraction(chances[name])
        for name, value in worked_out(graph, state).items():
            found[name] += weight * value
    return found


@st.composite
def graphs(draw: st.DrawFn) -> ServiceGraph:
    names = [f"c{i}" for i in range(draw(st.integers(1, 6)))]
    needs = []
    for number in range(draw(st.integers(1, 7))):
        parts = tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=4)))
        kind = draw(st.sampled_from(["all_of", "any_of", "k_of"]))
        needs.append((f"s{number}", Need(kind, parts, draw(st.integers(1, len(parts))) if kind == "k_of" else 0)))
        names.append(f"s{number}")
    return ServiceGraph(dict(draw(st.permutations(needs))))


CHANCES = st.sampled_from([0.0, 1e-13, 1e-5, 0.25, 0.9, 1 - 1e-9, 1.0])


@given(st.data())
def test_composing_is_what_all_states_add_up_to(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    chances = {name: data.draw(CHANCES) for name in graph.components}
    exact = by_all_states(graph, chances)
    found = compose(graph, chances)
    for name, value in exact.items():
        assert found[name] == pytest.approx(float(value), rel=1e-12, abs=0)


@given(st.data())
def test_importance_is_what_a_component_that_works_gives_over_one_that_does_not(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    top = data.draw(st.sampled_from(list(graph.needs)))
    chances = {name: data.draw(CHANCES) for name in graph.components}
    found = importance(graph, chances, top)
    assert list(found) == list(graph.components)
    for name, value in found.items():
        works, fails = (by_all_states(graph, chances | {name: state})[top] for state in (1.0, 0.0))
        assert value == pytest.approx(float(works - fails), rel=1e-11, abs=0)
