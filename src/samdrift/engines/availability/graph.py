"""What a service needs to work, and what that needs in its turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KINDS = ("all_of", "any_of", "k_of")


class NotAGraph(ValueError):
    """The needs are none that a service can have."""


class UnknownKind(NotAGraph):
    """A need is of another kind than ``all_of``, ``any_of`` and ``k_of``."""


class CountOutOfRange(NotAGraph):
    """``k`` is not from one to the number of parts, or is given where the kind takes none."""


class NothingNeeded(NotAGraph):
    """A need has no parts: what needs nothing is a component."""


class NeedsItself(NotAGraph):
    """Something stands on itself, at once or by way of others."""


@dataclass(frozen=True, slots=True)
class Need:
    """What must work: all of the parts, any of them, or at least ``k``. A part named twice counts twice."""

    kind: str
    parts: tuple[str, ...]
    k: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownKind(f"a need is {', '.join(KINDS)}, not {str(self.kind)[:40]!r}")
        if not self.parts:
            raise NothingNeeded(f"{self.kind} of nothing")
        if self.kind == "k_of" and self.k not in range(1, len(self.parts) + 1):
            raise CountOutOfRange(f"{self.k} of {len(self.parts)} parts")
        if self.kind != "k_of" and self.k:
            raise CountOutOfRange(f"{self.kind} takes no count, and {self.k} is given")

    @property
    def least(self) -> int:
        """How many of the parts must work."""
        return int(self.k) if self.kind == "k_of" else len(self.parts) if self.kind == "all_of" else 1


@dataclass(frozen=True, slots=True)
class ServiceGraph:
    """Needs by name. A name that is no key is a component, which works or not by itself. What stands on itself is NeedsItself.

    ``upward`` has every key after the keys that it needs.
    """

    needs: Mapping[str, Need]
    upward: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", MappingProxyType(dict(self.needs)))
        object.__setattr__(self, "upward", tuple(_upward(self.needs, self.needs)))

    def __reduce__(self) -> tuple[type[ServiceGraph], tuple[dict[str, Need]]]:
        # a read-only mapping cannot be pickled, and long work is done in other processes
        return ServiceGraph, (dict(self.needs),)

    @property
    def components(self) -> tuple[str, ...]:
        """The names that are no keys, in the order they are first needed."""
        return tuple(dict.fromkeys(part for need in self.needs.values() for part in need.parts if part not in self.needs))

    def under(self, top: str) -> ServiceGraph:
        """The part of the graph that the key ``top`` stands on, itself included."""
        return ServiceGraph({name: self.needs[name] for name in _upward(self.needs, [top])})


def _upward(needs: Mapping[str, Need], tops: Iterable[str]) -> list[str]:
    """The keys under the tops, each after those it needs. A stack and no recursion: a chain may be a hundred thousand long."""
    order: list[str] = []
    done: set[str] = set()
    for top in tops:
        path = {} if top in done else {top: iter(needs[top].parts)}  # from the top down to where we are
        while path:
            here = next(reversed(path))
            for part in path[here]:
                if part in path:
                    names = list(path)
                    raise NeedsItself(" needs ".join([*names[names.index(part) :], part]))
                if part in needs and part not in done:
                    path[part] = iter(needs[part].parts)
                    break
            else:
                del path[here]
                done.add(here)
                order.append(here)
    return order
