"""A page that takes a table: all of its rows are entered or none, and every row that cannot be used is named. All stages use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from samdrift.core.doors import SeatedRequest, answered_on, keep_refusal, status_of
from samdrift.core.tables import KINDS, MOST_BYTES, Entered, RowsRefused, WrongRow
from samdrift.members.views.form_page import Crumbs, Words

SHOWN_ROWS = 100

E = TypeVar("E", bound=Entered)


def table_page(
    request: SeatedRequest,
    form: Form,
    enter: Callable[[bytes], E],
    *,
    heading: Words,
    lede: Words,
    crumbs: Crumbs,
    back: str,
    table: Callable[[str], str],
    told: Callable[[E], str] | None = None,
) -> HttpResponse:
    """This will show the form's page, or enter the file that was sent and go back, saying what came of it.

    `table` gives the address where the same columns are taken out, for a kind of file.
    """
    entered, wrong = sent_in(request, form, enter)
    if entered is not None:
        messages.success(request, (told or rows_told)(entered))
        return redirect(back)
    files = [(kind.upper(), table(kind)) for kind in KINDS]
    context = {"form": form, "heading": heading, "lede": lede, "crumbs": crumbs, "back": back, "files": files}
    return render(request, "members/table_page.html", context | shown_rows(wrong), status=status_of(form))


def sent_in(request: SeatedRequest, form: Form, enter: Callable[[bytes], E]) -> tuple[E | None, list[WrongRow]]:
    """This will enter the file of a form that holds; None and the rows to mend when it was refused, or not sent."""
    if form.is_valid():
        with answered_on(form, request):
            try:
                # One byte more than a table may have is enough to refuse it: what is larger is not taken into memory
                return enter(form.cleaned_data["file"].read(MOST_BYTES + 1)), []
            except RowsRefused as refused:
                keep_refusal(request, refused)
                form.add_error("file", str(refused))
                return None, refused.rows
    return None, []


def shown_rows(wrong: Sequence[WrongRow]) -> dict[str, Any]:
    """This will return what `ui/wrong_rows.html` shows of the rows to mend."""
    return {"wrong": wrong[:SHOWN_ROWS], "more": len(wrong) - SHOWN_ROWS}


def rows_told(entered: Entered) -> str:
    """This will say how many rows were entered, and how many were there."""
    added = ngettext("%(number)s row entered.", "%(number)s rows entered.", entered.added) % {"number": entered.added}
    known = ngettext("%(number)s was there already.", "%(number)s were there already.", entered.known) % {"number": entered.known}
    return f"{added} {known}" if entered.known else added
