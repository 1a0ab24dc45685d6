"""How likely a service is to work when what it stands on is shared, and which component matters most."""

from __future__ import annotations

from collections.abc import Mapping

from samdrift.engines.availability.diagram import Chance, Diagram
from samdrift.engines.availability.graph import ServiceGraph
from samdrift.engines.availability.order import Region, regions

STEPS = 500_000  # about half a second
STEPS_A_PART = 10  # what is big without being wide is let through


class ProbabilityMissing(ValueError):
    """A component has no probability."""


class ProbabilityOutOfRange(ValueError):
    """A probability is not between 0 and 1."""


class NotAComponent(ValueError):
    """A probability is given for something that the graph works out."""


class UnknownTop(ValueError):
    """Importance is asked for something that is no key of the graph."""


def compose(graph: ServiceGraph, probability: Mapping[str, float], *, steps: int = STEPS) -> dict[str, float]:
    """This function will work out exactly how likely each key of ``graph`` is to be true, when its components are independent.

    ``probability`` says how likely each component is to be true: to work, or to have failed in a fault tree. Names that the graph does not
    know are left aside; one for a key is NotAComponent, none for a component ProbabilityMissing, one outside 0 to 1 ProbabilityOutOfRange.
    Parts that several needs share are taken as one thing, so this is no product of probabilities where something is shared. Nothing is
    subtracted, so a probability of 1e-13 is as exact as one of 0.5. A graph may be as deep as it likes; where it shares so much that more
    than ``steps`` (and ten for each part) would be taken, it is TooWide. By a binary decision diagram (Bryant 1986) for each piece
    that stands alone (Dutuit and Rauzy 1996).

    >>> from samdrift.engines.availability.graph import Need
    >>> both = {"mail": Need("all_of", ("app", "disk")), "files": Need("all_of", ("disk",)), "desk": Need("any_of", ("mail", "files"))}
    >>> compose(ServiceGraph(both), {"app": 0.9, "disk": 0.5})
    {'mail': 0.45, 'files': 0.5, 'desk': 0.5}
    """
    chances = _chances(graph, probability)
    left = steps + _allowed(graph)
    for region in regions(graph):
        left -= _drawn(graph, region, chances, left)[0].steps
    return {name: chances[name][0] for name in graph.needs}


def importance(graph: ServiceGraph, probability: Mapping[str, float], top: str, *, steps: int = STEPS) -> dict[str, float]:
    """This function will say for each component how much more likely ``top`` is to be true with it than without it.

    P(top | true) - P(top | false), which is the probability that the component decides; 0 for one that ``top`` does not stand on. A
    difference is taken only where it keeps its digits, else the ways in which the component decides are added up. Errors as in ``compose``;
    a ``top`` that is no key is UnknownTop. Source: Birnbaum, "On the importance of different components in a multicomponent system", in
    Multivariate Analysis II (1969).

    >>> from samdrift.engines.availability.graph import Need
    >>> mail = ServiceGraph({"mail": Need("all_of", ("disk", "app")), "app": Need("any_of", ("one", "two"))})
    >>> importance(mail, {"disk": 0.9, "one": 0.5, "two": 0.75}, "mail")
    {'disk': 0.875, 'one': 0.225, 'two': 0.45}
    """
    if top not in graph.needs:
        raise UnknownTop(f"the graph has no key {str(top)[:40]!r}")
    chances = _chances(graph, probability)
    below = graph.under(top)
    left = steps + _allowed(below)
    drawn = []
    for region in regions(below):
        diagram, node = _drawn(below, region, chances, left)
        left -= diagram.steps
        drawn.append((region, diagram, node))
    decides = {top: 1.0}
    for region, diagram, node in reversed(drawn):  # a region's top comes before what lies in it: how it decides is known
        used, diagram.limit = diagram.steps, diagram.steps + left
        shares = diagram.importance(node, [chances[name] for name in region.asked])
        left -= diagram.steps - used
        for name, share in zip(region.asked, shares, strict=True):
            decides[name] = decides[region.keys[-1]] * share
    return {name: decides.get(name, 0.0) for name in graph.components}


def _drawn(graph: ServiceGraph, region: Region, chances: dict[str, Chance], limit: int) -> tuple[Diagram, int]:
    """The diagram of a region and the node of its last key; the chances of its keys are added."""
    diagram = Diagram(limit)
    node = {name: diagram.variable(level) for level, name in enumerate(region.asked)}
    for name in region.keys:
        need = graph.needs[name]
        node[name] = diagram.at_least(need.least, [node[part] for part in need.parts])
    true, false = diagram.chances([chances[name] for name in region.asked])
    for name in region.keys:
        chances[name] = true[node[name]], false[node[name]]
    return diagram, node[region.keys[-1]]


def _chances(graph: ServiceGraph, probability: Mapping[str, float]) -> dict[str, Chance]:
    if both := [name for name in graph.needs if name in probability]:
        raise NotAComponent(f"{both[0]} is worked out, and a probability is given for it")
    found: dict[str, Chance] = {}
    for name in graph.components:
        if name not in probability:
            raise ProbabilityMissing(f"no probability for {name}")
        chance = float(probability[name])
        if not 0 <= chance <= 1:  # not-a-number fails this too
            raise ProbabilityOutOfRange(f"{name}: {probability[name]}")
        found[name] = (chance, 1 - chance)
    return found


def _allowed(graph: ServiceGraph) -> int:
    return STEPS_A_PART * sum(len(need.parts) for need in graph.needs.values())
