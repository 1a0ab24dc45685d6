"""What must be true across the files of a federation's folder, each of which already has its shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

from samdrift.config.demo.shapes import Fault

Files = Mapping[str, Any]
COUNTING_TICKETS = ("tickets", "all_tickets")
FEWEST_MEMBERS, FEWEST_MONTHS_OF_COSTS = 2, 3
FEWEST_DAYS = 30  # of a month, on average over any few
MEASURES = ("response", "resolution", "availability")


def incoherences(files: Files, *, on: date) -> list[Fault]:
    """This will return every rule across the files that does not hold on a day; a slice that is not there breaks none."""
    return [fault for rule in RULES for fault in rule(files, on)]


def _twice(file: str, what: str, names: Iterable[str]) -> Iterator[Fault]:
    for name, number in Counter(names).items():
        if number > 1:
            yield Fault(file, what, f"{name!r} stands there more than once")


def _one_marked(file: str, what: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if (marked := sum(row.get("is_desk", False) for row in rows)) != 1:
        yield Fault(file, what, f"one of them is the desk's (is_desk = true), not {marked}")


def _members(files: Files, on: date) -> Iterator[Fault]:
    rows = files["members.csv"]
    if len(rows) < FEWEST_MEMBERS:
        yield Fault("members.csv", "", "a federation has two members or more")
    for column in ("name", "number"):
        yield from _twice("members.csv", column, (row[column] for row in rows if row.get(column)))
    for number, row in enumerate(rows, start=2):
        if bool(row.get("latitude")) != bool(row.get("longitude")):
            yield Fault("members.csv", f"line {number}", "latitude and longitude stand together or not at all")
    taken = {files["federation.toml"]["short_name"], files["federation.toml"]["unit"]["short_name"]}
    for name in taken & {row["short_name"] for row in rows}:
        yield Fault("federation.toml", "short_name", f"{name!r} is a member's short name")
    if len(taken) == 1:
        yield Fault("federation.toml", "unit, short_name", "is the federation's own")


def _federation(files: Files, on: date) -> Iterator[Fault]:
    file, told = "federation.toml", files["federation.toml"]
    members = {row["short_name"] for row in files["members.csv"]}
    if told["joined_on"] > on:
        yield Fault(file, "joined_on", f"{told['joined_on']} has not come")
    for what in ("functions", "services"):
        yield from _one_marked(file, what, told[what])
    if told["months_of_tickets"] > told["months_of_costs"]:
        yield Fault(file, "months_of_tickets", "are no more than months_of_costs")
    if told["months_of_costs"] < FEWEST_MONTHS_OF_COSTS:
        yield Fault(file, "months_of_costs", f"are {FEWEST_MONTHS_OF_COSTS} or more")
    keys = {service["name"]: {service["key"], service.get("key_now", service["key"])} for service in told["services"]}
    for name, kinds in keys.items():
        if kinds & set(COUNTING_TICKETS) and "tickets.toml" not in files:
            yield Fault(file, f"services ({name}), key", "counts tickets, and there is no tickets.toml")
        if "fixed" in kinds and set(told.get("weights", {})) != members:
            missing = ", ".join(sorted(members - set(told.get("weights", {}))))
            yield Fault(file, "weights", f"the key of {name} is fixed, and these members have no weight: {missing}")
    for service in told["services"]:
        yield from _twice(file, f"services ({service['name']}), levels", service["levels"])


def _agreement(files: Files, on: date) -> Iterator[Fault]:
    file, told = "agreement.toml", files["agreement.toml"]
    yield from _one_marked(file, "calendars", told["calendars"])
    for measure in MEASURES:
        if not any(clause.get("targets") == measure for clause in told["clauses"]):
            yield Fault(file, "clauses", f'none of them holds the targets of {measure} (targets = "{measure}")')
    for number, calendar in enumerate(told["calendars"], start=1):
        for days in ("weekdays", "weekends"):
            spans = calendar.get(days, [])
            if any(opens >= closes for opens, closes in spans) or sorted(spans) != spans:
                yield Fault(file, f"calendars {number} ({calendar['name']}), {days}", "open before they close, the earliest first")


def _costs(files: Files, on: date) -> Iterator[Fault]:
    pools: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(files.get("costs.csv", []), start=2):
        if pools.setdefault(row["pool"], (row["name"], row["service"])) != (row["name"], row["service"]):
            yield Fault("costs.csv", f"line {number}, pool", f"{row['pool']} has another name or service above")


def _architecture(files: Files, on: date) -> Iterator[Fault]:
    file, told = "architecture.toml", files.get("architecture.toml")
    if told is None:
        return
    names = [row["name"] for row in (*files["federation.toml"]["services"], *told["components"])]
    yield from _twice(file, "components and services", names)
    if loop := _loop(told["stands_on"]):
        yield Fault(file, "stands_on", f"goes round in a loop: {' > '.join(loop)}")
    for number, row in enumerate(told["interfaces"], start=1):
        if row["from_on"] > on:
            yield Fault(file, f"interfaces {number} ({row['name']}), from_on", f"{row['from_on']} has not come")
    above: set[str] = set()
    for row in told["capabilities"]:
        if "part_of" in row and row["part_of"] not in above:
            yield Fault(file, f"capabilities ({row['name']}), part_of", f"{row['part_of']!r} does not stand above it")
        if ("own" in row) != ("usual" in row):
            yield Fault(file, f"capabilities ({row['name']})", "own and usual stand together or not at all")
        above.add(row["name"])


def _loop(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """One way round from a thing to itself, as names; empty where there is none. Kahn's order leaves only what is on or above a loop."""
    left = {upper: set(lowers) for upper, lowers in edges.items()}
    while free := [upper for upper, lowers in left.items() if not lowers & set(left)]:
        for upper in free:
            del left[upper]
    if not left:
        return []
    way = [next(iter(left))]
    while way[-1] not in way[:-1]:
        way.append(next(lower for lower in edges[way[-1]] if lower in left))
    return way[way.index(way[-1]) :]


