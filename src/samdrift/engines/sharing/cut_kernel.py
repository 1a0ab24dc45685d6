"""Largest flows and smallest cuts between members and kinks; apart, so that numba is imported only when a core is looked into.

Nodes are members, 0 to n - 1, and after them kinks. Capacities are whole numbers: ``onward[member, kink]`` is what may still flow from
the one to the other, ``back[kink, member]`` what may be taken back. ``supply`` is what members still have to send, ``room`` what nodes
can still take.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.sharing.compiled import compiled

Integers = NDArray[np.int64]


@compiled("int64(int64[:, ::1], int64[:, ::1], int64[::1], int64, int64[::1], int64[::1], int64[::1])")
def _path(onward: Integers, back: Integers, level: Integers, last: int, tried: Integers, path: Integers, room: Integers) -> int:
    """Its first node given, a path is filled in to a node of the last level with room; the index of that, -1 where there is none.

    ``tried`` counts the arcs of each node that lead nowhere any more.
    """
    n = onward.shape[0]
    depth = 0
    while depth >= 0:
        node = path[depth]
        if depth == last and room[node] > 0:
            return depth
        arcs, first = (onward[node], n) if node < n else (back[node - n], 0)
        arc = tried[node] if depth < last else len(arcs)
        while arc < len(arcs) and (arcs[arc] == 0 or level[first + arc] != depth + 1):
            arc += 1
        tried[node] = arc
        if arc < len(arcs):
            depth += 1
            path[depth] = first + arc
        else:
            depth -= 1
            if depth >= 0:
                tried[path[depth]] += 1
    return -1


@compiled("int64(int64[:, ::1], int64[:, ::1], int64[::1], int64[::1], int64, int64[::1])")
def push(onward: Integers, back: Integers, supply: Integers, room: Integers, enough: int, level: Integers) -> int:
    """This will send as much as can flow from supply to room, up to ``enough``, and change all four arrays accordingly.

    Dinic's algorithm (Soviet Mathematics Doklady 11, 1970): shortest paths, level by level. When less than enough could flow, the nodes
    whose ``level`` is not -1 are the smallest side of a smallest cut.
    """
    n, kinks = onward.shape
    queue = np.empty(n + kinks, np.int64)
    path = np.empty(n + kinks, np.int64)
    tried = np.empty(n + kinks, np.int64)
    flow = 0
    while flow < enough:
        level[:] = -1
        filled = 0
        for member in range(n):
            if supply[member] > 0:
                level[member] = 0
                queue[filled] = member
                filled += 1
        last = -1
        next_up = 0
        while next_up < filled and (last < 0 or level[queue[next_up]] < last):
            node = queue[next_up]
            next_up += 1
            arcs, first = (onward[node], n) if node < n else (back[node - n], 0)
            for arc in range(len(arcs)):
                to = first + arc
                if level[to] < 0 and arcs[arc] > 0:
                    level[to] = level[node] + 1
                    queue[filled] = to
                    filled += 1
                    if room[to] > 0:
                        last = level[to]
        if last < 0:
            return flow
        tried[:] = 0
        for member in range(n):
            while supply[member] > 0 and flow < enough:
                path[0] = member
                end = _path(onward, back, level, last, tried, path, room)
                if end < 0:
                    break
                amount = min(supply[member], room[path[end]], enough - flow)
                for step in range(end):
                    one, other = path[step], path[step + 1]
                    amount = min(amount, onward[one, other - n] if one < n else back[one - n, other])
                for step in range(end):
                    one, other = path[step], path[step + 1]
                    sign = 1 if one < n else -1
                    onward[min(one, other), max(one, other) - n] -= sign * amount
                    back[max(one, other) - n, min(one, other)] += sign * amount
                supply[member] -= amount
                room[path[end]] -= amount
                flow += amount
    return flow
