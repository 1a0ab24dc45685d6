"""Service graphs that are built by a rule."""

from __future__ import annotations

from samdrift.engines.availability import Need, ServiceGraph


def layered(width: int, *, layers: int = 5, two_of_three: int = 10, top: Need | None = None) -> ServiceGraph:
    """Layers of components in rings: service ``i`` of a layer is component ``i`` of that layer together with the services ``i``, ``i + 1``
    and ``i + 2`` of the next, of which every tenth needs two only. The last layer is components alone; ``top`` may stand on the first.
    """
    needs = {}
    for layer in range(layers - 1):
        kind = "s" if layer + 2 < layers else "c"
        for i in range(width):
            below = tuple(f"{kind}{layer + 1}.{(i + step) % width}" for step in range(3))
            needs[f"n{layer}.{i}"] = Need("k_of", below, 2) if i % two_of_three == 0 else Need("all_of", below)
            needs[f"s{layer}.{i}"] = Need("all_of", (f"c{layer}.{i}", f"n{layer}.{i}"))
    return ServiceGraph(needs | ({"top": top} if top else {}))


def first_layer(width: int) -> tuple[str, ...]:
    return tuple(f"s0.{i}" for i in range(width))
