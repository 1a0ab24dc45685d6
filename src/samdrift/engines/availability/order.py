"""Where a graph can be taken apart, and in what order its components are best asked about."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from samdrift.engines.availability.graph import ServiceGraph


@dataclass(frozen=True, slots=True)
class Region:
    """Keys, each after those it needs, and the names they stand on in the order to ask about: components and the tops of other regions."""

    keys: tuple[str, ...]
    asked: tuple[str, ...]


def regions(graph: ServiceGraph) -> list[Region]:
    """This function will take the graph apart into regions, each after those it stands on.

    A region's last key is the only one that others outside it need, so for them it is as good as a component; what is left makes a last
    region, whose keys share. Found in linear time by the dates of one walk: Dutuit and Rauzy, "A Linear-Time Algorithm to Find Modules of
    Fault Trees", IEEE Transactions on Reliability 45 (1996).

    >>> from samdrift.engines.availability.graph import Need
    >>> power = Need("any_of", ("grid", "diesel"))
    >>> [region.keys for region in regions(ServiceGraph({"mail": Need("all_of", ("power", "disk")), "power": power}))]
    [('power',), ('mail',)]
    """
    modules = _modules(graph)
    home: dict[str, str | None] = {}  # the module that a name lies in, itself if it is one
    for name in reversed(graph.upward):
        inside = home[name] = name if name in modules else home.get(name)
        for part in graph.needs[name].parts:
            home.setdefault(part, inside)
    keys: dict[str | None, list[str]] = {name: [] for name in (*(name for name in graph.upward if name in modules), None)}
    for name in graph.upward:
        keys[home[name]].append(name)
    return [Region(tuple(names), tuple(_asked(graph, names))) for names in keys.values() if names]


def _modules(graph: ServiceGraph) -> set[str]:
    """The keys below which nothing is needed from elsewhere: the walk meets all that lies below one between its coming and going."""
    needs = graph.needs
    first: dict[str, int] = {}
    latest: dict[str, int] = {}
    left: dict[str, int] = {}
    needed = {part for need in needs.values() for part in need.parts}
    date = 0
    for top in (name for name in needs if name not in needed):
        path: list[tuple[str, Iterator[str]]] = [(top, iter(needs[top].parts))]
        first[top] = latest[top] = date = date + 1
        while path:
            name, parts = path[-1]
            for part in parts:
                date += 1
                latest[part] = date
                if part not in first:
                    first[part] = date
                    if part in needs:
                        path.append((part, iter(needs[part].parts)))
                        break
            else:
                left[name] = date = date + 1
                path.pop()
    earliest_below: dict[str, int] = {}
    latest_below: dict[str, int] = {}
    for name in graph.upward:
        below = needs[name].parts
        earliest_below[name] = min(min(first[part], earliest_below.get(part, date)) for part in below)
        latest_below[name] = max(max(latest[part], latest_below.get(part, 0)) for part in below)
    return {name for name in needs if first[name] < earliest_below[name] and latest_below[name] < left[name]}


def _asked(graph: ServiceGraph, names: list[str]) -> Iterable[str]:
    """What the keys stand on, need by need from the top, so that a need is done with before the next; in each, what is near comes first."""
    parts_of = {name: list(dict.fromkeys(graph.needs[name].parts)) for name in names}
    if len(names) == 1:
        return parts_of[names[0]]
    neighbors: dict[str, list[str]] = {}
    for name, parts in parts_of.items():
        for part in parts:
            neighbors.setdefault(name, []).append(part)
            neighbors.setdefault(part, []).append(name)
    place = {name: number for number, name in enumerate(nearest_first(neighbors))}
    needed = {part for parts in parts_of.values() for part in parts}
    order: dict[str, None] = {}
    ahead = sorted((name for name in names if name not in needed), key=place.__getitem__, reverse=True)
    while ahead:
        name = ahead.pop()
        if name not in order:
            order[name] = None
            ahead += sorted(parts_of.get(name, ()), key=place.__getitem__, reverse=True)
    return (name for name in order if name not in parts_of)


def nearest_first(neighbors: Mapping[str, list[str]]) -> list[str]:
    """This function will put names in an order that keeps few of them half done: next is the one that leaves fewest new ones beside it.

    A diagram is as wide as what it must remember of the components asked about so far, and those are the ones beside others still to
    come. From the far end of a first walk, so that a graph that is long is followed from end to end, in whatever order it is given.
    King, "An Automatic Reordering Scheme for Simultaneous Equations Derived from Network Systems", International Journal for Numerical
    Methods in Engineering 2 (1970).

    >>> "".join(nearest_first({"b": ["a", "c"], "a": ["b"], "c": ["b", "d"], "d": ["c"]}))
    'dcba'
    """
    order: list[str] = []
    done: set[str] = set()
    for first in neighbors:
        if first not in done:
            there = _walk(neighbors, _walk(neighbors, first)[-1])
            done.update(there)
            order.extend(there)
    return order


def _walk(neighbors: Mapping[str, list[str]], first: str) -> list[str]:
    order: list[str] = []
    done: set[str] = set()
    came: dict[str, int] = {}
    unseen: dict[str, int] = {}  # how many neighbors of a name have not come
    waiting: list[tuple[int, int, str]] = []

    def comes(name: str) -> None:
        came[name] = len(came)
        for beside in neighbors[name]:
            unseen[beside] = unseen.get(beside, len(neighbors[beside])) - 1
            if beside in came and beside not in done:
                # its entry with the count of before comes up later, when it is done
                heapq.heappush(waiting, (unseen[beside], came[beside], beside))
        heapq.heappush(waiting, (unseen.get(name, len(neighbors[name])), came[name], name))

    comes(first)
    while waiting:
        _, _, name = heapq.heappop(waiting)
        if name in done:
            continue
        done.add(name)
        order.append(name)
        for beside in neighbors[name]:
            if beside not in came:
                comes(beside)
    return order
