"""Methods that look at single members and at all but one: separable costs first, and the rest in proportion."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.sharing.games import Floats, game, shares_of

ROUNDING = 1e-12  # of the largest cost that the method reads


class MethodUndefined(ValueError):
    """The method has no answer for this game."""


class NoBasis(MethodUndefined):
    """Everybody's basis is zero, and yet there is something to share in proportion to it."""


class MixedBasis(MethodUndefined):
    """The basis is above zero for some and below it for others, so that some would be paid for what others cost."""


def scrb(costs: ArrayLike, *, benefits: ArrayLike | None = None) -> Floats:
    """This function will share by separable costs and remaining benefits: each pays what it adds last, and of the rest as it benefits.

    costs: float64[2**n]; the answer is float64[n] and sums to costs[-1]. A member's separable cost is c(N) - c(N less i), its remaining
    benefit the least of its benefit and c(i), less the separable cost. Without ``benefits``, float64[n] and in the unit of the costs,
    everybody's is taken to be c(i) at least, and the method is `aca`. Where no benefit remains but costs do: NoBasis. Where it is above
    zero for some and below for others (a member adds more than it would cost alone, or than it benefits): MixedBasis. Source: Federal
    Inter-Agency River Basin Committee, Proposed practices for economic analysis of river basin projects, 1950; as a game, Young, Okada and
    Hashimoto, Water Resources Research 18, 1982.

    >>> scrb([0, 60, 60, 90], benefits=[40, 70]).tolist()
    [37.5, 52.5]
    """
    values, n = game(costs)
    alone, all_but = _alone(values, n), _all_but(values, n)
    separable = values[-1] - all_but
    justified = alone if benefits is None else np.minimum(alone, shares_of(benefits, n))
    largest = max(abs(alone).max(), abs(all_but).max(), abs(values[-1]))
    shares: Floats = separable + _in_proportion(values[-1] - separable.sum(), justified - separable, largest)
    return shares


def aca(costs: ArrayLike) -> Floats:
    """This function will share by alternative cost avoided: each pays what it adds last, and of the rest as it saves by not being alone.

    costs: float64[2**n]; the answer is float64[n] and sums to costs[-1]. What a member saves is c(i) less its separable cost
    c(N) - c(N less i). Where nobody saves but costs are left: NoBasis; where some save and some lose: MixedBasis. Source: Ransmeier, The
    Tennessee Valley Authority, 1942; as a game, Tijs and Driessen, Game theory and cost allocation problems, Management Science 32, 1986.
    It is Gately's point, where everybody is as prone to leave (Straffin and Heaney, International Journal of Game Theory 10, 1981).

    >>> aca([0, 60, 30, 80]).tolist()
    [55.0, 25.0]
    """
    return scrb(costs)


def proportional(costs: ArrayLike) -> Floats:
    """This function will share what all members cost in proportion to what each would cost alone.

    costs: float64[2**n]; the answer is float64[n] and sums to costs[-1]. Where nobody alone costs anything but all together do: NoBasis;
    where some would cost and some earn: MixedBasis. Source: Moriarity, Another approach to allocating joint costs, The Accounting Review
    50, 1975; that it looks at no group between, Young, Cost allocation, in the Handbook of Game Theory 2, 1994.

    >>> proportional([0, 60, 30, 80]).round(2).tolist()
    [53.33, 26.67]
    """
    values, n = game(costs)
    alone = _alone(values, n)
    return _in_proportion(values[-1], alone, max(abs(alone).max(), abs(values[-1])))


def _alone(values: Floats, n: int) -> Floats:
    return values[_singles(n)]


def _all_but(values: Floats, n: int) -> Floats:
    return values[values.size - 1 - _singles(n)]


def _singles(n: int) -> NDArray[np.int64]:
    """The groups of one member each."""
    return 1 << np.arange(n)


def _in_proportion(amount: float, basis: Floats, largest: float) -> Floats:
    """An amount in proportion to a basis of one sign; what is no more than rounding beside the largest cost counts as zero."""
    rounding = ROUNDING * largest
    weights = basis if basis.sum() >= 0 else -basis
    if weights.min() < -rounding:
        raise MixedBasis(f"member {weights.argmin()} has a basis of {basis[weights.argmin()]}, and others of the other sign")
    if weights.max() > rounding:
        weights = np.maximum(weights, 0.0)
        shares: Floats = weights / weights.sum() * amount
        return shares
    if abs(amount) > rounding:
        raise NoBasis(f"everybody's basis is zero, and there is {amount} to share")
    return np.full(len(basis), amount / len(basis))
