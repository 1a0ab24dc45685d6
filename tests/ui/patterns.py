"""A page with every part on it, rendered from made-up facts: what the browser tests look at."""

from __future__ import annotations

import mimetypes
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils import translation

from samdrift.ui.forms import DateInput

NOW = datetime(2026, 11, 23, 10, 48, tzinfo=UTC)


class Correction(forms.Form):
    amount = forms.CharField(label="Belopp i kronor", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    on = forms.DateField(label="Gäller från", widget=DateInput, help_text="Första dagen i en månad.")
    kind = forms.ChoiceField(label="Sort", choices=[("a", "Rättelse av antal"), ("b", "Rättelse av pris")], widget=forms.RadioSelect)
    lines = forms.MultipleChoiceField(
        label="Rader", choices=[("1", "E-post"), ("2", "Karttjänst")], widget=forms.CheckboxSelectMultiple, required=False
    )
    member = forms.ChoiceField(label="Medlem", choices=[("23", "Jämtland"), ("25", "Norrbotten")])
    note = forms.CharField(label="Anteckning", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Underlag", required=False, help_text="PDF eller bild, högst 10 MB.")
    sure = forms.BooleanField(label="Jag har läst underlaget")


class ListFilter(forms.Form):
    q = forms.CharField(label="Sök", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    member = forms.ChoiceField(label="Medlem", required=False, choices=[("", "Alla 21")])
    service = forms.ChoiceField(label="Tjänst", required=False, choices=[("", "Alla")])


def frame(**changes: Any) -> SimpleNamespace:
    """This function will make the `page` variable that the base template reads."""
    menu = ["Hem", "Löften", "Ekonomi", "Projekt och inköp", "Bemanning", "Medlemmar och beslut", "Uppföljning"]
    facts: dict[str, Any] = {
        "federation": "Länsstyrelsernas gemensamma it-enhet",
        "menu": [SimpleNamespace(label=label, url=f"/{number}/", current=number == 1) for number, label in enumerate(menu)],
        "person": "Ájlin Čoŋkku-Šuorpmi",
        "role": "Kontaktperson",
        "organization": "Länsstyrelsen i Norrbottens län",
        "seats": 2,
        "synthetic": True,
        "synthetic_note": "Personer, belopp, ärenden och avbrott är påhittade.",
        "languages": [("sv", "Svenska", True), ("en", "English", False)],
    }
    return SimpleNamespace(**(facts | changes))


def context() -> dict[str, Any]:
    return {
        "page": frame(),
        "now": NOW,
        "earlier": datetime(2026, 11, 22, 7, 42, tzinfo=UTC),
        "due": datetime(2026, 11, 24, 12, 53, tzinfo=UTC),
        "on": date(2027, 1, 1),
        "form": Correction({"amount": "", "on": "23/11", "member": "23"}),
        "untouched": Correction(prefix="second"),
        "also": [("resolved", "Skicka och lös ärendet")],
        "filters": ListFilter(prefix="f"),
        "views": [
            SimpleNamespace(label="Servicedesk", url="/?a", current=True, count=20),
            SimpleNamespace(label="Mina", url="/?b", current=False, count=6),
            SimpleNamespace(label="Utan handläggare", url="/?c", current=False, count=None),
        ],
        "tickets": Paginator(range(1234), 25).page(7),
        "service": SimpleNamespace(name="Karttjänst <1>", name_en=""),
        "crumbs": [("Hem", "/"), ("Räkningar", "/bills/")],
        "keys": [("J", "nästa"), ("K", "förra"), ("N", "nytt ärende")],
        "days": [(number * 100 / 182, 3 if number % 41 else 0, number) for number in range(182)],
    }


def rendered(language: str = "sv", **changes: Any) -> str:
    """This function will render the page of patterns as a signed-in reader would get it."""
    # An engine of its own: the installation's context processors would ask the database who is signed in.
    options = {"context_processors": ["django.template.context_processors.request"]}
    engine = DjangoTemplates({"NAME": "patterns", "DIRS": [Path(__file__).parent], "APP_DIRS": True, "OPTIONS": options})
    with translation.override(language):
        request = RequestFactory().get("/", {"page": "7", "q": "skrivare"})
        return str(engine.get_template("patterns.html").render(context() | changes, request))


def static_file(url_path: str) -> tuple[bytes, str] | None:
    """This function will find one of our static files by its address, with its media type."""
    found = finders.find(url_path.removeprefix("/static/"))
    if not isinstance(found, str):
        return None
    return Path(found).read_bytes(), mimetypes.guess_type(found)[0] or "application/octet-stream"
