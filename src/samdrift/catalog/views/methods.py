"""Methods as pages: found by words, read as steps, published in versions, looked at again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import methods_table
from samdrift.catalog.actions import Entered, methods_file, methods_use
from samdrift.catalog.actions import methods as actions
from samdrift.catalog.forms.grades import ReviewForm
from samdrift.catalog.forms.methods import MethodForm, MethodSearchForm, MethodVersionForm, NewMethodForm
from samdrift.catalog.methods import lines_of
from samdrift.catalog.models import Method, MethodVersion
from samdrift.catalog.queries import methods as queries
from samdrift.catalog.queries.methods import Which
from samdrift.catalog.views.files import given_out, import_page
from samdrift.catalog.views.parts import parts
from samdrift.catalog.views.reviews import a_year_on, back_from_review
from samdrift.core.access import AT_A_MEMBER, READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.differences import word_changes
from samdrift.ui.names import named_text

METHODS_A_PAGE = 50
NAMED_USERS = 3
SHOWN_USERS = 30  # on a method's page; the files hold all
SUGGESTIONS_A_PAGE = 20
STEPPED = (Method.Kind.HOW_TO, Method.Kind.CHECKLIST)


@door(Deed.READ_CATALOG)
def methods(request: SeatedRequest) -> HttpResponse:
    """A list that is searched: for the unit with who uses each, for a member with whether it does."""
    today, for_all, own_id = timezone.localdate(), request.actor.role in READS_ALL, request.actor.owner_id
    form = MethodSearchForm(request.GET)
    which, words = form.which(), form.words()
    found = queries.methods_found(words, on=today, which=which, owner_id=None if for_all else own_id)
    page = Paginator(found, METHODS_A_PAGE).get_page(request.GET.get("page"))
    shown = [method.pk for method in page]
    users = queries.users_by_method(shown) if for_all else {}
    used = set() if for_all else queries.methods_used(owner_id=own_id)
    waiting = queries.suggestions_waiting() if for_all else {}
    context = {
        "parts": parts(request, "methods"),
        "form": MethodSearchForm(initial={"q": words, "show": which.value}),
        "words": words,
        "which": which,
        "views": _views(for_all, which, words),
        "page_obj": page,
        "rows": [(one, users.get(one.pk, [])[:NAMED_USERS], one.pk in used, waiting.get(one.pk, 0)) for one in page],
        "for_all": for_all,
        "today": today,
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
        "may_state": request.actor.may(Deed.STATE_NEEDS),
    }
    return render(request, "catalog/methods.html", context)


def _views(for_all: bool, which: Which, words: str) -> list[dict[str, Any]]:
    labels = {Which.ALL: _("All"), Which.USED: _("In use") if for_all else _("We use"), Which.OVERDUE: _("Overdue for review")}
    if for_all:
        labels[Which.SUGGESTED] = _("Suggestions to answer")
    given = {"q": words} if words else {}
    return [
        {"label": label, "url": reverse("methods", query={**given, "show": one.value}), "current": one == which}
        for one, label in labels.items()
    ]


@door(Deed.READ_CATALOG)
def method(request: SeatedRequest, method_id: int) -> HttpResponse:
    """One method: its steps, who uses it, what differs, its versions and what is suggested."""
    found = method_shown(method_id)
    by, for_all = request.actor, request.actor.role in READS_ALL
    at_a_member = by.role in AT_A_MEMBER
    variation = queries.variation_of(found, owner_id=by.owner_id) if at_a_member else None
    uses, variations = (queries.uses_of(found), queries.variations_of(found)) if for_all else ([], [])
    suggestions = queries.suggestions_of(found, owner_id=None if for_all else by.owner_id)
    text = named_text(found.head.version, "text")
    context = {
        "method": found,
        "version": found.head.version,
        "text": text,
        "steps": lines_of(text.words) if found.kind in STEPPED else [],
        "uses": uses[:SHOWN_USERS],
        "more_uses": len(uses) - SHOWN_USERS,
        "use": queries.use_of(found, owner_id=by.owner_id) if at_a_member else None,
        "variation": variation,
        "changes": word_changes(found.head.version.text, variation.text) if variation else [],
        "variations": variations[:SHOWN_USERS],
        "more_variations": len(variations) - SHOWN_USERS,
        "versions": queries.versions_of_method(found),
        "suggestions": Paginator(suggestions, SUGGESTIONS_A_PAGE).get_page(request.GET.get("page")),
        "published": [] if for_all else queries.published_suggestions(found),  # the unit has them among all suggestions
        "for_all": for_all,
        "at_a_member": at_a_member,
        "own_id": by.owner_id,
        "today": timezone.localdate(),
        "may_change": by.may(Deed.CHANGE_CATALOG),
        "may_use": at_a_member and by.may(Deed.STATE_NEEDS),
        "may_suggest": by.may(Deed.SUGGEST),
        "may_answer": by.may(Deed.CHANGE_CATALOG) and methods_use.may_answer(found, by),
    }
    return render(request, "catalog/method.html", context)


@door(Deed.READ_CATALOG)
def method_version(request: SeatedRequest, method_id: int, version_number: int) -> HttpResponse:
    """One version, as what it changed of the one before."""
    found = method_shown(method_id)
    version = get_object_or_404(MethodVersion, method=found, number=version_number)
    before = MethodVersion.objects.filter(method=found, number=version_number - 1).first()
    context = {
        "method": found,
        "version": version,
        "before": before,
        "changes": word_changes(before.text if before else version.text, version.text),
        "changes_en": word_changes(before.text_en if before else version.text_en, version.text_en),
        "crumbs": to_method(found),
    }
    return render(request, "catalog/method_version.html", context)


@door(Deed.CHANGE_CATALOG)
def add_method(request: SeatedRequest) -> HttpResponse:
    form = NewMethodForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        typed = {**form.cleaned_data, "kind": Method.Kind(form.cleaned_data["kind"])}
        with answered_on(form, request):
            made = actions.add_method(**typed, by=request.actor, on=timezone.localdate(now), at=now)
            return redirect("method", made.pk)
    return form_page(request, form, heading=_("Add a method"), button=_("Publish"), crumbs=to_methods())


@door(Deed.CHANGE_CATALOG)
def change_method(request: SeatedRequest, method_id: int) -> HttpResponse:
    found = method_shown(method_id)
    names = {name: getattr(found, name) for name in MethodForm.base_fields}
    form = MethodForm(request.POST or None, initial={**names, "method_owner": found.method_owner_id})
    if form.is_valid():
        typed = {**form.cleaned_data, "kind": Method.Kind(form.cleaned_data["kind"])}
        with answered_on(form, request):
            actions.change_method(found, **typed, by=request.actor, at=timezone.now())
            return redirect("method", found.pk)
    return form_page(request, form, heading=_("Change the method"), button=_("Save"), crumbs=to_method(found))


@door(Deed.CHANGE_CATALOG)
def publish_method_version(request: SeatedRequest, method_id: int) -> HttpResponse:
    found = method_shown(method_id)
    current = found.head.version
    form = MethodVersionForm(request.POST or None, initial={"text": current.text, "text_en": current.text_en, "after": current.number})
    if form.is_valid():
        now = timezone.now()
        with answered_on(form, request):
            actions.publish_method_version(found, **form.cleaned_data, by=request.actor, on=timezone.localdate(now), at=now)
            return redirect("method", found.pk)
    lede = _("Those who use the method see what has changed. The versions before stay.")
    return form_page(request, form, heading=_("Write a version"), button=_("Publish"), crumbs=to_method(found), lede=lede)


@door(Deed.CHANGE_CATALOG)
def review_method(request: SeatedRequest, method_id: int) -> HttpResponse:
    found = method_shown(method_id)
    now = timezone.now()
    form = ReviewForm(request.POST or None, initial={"review_on": a_year_on(timezone.localdate(now))})
    if form.is_valid():
        with answered_on(form, request):
            actions.review_method(found, **form.cleaned_data, by=request.actor, on=timezone.localdate(now), at=now)
            return back_from_review(request, "method", found.pk)
    lede = _("You have read it, and it holds as it stands. When is it looked at again?")
    return form_page(request, form, heading=_("It holds as it stands"), button=_("Save"), crumbs=to_method(found), lede=lede)


@door(Deed.READ_CATALOG)
def methods_file_out(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (
            Method.Kind(one.kind).value,
            one.title,
            one.purpose,
            one.method_owner.email or one.method_owner.name,
            one.review_on,
            one.head.version.text,
            one.title_en,
            one.purpose_en,
            one.head.version.text_en,
            one.head.version.what_changed,
        )
        for one in queries.methods_in_order()
    ]
    return given_out("methods", methods_table.METHODS, rows, kind)


@door(Deed.CHANGE_CATALOG)
def import_methods(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        now = timezone.now()
        return methods_file.import_methods(content, by=request.actor, on=timezone.localdate(now), at=now)

    return import_page(request, enter, methods_table.METHODS, _("Methods from a file"), back="methods", what="methods_table")


def method_shown(method_id: int) -> Method:
    found = Method.objects.select_related("method_owner", "head", "head__version").defer("head__search")
    return get_object_or_404(found, pk=method_id)


def to_methods() -> Crumbs:
    return [(_("Catalog"), reverse("catalog")), (_("Methods"), reverse("methods"))]


def to_method(found: Method) -> Crumbs:
    return [*to_methods(), (named_text(found, "title").words, reverse("method", args=[found.pk]))]
