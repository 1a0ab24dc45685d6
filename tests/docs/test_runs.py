"""What a guide tells its reader to type is typed, in the page's order, and prints what the page says."""

from __future__ import annotations

import doctest
import io
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest
from django.utils import translation

from samdrift.config import cli
from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.members.actions import add_organization
from samdrift.members.models import Organization
from samdrift.settle.actions import add_pool, decide_key
from tests.builders import NOW, TODAY, a_federation, a_level, a_service, an_uptake, everywhere
from tests.docs.pages import HOUSE, blocks, name_of, words_of

COMPARED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WITH_A_CLOCK = ("begin", "import_", "report", "settle")


class _InNovember(datetime):
    """The clock of the doors, stopped at the day the guides are read on."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


def nobody() -> None:
    """An empty database: the federation has not begun."""


def two_universities() -> None:
    """The unit that the guides tell of: two members that share a desk and a network."""
    a_federation()
    with everywhere() as actor:
        kinds = Organization.Kind
        unit = add_organization(kinds.UNIT, "Gemensam it", name_en="Joint IT", short_name="Gemensam it", by=actor, at=NOW)
        members = [
            add_organization(kinds.MEMBER, name, short_name=short, joined_on=date(2026, 1, 1), by=actor, at=NOW)
            for name, short in (("Högskolan Öst", "HÖ"), ("Högskolan Syd", "HS"))
        ]
    desk, network = a_service("Servicedesk", "people", name_en="Service desk", is_desk=True), a_service("Nät", name_en="Network")
    for service in (desk, network):
        level = a_level(service)
        for member in members:
            an_uptake(member, level)
    with everywhere() as actor, inside(actor.walls):
        for service, code in ((desk, "DESK"), (network, "NET")):
            add_pool(unit, code, service.name, service, by=actor, at=NOW)
            decide_key(service, "equal", from_month=Month(2026, 1), decided_on=TODAY, decided_by="Rådet", by=actor, at=NOW)


SCENES: dict[str, Callable[[], None]] = {"docs/guides/start-your-own-unit.md": nobody}
RUN = sorted({block.page for block in blocks("console") if block.is_run})


@pytest.mark.django_db
@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_a_guide_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    SCENES.get(name_of(page), two_universities)()
    for block in blocks("csv", "toml"):
        if block.page == page and block.says:
            (tmp_path / block.says[0]).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("rätt häst batteri\n"))
    for name in WITH_A_CLOCK:
        monkeypatch.setattr(f"samdrift.config.commands.{name}.datetime", _InNovember)
    for block in blocks("console"):
        if block.page != page or not block.is_run:
            continue
        for command, expected in block.commands:
            _variables, words = words_of(command)
            with translation.override("en"):
                code = cli.main(words[1:])
            said = capsys.readouterr()
            printed = said.out.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
            assert doctest.OutputChecker().check_output(expected, printed, COMPARED), f"{block}: {command}\n{printed}\n{said.err}"
            assert code == 0, f"{block}: {command}\n{said.err}"


def test_what_is_run_is_a_command_of_ours() -> None:
    for block in blocks("console"):
        if block.is_run:
            assert all(words_of(command)[1][0] == "samdrift" for command, _printed in block.commands), str(block)
    assert (HOUSE / "docs" / "guides" / "start-your-own-unit.md") in RUN
