"""The table of doors: for every address who is let in and with which answer."""

from tests.architecture.doors.ground import GROUND
from tests.architecture.doors.year import YEAR

__all__ = ["DOORS"]

DOORS = GROUND | YEAR
