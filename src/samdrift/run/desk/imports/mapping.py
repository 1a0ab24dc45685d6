"""What the columns of a foreign log mean, as a TOML file says it. docs/reference/incident-mapping.md describes each table."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import PRIORITIES
from samdrift.core.errors import BadInput
from samdrift.run.desk.models import State

SUFFIX = ".toml"
NEEDED = ("number", "state", "updated", "opened", "resolved", "closed", "priority")
MAY_BE_THERE = ("assigned", "member", "service", "in_time", "subject")

WORDS = {
    "unknown": _("There is no mapping %(mapping)s. There are %(known)s; or give the path of a TOML file."),
    "not_toml": _("The mapping %(mapping)s is not TOML: %(reason)s."),
    "lacks": _("The mapping %(mapping)s lacks %(what)s."),
    "wrong": _("The mapping %(mapping)s says %(found)s for %(what)s, which it cannot be."),
    "no_member": _("The mapping %(mapping)s names a member that is not there: %(found)s."),
    "no_place": _("The mapping %(mapping)s names no member for %(found)s and does not spread places over the members."),
    "no_service": _("The mapping %(mapping)s names a service that is not there: %(found)s."),
}


class MappingRefused(BadInput):
    """A mapping cannot be used."""

    def __init__(self, code: str, *, mapping: str, **facts: object) -> None:
        super().__init__(mapping=mapping, **facts)
        self.words = WORDS[code]
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """Whose the log is, as the pages credit it."""

    credit: str = ""
    url: str = ""
    license: str = ""
    license_url: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as it was read: names of columns, and what their words mean. `digest` is the SHA-256 of its file."""

    name: str
    digest: str
    encoding: str
    delimiter: str
    unknown: frozenset[str]
    time_format: str
    zone: ZoneInfo
    columns: Table[str, str]
    subject: tuple[str, ...]
    states: Table[str, State]
    priorities: Table[str, int]
    in_time: Table[str, bool]
    members_named: Table[str, str]
    spread_over_members: bool
    members_are_synthetic: bool
    services_named: Table[str, str]
    source: Source

    def moment(self, text: str) -> datetime | None:
        """This will return the instant that a cell names; None when it cannot be read or does not exist in the mapping's zone."""
        try:
            naive = datetime.strptime(text, self.time_format)  # noqa: DTZ007  (the zone is the mapping's)
        except ValueError:
            return None
        at = naive.replace(tzinfo=self.zone).astimezone(UTC)
        return at if at.astimezone(self.zone).replace(tzinfo=None) == naive else None


def mapping_named(name: str) -> Mapping:
    """This function will read a mapping that comes with Samdrift ("servicenow"), or the TOML file at a path.

    MappingRefused says what is missing or wrong in it.
    """
    if not name.endswith(SUFFIX):
        folder = resources.files("samdrift.run.desk") / "mappings"
        known = sorted(entry.name.removesuffix(SUFFIX) for entry in folder.iterdir() if entry.name.endswith(SUFFIX))
        if name not in known:
            raise MappingRefused("unknown", mapping=name, known=", ".join(known))
        return mapping_from((folder / f"{name}{SUFFIX}").read_bytes(), called=name)
    try:
        return mapping_from(Path(name).read_bytes(), called=name)
    except OSError as no:
        raise MappingRefused("not_toml", mapping=name, reason=no.strerror) from None


def mapping_from(content: bytes, *, called: str) -> Mapping:
    """This function will read the bytes of a mapping; `called` is what a refusal calls it."""
    try:
        told = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as no:
        raise MappingRefused("not_toml", mapping=called, reason=no) from None
    return _Reader(told, called).mapping(hashlib.sha256(content).hexdigest())


class _Reader:
    """Takes a mapping's values out by their place, each of the kind it must be."""

    def __init__(self, told: dict[str, Any], called: str) -> None:
        self.told, self.called = told, called

    def mapping(self, digest: str) -> Mapping:
        columns = self.words("columns", but="subject")
        lacking = [f"columns.{name}" for name in NEEDED if name not in columns]
        if lacking:
            raise MappingRefused("lacks", mapping=self.called, what=", ".join(lacking))
        for name in columns:
            if name not in NEEDED + MAY_BE_THERE:
                raise self.wrong(f"columns.{name}", columns[name])
        return Mapping(
            name=self.text("name"),
            digest=digest,
            encoding=self.encoding(),
            delimiter=self.text("file.delimiter", ","),
            unknown=frozenset(self.texts("file.unknown", ("",))),
            time_format=self.text("time.format"),
            zone=self.zone(),
            columns=columns,
            subject=self.texts("columns.subject", ()),
            states={word: State(self.one_of(f"states.{word}", kind, State.values)) for word, kind in self.table("states").items()},
            priorities={word: self.one_of(f"priorities.{word}", n, PRIORITIES) for word, n in self.table("priorities").items()},
            in_time={word: self.one_of(f"in_time.{word}", yes, (True, False)) for word, yes in self.table("in_time", {}).items()},
            members_named=self.words("members.named"),
            spread_over_members=self.flag("members.spread"),
            members_are_synthetic=self.flag("members.synthetic"),
            services_named=self.words("services.named"),
            source=Source(**{name: self.text(f"source.{name}", "") for name in Source.__slots__}),
        )

    def wrong(self, what: str, found: object) -> MappingRefused:
        return MappingRefused("wrong", mapping=self.called, what=what, found=repr(found))

    def value(self, place: str, kind: type, default: Any) -> Any:
        found: Any = self.told
        for name in place.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if found is None and default is None:
            raise MappingRefused("lacks", mapping=self.called, what=place)
        found = default if found is None else found
        if not isinstance(found, kind):
            raise self.wrong(place, found)
        return found

    def text(self, place: str, default: str | None = None) -> str:
        return str(self.value(place, str, default))

    def flag(self, place: str) -> bool:
        return bool(self.value(place, bool, False))

    def table(self, place: str, default: dict[str, Any] | None = None) -> dict[str, Any]:
        return dict(self.value(place, dict, default))

    def texts(self, place: str, default: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.one_word(place, one) for one in self.value(place, list | tuple, default))  # type: ignore[arg-type]

    def words(self, place: str, *, but: str = "") -> dict[str, str]:
        return {key: self.one_word(f"{place}.{key}", one) for key, one in self.table(place, {}).items() if key != but}

    def one_word(self, place: str, found: object) -> str:
        if not isinstance(found, str):
            raise self.wrong(place, found)
        return found

    def one_of(self, place: str, found: Any, allowed: Any) -> Any:
        if isinstance(found, list | dict) or found not in allowed or isinstance(found, bool) != (allowed == (True, False)):
            raise self.wrong(place, found)
        return found

    def encoding(self) -> str:
        name = self.text("file.encoding", "utf-8")
        try:
            if "\n".encode(name) != b"\n":  # lines are told apart before they are decoded
                raise LookupError
        except LookupError:
            raise self.wrong("file.encoding", name) from None
        return name

    def zone(self) -> ZoneInfo:
        name = self.text("time.zone")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.wrong("time.zone", name) from None
