"""Why a promise is due when it is: the rows that its arithmetic is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samdrift.engines.worktime import Pause
from samdrift.run.desk.promises import Stretch, stretches
from samdrift.run.desk.queries.promises import Replaced, Shown

AS_MANY = 6  # stretches written out; of more, the first three and the last two


@dataclass(frozen=True, slots=True)
class Explained:
    """A promise with its arithmetic: the open stretches from its start to when it is due, whose sum is the promised time.

    Of many stretches the ones in the middle are told by their number and sum. `pauses` are those that moved it, the running one last with
    no end. `earlier` are the promises of the same measure that it took over from.
    """

    shown: Shown
    first: Sequence[Stretch]
    between: int
    between_seconds: int
    last: Sequence[Stretch]
    pauses: Sequence[Pause]
    earlier: Sequence[Replaced] = ()

    @property
    def all_told(self) -> Sequence[Stretch]:
        return [*self.first, *self.last]


def explained(shown: Shown, earlier: Iterable[Replaced] = ()) -> Explained:
    """This will lay out the arithmetic of a promise; of the ticket's earlier ones, those that it took over from."""
    before = [one for one in earlier if one.promise.measure == shown.promise.measure]
    ended = () if shown.is_response else shown.course.pauses
    rows = stretches(shown.calendar, shown.course.reported_at, shown.promise.due_at, pauses=ended)
    going_on = [(shown.promise.paused_at, None)] if shown.promise.paused_at else []
    moved = [pause for pause in [*ended, *going_on] if pause[0] < shown.promise.due_at]
    if len(rows) <= AS_MANY:
        return Explained(shown, rows, 0, 0, (), moved, before)
    hidden = rows[3:-2]
    return Explained(shown, rows[:3], len(hidden), sum(row.seconds for row in hidden), rows[-2:], moved, before)
