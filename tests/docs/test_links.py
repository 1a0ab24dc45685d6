"""A page leads to what is there, and calls the parts of a page what the page itself calls them."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tests.docs.pages import HOUSE, PAGES, name_of, prose_of

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
PLACE = re.compile(r"\b(?:src/samdrift|docs|tests|benchmarks|tools)(?:/[\w-]+)*/[\w-]+(?:\.[a-z]+)?")
PAIR = re.compile(r"\*(?P<swedish>[^*]+)\* \((?P<english>[A-Z][^)]*)\)")
CATALOG = HOUSE / "src" / "samdrift" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
SHELVES = ("tutorial", "guides", "reference", "background")


def where(page: Path) -> str:
    return name_of(page)


def anchors_of(page: Path) -> set[str]:
    """The headings of a page as GitHub makes addresses of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=where)
def test_a_link_leads_to_something(page: Path) -> None:
    for link in LINK.finditer(page.read_text(encoding="utf-8")):
        target, _, anchor = link["target"].partition("#")
        if target.startswith("https://"):
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        assert not anchor or anchor in anchors_of(there), link["target"]


@pytest.mark.parametrize("page", PAGES, ids=where)
def test_a_file_that_is_named_is_there(page: Path) -> None:
    named = set(PLACE.findall(page.read_text(encoding="utf-8")))
    assert [place for place in sorted(named) if not (HOUSE / place).exists()] == []


def test_every_page_stands_on_its_shelf_in_the_index() -> None:
    index = HOUSE / "docs" / "README.md"
    linked = {(index.parent / link["target"]).resolve() for link in LINK.finditer(index.read_text(encoding="utf-8"))}
    assert [name_of(page) for shelf in SHELVES for page in (HOUSE / "docs" / shelf).glob("*.md") if page not in linked] == []


@pytest.mark.parametrize("page", PAGES, ids=where)
def test_words_of_the_pages_are_quoted_as_they_stand(page: Path) -> None:
    """*Ta ärendet* (Take the ticket): one text in two languages, as the catalog of translations has it."""
    pairs = {(entry.msgstr or entry.msgstr_plural.get(0, ""), entry.msgid) for entry in polib.pofile(str(CATALOG)) if not entry.obsolete}
    quoted = {(found["swedish"], found["english"]) for found in PAIR.finditer(prose_of(page))}
    assert sorted(quoted - pairs) == []
