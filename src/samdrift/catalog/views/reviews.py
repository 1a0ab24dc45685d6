"""What should have been looked at again, as a list with one thing to do for each: a member's own, or everybody's."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Method, Variant
from samdrift.catalog.queries.reviews import ReviewDue, Reviewed, reviews_due
from samdrift.catalog.reviews import COLUMNS, Review, in_words
from samdrift.catalog.views.parts import parts
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import table_as_file

REVIEWS_A_PAGE = 50
BACK = "reviews"  # an address with ?back=reviews leads there when the review is done


def a_year_on(today: date) -> date:
    """This will return the day that a form proposes for the next review."""
    return today + timedelta(days=365)


def back_from_review(request: HttpRequest, otherwise: str, *args: int) -> HttpResponse:
    """This will go back to the list that a review was chosen from, or to a page named by its address's name."""
    return redirect("reviews") if request.GET.get("back") == BACK else redirect(otherwise, *args)


@door(Deed.READ_REPORTS)
def reviews(request: SeatedRequest) -> HttpResponse:
    due = _due(request)
    counts, shown = Counter(one.kind for one in due), _shown(request)
    page = Paginator([one for one in due if shown in (None, one.kind)], REVIEWS_A_PAGE).get_page(request.GET.get("page"))
    address = reverse("reviews")
    labels = {Reviewed.NEED: _("Needs"), Reviewed.VARIANT: _("Variants"), Reviewed.METHOD: _("Methods")}
    context = {
        "parts": parts(request, "reviews"),
        "page_obj": page,
        "rows": [(review, *_to_do(review)) for review in in_words(page)],
        "number": len(due),
        "views": [
            {"label": _("All"), "url": address, "current": shown is None, "count": len(due)},
            *(
                {"label": labels[kind], "url": f"{address}?show={kind.value}", "current": shown == kind, "count": counts[kind]}
                for kind in Reviewed
                if counts[kind] or shown == kind
            ),
        ],
        "for_all": request.actor.role in READS_ALL,
        "today": timezone.localdate(),
        "may_state": request.actor.may(Deed.STATE_NEEDS),
    }
    return render(request, "catalog/reviews.html", context)


@door(Deed.READ_REPORTS)
def reviews_table(request: SeatedRequest, kind: str) -> HttpResponse:
    return table_as_file("reviews", COLUMNS, [review.as_row for review in in_words(_due(request))], kind=kind)


def _due(request: SeatedRequest) -> list[ReviewDue]:
    own = None if request.actor.role in READS_ALL else request.actor.owner_id
    return reviews_due(on=timezone.localdate(), owner_id=own)


def _shown(request: SeatedRequest) -> Reviewed | None:
    asked = request.GET.get("show", "")
    return Reviewed(asked) if asked in Reviewed.values else None


def _to_do(review: Review) -> tuple[str, Any, str]:
    """Where one reads of it, what there is to do, and where."""
    row = review.row
    if isinstance(row, Method):
        return reverse("method", args=[row.pk]), _("It holds as it stands"), _returning("review_method", row.pk)
    standing = reverse("level_standing", args=[row.owner_id, row.service_id])
    if isinstance(row, Variant):
        return standing, _("It stays"), _returning("review_variant", row.pk)
    return standing, _("State the need anew"), _returning("state_requirement", row.owner_id, row.service_id)


def _returning(name: str, *args: int) -> str:
    return reverse(name, args=args, query={"back": BACK})
