"""Show, send or close a month's settlement.

samdrift settle 2026-10 shows what the month would come to and what stops it; --costs FILE enters a CSV of costs first; --send sends it to
the members; --close ends the month.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from samdrift.config.surroundings import as_samdrift, set_up
from samdrift.engines.period import Month


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", type=_month, help="the month, as 2026-10")
    parser.add_argument("--costs", type=Path, help="a CSV of costs to enter first")
    parser.add_argument("--send", action="store_true", help="send the settlement to the members")
    parser.add_argument("--close", action="store_true", help="end the month: nothing in it changes any more")
    parser.add_argument("--json", action="store_true", help="print the month as JSON, amounts in öre")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(arguments: argparse.Namespace) -> int:
    set_up()
    from samdrift.settle.actions import close_month, import_costs, send_settlement
    from samdrift.settle.explain import preview_as_dict
    from samdrift.settle.queries import the_unit
    from samdrift.ui.amounts import kr_text

    at = datetime.now(UTC)
    with as_samdrift() as actor:
        unit = the_unit()
        if unit and arguments.costs:
            import_costs(unit, arguments.month, arguments.costs.read_bytes(), by=actor, at=at)
        if unit and arguments.send:
            send_settlement(unit, arguments.month, by=actor, at=at)
        if unit and arguments.close:
            close_month(unit, arguments.month, by=actor, at=at)
        found = preview_as_dict(arguments.month, unit)
        if arguments.json:
            print(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            print(f"{found['month']}: {found['state']}, {kr_text(found['total_minor'])}")
            for row in found["members"]:
                print(f"{kr_text(row['amount_minor']):>20}  {row['member']}")
            for stop in found["stops"]:
                print(f"- {stop}")
    return 1 if found["stops"] and not arguments.json else 0
