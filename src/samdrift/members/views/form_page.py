"""A page that is one form: members, team and catalog all write through it."""

from __future__ import annotations

from collections.abc import Sequence

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from samdrift.core.doors import SeatedRequest, status_of

Words = str | Promise
Crumbs = Sequence[tuple[Words, str]]


def form_page(request: SeatedRequest, form: BaseForm, *, heading: Words, button: Words, crumbs: Crumbs, lede: Words = "") -> HttpResponse:
    """This will show a form under the way here, its heading and a sentence; the button says the verb. The last crumb leads back."""
    context = {"form": form, "heading": heading, "button": button, "crumbs": crumbs, "lede": lede, "back": crumbs[-1][1]}
    return render(request, "members/form_page.html", context, status=status_of(form))
