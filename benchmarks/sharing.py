"""How fast costs are shared by what each group would cost alone: `python -m benchmarks.sharing`.

Each kernel is timed beside the best that Python's package index has for it: coopgame-py (in Rust), tucoopy and shapiq, at the members that
they reach in some seconds. A peer's game is made before the clock starts.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks import _keys, _nucleolus, _sharing_of_services
from benchmarks.timing import timed
from samdrift.engines.prices import PricedService, Tariff
from samdrift.engines.sharing import CoreCheck, aca, coalition_costs, core, proportional, scrb, shapley
from samdrift.engines.sharing.games import subset_sums

SEED = 20261125
MEMBERS, SERVICES, TIMES = 21, 50, 5
Floats = NDArray[np.float64]
Answer = Callable[[], Any]


def services(n: int, count: int = SERVICES) -> list[PricedService]:
    """Five tiers each; every other at all-unit prices, every fourth in packs of ten, every tenth a table; 5,500 units at most."""
    drawn = np.random.default_rng(SEED)
    made = []
    for number in range(count):
        starts = [0, *np.cumsum(drawn.integers(200, 900, 4)).tolist()]
        prices = np.sort(drawn.integers(1_000, 20_000, 5))[::-1].tolist()
        tariff = Tariff(
            int(drawn.integers(0, 10**6)), starts, prices, "all_unit" if number % 2 else "incremental", 10 if number % 4 == 0 else 1
        )
        volumes = drawn.integers(0, 5_500 // n, n)
        if number % 10 == 9:
            tariff = Tariff.table(np.cumsum([0, *drawn.integers(0, 20_000, volumes.sum())]).tolist())
        made.append(PricedService(f"service {number}", tariff, volumes))
    return made


def peer(name: str) -> Any:
    """A peer, imported when it is measured: none of them says what types it takes."""
    return importlib.import_module(name)


def game_of_coopgame(costs: Floats) -> Any:
    """Peers share values; a cost is a value below zero."""
    return peer("coopgame").Game(-costs[1:])


def game_of_tucoopy(costs: Floats) -> Any:
    return peer("tucoopy").Game(len(costs).bit_length() - 1, dict(enumerate((-costs).tolist())))


def line(name: str, ours: float, peers_name: str, theirs: float, *, agree: bool) -> None:
    print(
        f"{name:<32}{ours * 1e3:>10.2f} ms {theirs * 1e3:>11.2f} ms {theirs / ours:>9.1f}x  {'yes' if agree else 'NO':<5}{peers_name}",
        flush=True,
    )


def beside(name: str, ours: Answer, theirs: dict[str, Answer], agree: Callable[[Any, Any], bool]) -> None:
    """A line for each peer."""
    took, answer = timed(ours, TIMES)
    for peers_name, work in theirs.items():
        peer_took, peers_answer = timed(work, 2)
        line(name, took, peers_name, peer_took, agree=agree(answer, peers_answer))


def same_shares(ours: ArrayLike, theirs: ArrayLike) -> bool:
    """The peer's with the sign turned."""
    return np.allclose(np.asarray(ours), -np.asarray(theirs), rtol=1e-9, atol=1e-9 * float(np.abs(ours).max()))


def shapley_values() -> None:
    for n in (24, MEMBERS):
        costs = coalition_costs(services(n), n)
        game = game_of_coopgame(costs)
        beside(f"shapley, {n} members", partial(shapley, costs), {"coopgame": partial(peer("coopgame").shapley, game)}, same_shares)
    for n in (15, 12):
        costs = coalition_costs(services(n), n)
        work: dict[str, Answer] = {"tucoopy": partial(peer("tucoopy.solutions.shapley").shapley_value_fast, game_of_tucoopy(costs))}
        if n == 12:
            work["shapiq"] = partial(shapley_of_shapiq, costs, n)
        beside(f"shapley, {n} members", partial(shapley, costs), work, same_shares)


def shapley_of_shapiq(costs: Floats, n: int) -> Floats:
    def values(coalitions: NDArray[np.bool_]) -> Floats:
        return -costs[coalitions @ (1 << np.arange(n))]

    found = peer("shapiq").ExactComputer(values, n_players=n)("SV")
    return np.array([found[(i,)] for i in range(n)])


def costs_of_groups() -> None:
    """No peer prices services; so beside what one would write in numpy, service by service, and a peer's game made of a function."""
    bought = services(MEMBERS)
    coalition_costs(bought, MEMBERS)  # compiled, or read from where it was kept
    beside(
        f"coalition_costs, {MEMBERS} x {SERVICES}",
        partial(coalition_costs, bought, MEMBERS),
        {"numpy": lambda: sum(service.tariff.costs(subset_sums(service.volumes.astype(np.float64))) for service in bought)},
        np.array_equal,
    )
    few = services(12)

    def value(group: tuple[int, ...]) -> float:
        return -sum(service.tariff.cost(int(service.volumes[list(group)].sum())) for service in few)

    made = {"coopgame, from_function": lambda: [0.0, *peer("coopgame").Game.from_function(12, value).values()]}
    beside(f"coalition_costs, 12 x {SERVICES}", partial(coalition_costs, few, 12), made, same_shares)


def cores() -> None:
    costs = coalition_costs(services(MEMBERS), MEMBERS) / 1e6  # coopgame forgives no rounding of large sums
    shares = shapley(costs)
    game = game_of_coopgame(costs)
    turned = (-shares).tolist()
    beside(
        f"core, {MEMBERS} members",
        partial(core, costs, shares),
        {"coopgame, is_in_core": partial(game.is_in_core, turned), "coopgame, compare": partial(peer("coopgame").compare, game, [turned])},
        same_core,
    )


def same_core(ours: CoreCheck, theirs: Any) -> bool:
    if isinstance(theirs, bool):
        return ours.inside == theirs
    return bool(np.isclose(ours.excess, theirs["rows"][0]["max_excess"]))


def separable_costs() -> None:
    """Alternative cost avoided is Gately's point, which the peers have."""
    costs = coalition_costs(services(MEMBERS), MEMBERS)
    gately = partial(peer("coopgame").gately_point, game_of_coopgame(costs))
    beside(f"aca, {MEMBERS} members", partial(aca, costs), {"coopgame, gately_point": gately}, same_shares)
    beside(f"scrb, {MEMBERS} members", partial(scrb, costs), {"coopgame, gately_point": gately}, same_shares)

    def of_tucoopy() -> Any:
        """With its game, since it looks at what it is given when that is made, and ours when it shares."""
        return peer("tucoopy.solutions.proportional").proportional_value(game_of_tucoopy(costs))

    beside(f"proportional, {MEMBERS} members", partial(proportional, costs), {"tucoopy, with its game": of_tucoopy}, same_shares)


def main() -> None:
    print(f"{'':<32}{'ours':>13} {'peer':>14} {'ratio':>10}  same answers")
    shapley_values()
    costs_of_groups()
    cores()
    separable_costs()
    print("\nWhole minor units", flush=True)
    _keys.main()
    print("\nThe nucleolus", flush=True)
    _nucleolus.main()
    print("\nServices of hundreds of members", flush=True)
    _sharing_of_services.main()


if __name__ == "__main__":
    main()
