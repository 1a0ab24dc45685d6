"""A binary decision diagram: what a service needs as one question after the other, each component asked about once at most.

Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers C-35 (1986). Nodes have no complement
edges: with them the probability of false would be one less that of true, which loses the digits of a small one. Needs are monotone
(nothing works worse because a part works), so "and" and "or" are all there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

FALSE, TRUE = 0, 1
BELOW_ALL = 2**62  # the level of the two ends
ALIKE = 1e-4  # of sixteen digits a difference that is a larger part than this keeps twelve
Chance = tuple[float, float]  # of true and of false, each worked out by itself


class TooWide(ValueError):
    """The graph shares so much that its exact answer would take more steps than are allowed."""


class Diagram:
    """Nodes by number: each asks its level's variable and goes on to ``low`` when it is false and to ``high`` when it is true.

    A node's number is above those it leads to. Making nodes and counting parts take steps; past the limit it is TooWide.
    """

    def __init__(self, limit: int) -> None:
        self.level, self.low, self.high = [BELOW_ALL, BELOW_ALL], [FALSE, TRUE], [FALSE, TRUE]
        self.limit, self.steps = limit, 0
        self._nodes: dict[tuple[int, int, int], int] = {}
        self._joined: tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]] = ({}, {})  # by "and", by "or"

    def variable(self, level: int) -> int:
        """The node that is true when the variable of that level is."""
        return self._node(level, FALSE, TRUE)

    def at_least(self, count: int, parts: Sequence[int]) -> int:
        """The node that is true when at least so many of the parts are."""
        rising = sorted(parts, key=self.level.__getitem__, reverse=True)  # what is asked last is joined first, so that each join is short
        if count in (1, len(parts)):
            by = FALSE if count == len(parts) else TRUE
            node = rising[0]
            for part in rising[1:]:
                node = self._join(by, node, part)
            return node
        reached = [TRUE] + [FALSE] * count  # reached[j]: at least j of the parts so far
        so_far, left = 0, len(parts)
        for part, times in Counter(rising).items():
            so_far, left = so_far + times, left - times
            # more than there are so far is never reached, and less than what is left cannot make up for is never asked about
            for j in range(min(count, so_far), max(1, count - left) - 1, -1):
                before = self.steps
                reached[j] = self._choice(part, reached[max(j - times, 0)], reached[j])
                if self.steps == before:
                    self.step()  # what makes nothing new takes time too
        return reached[count]

    def chances(self, by_level: Sequence[Chance]) -> tuple[list[float], list[float]]:
        """The probability that each node is true, and that it is false: sums of products, so that a small one keeps its digits."""
        true, false = [0.0, 1.0], [1.0, 0.0]
        for level, low, high in zip(self.level[2:], self.low[2:], self.high[2:], strict=True):
            yes, no = by_level[level]
            true.append(yes * true[high] + no * true[low])
            false.append(yes * false[high] + no * false[low])
        return true, false

    def importance(self, top: int, by_level: Sequence[Chance]) -> list[float]:
        """For each level the probability that its variable decides: that ``top`` is true with it and false without."""
        differs = _Differences(self, by_level)
        reached = [0.0] * (top + 1)
        reached[top] = 1.0
        decides = [0.0] * len(by_level)
        for node in range(top, TRUE, -1):
            if reached[node]:
                level, low, high = self.level[node], self.low[node], self.high[node]
                yes, no = by_level[level]
                reached[low] += no * reached[node]
                reached[high] += yes * reached[node]
                decides[level] += reached[node] * differs.between(high, low)
        return decides

    def _choice(self, part: int, having: int, without: int) -> int:
        """``having`` where the part is true, ``without`` where it is false; ``having`` is true whenever ``without`` is."""
        level = self.level[part]
        if self.low[part] == FALSE and self.high[part] == TRUE and level < self.level[having] and level < self.level[without]:
            return self._node(level, without, having)
        return self._join(TRUE, without, self._join(FALSE, part, having))

    def _node(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = len(self.level)
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
            self.step()
        return node

    def _join(self, by: int, first: int, second: int) -> int:
        """The node that is true when both are (``by`` FALSE, which one false settles), or when either is (``by`` TRUE)."""
        known, level, low, high = self._joined[by], self.level, self.low, self.high

        def at_once(pair: tuple[int, int]) -> int | None:
            less, more = pair
            if less <= TRUE:  # an end is the lesser number
                return less if less == by else more
            return less if less == more else known.get(pair)

        # A stack and no recursion: a diagram may be as deep as it has variables. Pairs are in order, so that both ways round are one.
        wanted = (first, second) if first < second else (second, first)
        if (found := at_once(wanted)) is not None:
            return found
        stack = [wanted]
        while stack:
            pair = one, other = stack[-1]
            level_one, level_other = level[one], level[other]
            if level_one < level_other:
                asked, one_low, one_high, other_low, other_high = level_one, low[one], high[one], other, other
            elif level_one > level_other:
                asked, one_low, one_high, other_low, other_high = level_other, one, one, low[other], high[other]
            else:
                asked, one_low, one_high, other_low, other_high = level_one, low[one], high[one], low[other], high[other]
            lows = (one_low, other_low) if one_low < other_low else (other_low, one_low)
            highs = (one_high, other_high) if one_high < other_high else (other_high, one_high)
            when_false, when_true = at_once(lows), at_once(highs)
            if when_false is None:
                stack.append(lows)
            if when_true is None:
                stack.append(highs)
            if when_false is not None and when_true is not None:
                stack.pop()
                if pair not in known:  # it may have been asked for twice
                    known[pair] = self._node(asked, when_false, when_true)
                    self.step()
        return known[wanted]

    def step(self) -> None:
        """Count a step, of the last that are allowed at most."""
        self.steps += 1
        if self.steps > self.limit:
            raise TooWide(f"more than {self.limit} steps: too much is shared for an exact answer")


class _Differences:
    """How likely one node is to be true and another false, where the one is true whenever the other is."""

    def __init__(self, diagram: Diagram, by_level: Sequence[Chance]) -> None:
        self.diagram, self.by_level = diagram, by_level
        self.true, self.false = diagram.chances(by_level)
        self.known: dict[tuple[int, int], float] = {}

    def between(self, more: int, less: int) -> float:
        """The probability that ``more`` is true and ``less`` false."""
        level, low, high = self.diagram.level, self.diagram.low, self.diagram.high
        wanted = (more, less)
        if (found := self._at_once(wanted)) is not None:
            return found
        stack = [wanted]
        while stack:
            more, less = pair = stack[-1]
            first = min(level[more], level[less])
            without = (low[more] if level[more] == first else more, low[less] if level[less] == first else less)
            having = (high[more] if level[more] == first else more, high[less] if level[less] == first else less)
            when_false, when_true = self._at_once(without), self._at_once(having)
            if when_false is None:
                stack.append(without)
            if when_true is None:
                stack.append(having)
            if when_false is not None and when_true is not None:
                stack.pop()
                if pair not in self.known:
                    yes, no = self.by_level[first]
                    self.known[pair] = yes * when_true + no * when_false
                    self.diagram.step()
        return self.known[wanted]

    def _at_once(self, pair: tuple[int, int]) -> float | None:
        more, less = pair
        if more == less:
            return 0.0
        if less == FALSE:
            return self.true[more]
        if more == TRUE:
            return self.false[less]
        # A difference is taken only where it keeps its digits: of two that are alike it has few.
        by_true, by_false = self.true[more] - self.true[less], self.false[less] - self.false[more]
        if by_true > ALIKE * self.true[more]:
            return by_true
        return by_false if by_false > ALIKE * self.false[less] else self.known.get(pair)
