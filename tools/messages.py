"""Gather every text of src/samdrift into the Swedish catalog and compile it.

Run it after adding text, fill in the empty msgstr, run it again.

    python tools/messages.py [WORDS.json]

WORDS.json, when given, is {"English": "Swedish", "One ticket": ["Ett ärende", "%(count)s ärenden"], ...} and is written into the catalog.
English is the text in the code; Swedish is src/samdrift/locale/sv/LC_MESSAGES/django.po. The compiled .mo is committed, so that a clone
needs no gettext. Entries are sorted and carry neither places nor guesses, so that two people's changes seldom meet in a merge; text no
longer used is kept at the end (#~) and comes back by itself. Two runs at once wait for each other. Needs gettext's xgettext and msgmerge.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import polib
from django.conf import settings
from django.core.management import call_command

HOUSE = Path(__file__).resolve().parents[1] / "src" / "samdrift"
CATALOG = HOUSE / "locale" / "sv" / "LC_MESSAGES" / "django.po"

HEADER = {
    "Project-Id-Version": "Samdrift",
    "Language": "sv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@contextmanager
def alone() -> Iterator[None]:
    """This function will hold the one lock on the catalog; it locks this file, so that nothing is left behind."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def gather() -> None:
    """This function will let Django read every template and module of the house and merge what it finds into the catalog."""
    before = Path.cwd()
    os.chdir(HOUSE)
    try:
        call_command("makemessages", locale=["sv"], no_location=True, verbosity=0)
    finally:
        os.chdir(before)


def tidy(catalog: polib.POFile) -> polib.POFile:
    """This function will sort the entries, empty what was only guessed, and leave out what changes at every run."""
    for entry in catalog:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    tidied = polib.POFile(wrapwidth=0)
    tidied.metadata = dict(HEADER)
    by_text = sorted(catalog, key=lambda entry: (bool(entry.obsolete), entry.msgctxt or "", entry.msgid))
    tidied.extend(by_text)
    return tidied


def translate(catalog: polib.POFile, words: dict[str, str | list[str]]) -> list[str]:
    """This function will write the given Swedish into the catalog and return the English that nothing in the house says."""
    unknown = []
    for english, swedish in words.items():
        entry = catalog.find(english)
        if entry is None:
            unknown.append(english)
        elif isinstance(swedish, list):
            entry.msgstr_plural = dict(enumerate(swedish))
        else:
            entry.msgstr = swedish
    return unknown


def write(path: Path, content: bytes) -> None:
    """This function will replace a file whole, so that a reader never meets half of it."""
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_bytes(content)
    beside.replace(path)


def main() -> int:
    arguments = argparse.ArgumentParser(description="Gather all text into the Swedish catalog and compile it.")
    arguments.add_argument("words", nargs="?", type=Path, help='a JSON file of {"English": "Swedish"} to write into the catalog')
    path = arguments.parse_args().words
    words = json.loads(path.read_text("utf-8")) if path else {}
    settings.configure(LOCALE_PATHS=[HOUSE / "locale"], USE_I18N=True)
    django.setup()
    with alone():
        CATALOG.parent.mkdir(parents=True, exist_ok=True)
        gather()
        catalog = tidy(polib.pofile(str(CATALOG)))
        unknown = translate(catalog, words)
        write(CATALOG, str(catalog).encode() + b"\n")
        write(CATALOG.with_suffix(".mo"), catalog.to_binary())
    for text in unknown:
        print(f"nothing says: {text!r}")
    missing = [entry.msgid for entry in catalog if not entry.obsolete and not entry.translated()]
    for text in missing:
        print(f"no Swedish: {text!r}")
    print(f"{len(catalog.translated_entries())} texts in Swedish, {len(missing)} missing")
    return 1 if missing or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
