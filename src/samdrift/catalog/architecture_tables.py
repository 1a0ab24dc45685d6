"""The architecture's tables in files: their columns and what their cells say. No database.

A file that a page gives out is one that it takes in again. Services, components and capabilities are named by name, members by short name;
several users of an interface stand in one cell with a bar between them.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from samdrift.core.tables import Columns, Row, an_amount
from samdrift.engines.money import NotAnAmount, parse_amount

BETWEEN = "|"


COMPONENTS = Columns(("name",), ("name_en", "description", "description_en", "supplier", "member", "site"))
DEPENDENCIES = Columns(("what", "stands_on"))
INTERFACES = Columns(("name", "version", "offered_by", "from_on"), ("until_on", "description", "description_en", "used_by"))
CAPABILITIES = Columns(("name",), ("name_en", "part_of"))
SYSTEMS = Columns(("capability",), ("member", "service", "system", "yearly_cost"))


def a_text(row: Row, column: str, longest: int, *, needed: bool = True) -> str:
    """This will read a cell of text; too long, or empty where it is needed, is a ValueError in words."""
    text = row[column]
    if needed and not text:
        raise ValueError(_("“%(name)s” is empty.") % {"name": column})
    if len(text) > longest:
        raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": column, "number": longest})
    return text


def a_cost(text: str) -> int | None:
    """This will read what something costs into öre: zero or more, None where the cell is empty."""
    if not text:
        return None
    try:
        minor = parse_amount(text)
    except NotAnAmount:
        minor = an_amount(text)  # which says why it is none
    if minor < 0:
        raise ValueError(_("A cost is zero or more."))
    return an_amount(text) if minor else 0


def several(text: str) -> list[str]:
    """This will read the names in one cell."""
    return [name.strip() for name in text.split(BETWEEN) if name.strip()]
