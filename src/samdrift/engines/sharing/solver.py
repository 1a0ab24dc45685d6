"""HiGHS without a word on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs


def silent_solver() -> Highs:
    """This function will make a solver of linear and quadratic programs that prints nothing.

    >>> silent_solver().getNumRow()
    0
    """
    # here and not above: the web process reads this package and solves no programs
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:
            # before the first word is printed; nothing calls back, which would keep each solver alive in a circle of references
            self.setOptionValue("output_flag", False)

    return Silent()  # type: ignore[no-untyped-call]  # highspy says what its methods take, not what makes a solver
