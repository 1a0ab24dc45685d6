"""The Swedish catalog is whole: every text in the house has its Swedish, and the compiled file is the one that the text file gives."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

import samdrift

HOUSE = Path(samdrift.__file__).parent
CATALOG = HOUSE / "locale" / "sv" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalog() -> polib.POFile:
    return polib.pofile(str(CATALOG))


def test_every_text_has_its_swedish_and_none_is_a_guess(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if not entry.obsolete and not entry.translated()] == []


def test_a_translation_names_the_same_facts_as_the_text(catalog: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalog.translated_entries()
        for said in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if not set(PLACEHOLDER.findall(said)) <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(entry.msgid)))
    ]
    assert wrong == []


def test_the_compiled_catalog_is_the_one_that_the_text_gives(catalog: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOG.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in compiled} == {
        (e.msgctxt, e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in catalog.translated_entries()
    }


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed, so texts cannot be gathered anew")
def test_the_catalog_has_every_text_of_the_house(catalog: polib.POFile, tmp_path: Path) -> None:
    shutil.copytree(HOUSE, tmp_path / "house", ignore=shutil.ignore_patterns("*.mo", "static", "__pycache__"))
    gather = (
        "import django; from django.conf import settings; settings.configure(USE_I18N=True); django.setup();"
        "from django.core.management import call_command; call_command('makemessages', locale=['sv'], no_location=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", gather], cwd=tmp_path / "house", check=True, capture_output=True)
    gathered = polib.pofile(str(tmp_path / "house" / "locale" / "sv" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in catalog if not entry.obsolete}
    assert {entry.msgid for entry in gathered if not entry.obsolete and (entry.msgctxt, entry.msgid) not in known} == set()