def _levels(files: Files, on: date) -> Iterator[Fault]:
    file, told = "levels.toml", files.get("levels.toml")
    if told is None:
        return
    offered = {service["name"]: set(service["levels"]) for service in files["federation.toml"]["services"]}
    yield from _twice(file, "services", (row["name"] for row in told["services"]))
    for row in told["services"]:
        place = f"services ({row['name']})"
        if set(row["levels"]) != offered[row["name"]]:
            yield Fault(file, f"{place}, levels", f"are those of federation.toml: {', '.join(sorted(offered[row['name']]))}")
        if any(low > high for low, high in zip(row["low"], row["high"], strict=True)):
            yield Fault(file, f"{place}, low", "is higher than high")
        if ("beyond" in row) != ("beyond_reason" in row):
            yield Fault(file, place, "beyond and beyond_reason stand together or not at all")


def _methods(files: Files, on: date) -> Iterator[Fault]:
    for number, row in enumerate(files.get("methods.toml", {}).get("methods", []), start=1):
        for one in row.get("variations", []):
            if one["version"] > len(row["versions"]):
                yield Fault("methods.toml", f"methods {number} ({row['title']}), variations", f"there is no version {one['version']}")


def _projects(files: Files, on: date) -> Iterator[Fault]:
    file, told = "projects.toml", files.get("projects.toml")
    if told is None:
        return
    people = {row["name"]: sum(row["sites"].values()) for row in files["federation.toml"]["functions"]}
    if len(told.get("plans", [])) > people[told["makers"]]:
        yield Fault(file, "plans", f"are more than there are people in {told['makers']}")
    if not any("project" in row for row in told["proposals"]):
        yield Fault(file, "proposals", "none of them has become a project")
    yield from _twice(file, "projects", (row["project"]["code"] for row in told["proposals"] if "project" in row))
    for number, row in enumerate(told["proposals"], start=1):
        place = f"proposals {number} ({row['title']})"
        if row["backers"] < 1:
            yield Fault(file, f"{place}, backers", "whoever proposes it backs it: 1 or more")
        if ("decided" in row) != ("registry" in row):
            yield Fault(file, place, "decided and registry stand together or not at all")
        if "project" not in row:
            continue
        if row.get("decided") != "approved":
            yield Fault(file, f"{place}, project", "only what is approved becomes a project")
        if "costs.csv" in files and "pool" not in row["project"]:
            yield Fault(file, f"{place}, project", "there is no key pool")
        if "costs.csv" in files and row["project"]["began"] > files["federation.toml"]["months_of_costs"] * FEWEST_DAYS:
            yield Fault(
                file, f"{place}, project, began", "is before the first of months_of_costs, so that nobody would pay its first hours"
            )
        due = [milestone[2] for milestone in row["project"]["milestones"]]
        if due != sorted(due):
            yield Fault(file, f"{place}, project, milestones", "stand in the order in which they are due")


