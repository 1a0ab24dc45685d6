"""From the shares of an old key to those of a new one, with a limit on how much a share may change from one period to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, SupportsIndex

from samdrift.engines.sharing.bounds import NotOneEach, whole_bound
from samdrift.engines.sharing.split import Weight, in_proportion, split

PPM = 1_000_000


class Bounds(NamedTuple):
    """The least and the most of each member in whole minor units; None where there is none."""

    floors: tuple[int | None, ...]
    caps: tuple[int | None, ...]


def change_limits(before: Iterable[SupportsIndex | None], *, change_ppm: SupportsIndex = 0, change_minor: SupportsIndex = 0) -> Bounds:
    """This function will give the floors and caps within which no share differs from the one before by more than so much.

    before: each member's share of the period before, whole minor units from zero up; None for a member that had none, which gets no
    bounds. The change is `change_ppm` millionths of that share, rounded down, or `change_minor`, whichever is more.

    >>> change_limits([50_000, 30_000, None], change_ppm=100_000)
    Bounds(floors=(45000, 27000, None), caps=(55000, 33000, None))
    """
    ppm, minor = whole_bound(change_ppm), whole_bound(change_minor)
    floors: list[int | None] = []
    caps: list[int | None] = []
    for given in before:
        share = None if given is None else whole_bound(given)
        change = 0 if share is None else max(share * ppm // PPM, minor)
        floors.append(None if share is None else max(share - change, 0))
        caps.append(None if share is None else share + change)
    return Bounds(tuple(floors), tuple(caps))


def phase_in(
    total: SupportsIndex,
    weights: Iterable[Weight],
    before: Iterable[SupportsIndex | None],
    *,
    change_ppm: SupportsIndex = 0,
    change_minor: SupportsIndex = 0,
) -> list[int]:
    """This function will share a period's total by new weights within `change_limits` of the shares before, so that they sum to it exactly.

    total: whole minor units from zero up; weights, before: one for each member. Take each period's shares as the next one's `before`, and
    those of the new weights are reached step by step. Where the caps of those who have a weight leave something over, those who have none
    any more go on to pay it, in proportion to what they paid. A total that rose or fell by more than all may change together is
    CapsBelowTotal or FloorsAboveTotal, with how much is missing; to limit what the key does and not what the total does, scale what was
    paid first: `split(total, before)`. A change that rounds down to nothing never moves: give a `change_minor` beside it.

    Limits on yearly rises paid for by limits on yearly falls, until all is due: the transitional relief of England's business rates.

    >>> phase_in(90_000, [1, 2], [60_000, 30_000], change_ppm=200_000)
    [54000, 36000]
    """
    amount, parts, paid = whole_bound(total), in_proportion(weights), [None if one is None else whole_bound(one) for one in before]
    if len(paid) != len(parts):
        raise NotOneEach(f"{len(paid)} shares before for {len(parts)} members")
    floors, caps = change_limits(paid, change_ppm=change_ppm, change_minor=change_minor)
    reach = sum(amount if cap is None else cap for part, cap in zip(parts, caps, strict=True) if part)
    leavers = [0 if part else was or 0 for part, was in zip(parts, paid, strict=True)]
    if any(leavers) and reach + sum(floor or 0 for part, floor in zip(parts, floors, strict=True) if not part) < amount:
        return split(amount, leavers, floors=[cap if part else low for part, low, cap in zip(parts, floors, caps, strict=True)], caps=caps)
    return split(amount, parts, floors=floors, caps=caps)