def _licences(files: Files, on: date) -> Iterator[Fault]:
    file, told = "licences.toml", files.get("licences.toml", {"products": []})
    services = {row["name"] for row in files["federation.toml"]["services"]}
    yield from _twice(file, "products", (row["code"] for row in told["products"]))
    for number, row in enumerate(told["products"], start=1):
        place = f"products {number} ({row['name']})"
        starts = [start for start, _price in row["steps"]]
        if starts[0] != 0 or starts != sorted(set(starts)):
            yield Fault(file, f"{place}, steps", "begin at 0 and rise")
        if "pool" in row and row["name"] in services:
            yield Fault(file, f"{place}, name", "is a service's already")


def _investments(files: Files, on: date) -> Iterator[Fault]:
    file = "investments.toml"
    for number, row in enumerate(files.get(file, {}).get("investments", []), start=1):
        place = f"investments {number} ({row['name']})"
        if (row["key"] == "fixed") != ("members" in row):
            yield Fault(file, f"{place}, members", "stand where the key is fixed, each with its weight, and nowhere else")
        if ("disposed_ago" in row) != ("reason" in row):
            yield Fault(file, place, "disposed_ago and reason stand together or not at all")
        if row.get("disposed_ago", 0) >= row["starts_ago"]:
            yield Fault(file, f"{place}, disposed_ago", "it is disposed of before it begins")


def _contracts(files: Files, on: date) -> Iterator[Fault]:
    file, told = "contracts.toml", files.get("contracts.toml")
    if told is None:
        return
    organizations = [row["short_name"] for row in (*files["members.csv"], *told["suppliers"])]
    yield from _twice(file, "short names of suppliers and members", organizations)
    yield from _twice(file, "references", (row["reference"] for row in told["contracts"]))
    for row in told["procurements"]:
        place = f"procurements ({row['title']})"
        days = [row[step] for step in ("begun", "advertised", "awarded") if step in row]
        if days != sorted(days, reverse=True) or ("awarded" in row and "advertised" not in row):
            yield Fault(file, place, "begun, advertised and awarded are months ago, in that order")
        if missing := [key for key in ("supplier", "value", "registry_number") if "awarded" in row and key not in row]:
            yield Fault(file, place, f"it is awarded, and there is no {', '.join(missing)}")
        if not any(need.get("procurement") == row["title"] and need.get("sent", True) for need in told["needs"]):
            yield Fault(file, place, "no need asks for it")
    awarded = {row["title"] for row in told["procurements"] if "awarded" in row}
    for row in told["contracts"]:
        place = f"contracts ({row['name']})"
        if row["renewed"] > row["renewals"]:
            yield Fault(file, f"{place}, renewed", "is more than renewals")
        if "procurement" in row and row["procurement"] not in awarded:
            yield Fault(file, f"{place}, procurement", f"{row['procurement']!r} is not awarded")
    for row in told["needs"]:
        if row["quantity"][0] > row["quantity"][1] or row["quantity"][0] < 1:
            yield Fault(file, f"needs ({row['what']}), quantity", "is the fewest and the most, 1 or more")
    if "past" in told:
        yield from _past(file, told, files["members.csv"])


def _past(file: str, told: Mapping[str, Any], members: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    if "past_file" not in told:
        yield Fault(file, "past_file", "is missing: it says how past is told")
    elif not (resources.files("samdrift.run.purchasing") / "mappings" / f"{told['past_file']['mapping']}.toml").is_file():
        yield Fault(file, "past_file, mapping", f"there is no mapping {told['past_file']['mapping']!r}")
    if not all(row.get("number") for row in members):
        yield Fault(file, "past", "what was bought is told by organization number, and a member has none")


RULES: Sequence[Callable[[Files, date], Iterator[Fault]]] = (
    _members,
    _federation,
    _agreement,
    _costs,
    _architecture,
    _levels,
    _methods,
    _projects,
    _licences,
    _investments,
    _contracts,
)
