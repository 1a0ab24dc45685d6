"""What should have been looked at again, in words: on its page, in its file and for `samdrift report reviews`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from samdrift.catalog.models import Method, Requirement, Variant
from samdrift.catalog.queries.reviews import ReviewDue, Reviewed, reviews_due, what_is_due
from samdrift.ui.names import named_text

COLUMNS = ("kind", "member", "about", "what", "keeper", "review_on")


@dataclass(frozen=True, slots=True)
class Review:
    """Something to look at again: whose it is (nobody's where it is everybody's), what it is about, who keeps it, and since when."""

    kind: Reviewed
    row: Requirement | Variant | Method
    whose: str
    about: str
    what: str
    keeper: str
    review_on: date

    @property
    def as_row(self) -> tuple[str, str, str, str, str, date]:
        """By the columns of the file."""
        return self.kind.value, self.whose, self.about, self.what, self.keeper, self.review_on


@dataclass(frozen=True, slots=True)
class ReviewsReport:
    """Everything that should have been looked at again by a day."""

    on: date
    reviews: list[Review]

    def as_json(self) -> dict[str, Any]:
        """This will return the reviews as plain values."""
        rows = [dict(zip(COLUMNS, (*one.as_row[:-1], one.review_on.isoformat()), strict=True)) for one in self.reviews]
        return {"on": self.on.isoformat(), "overdue": rows}

    def as_text(self, language: str) -> str:
        """This will tell the reviews, one a line."""
        with override(language):
            return "\n".join(map(self._said, self.reviews)) or _("Nothing is overdue for review")

    def _said(self, one: Review) -> str:
        days = (self.on - one.review_on).days
        late = ngettext("%(number)s day late", "%(number)s days late", days) % {"number": days}
        return "  ".join(part for part in (str(one.review_on), late, str(one.kind.label), one.whose, one.about, one.what) if part)


def in_words(due: Iterable[ReviewDue]) -> list[Review]:
    """This will tell what each review is about, in the reader's language."""
    return [_review(one, row) for one, row in what_is_due(due)]


def reviews_report(*, on: date) -> ReviewsReport:
    """This will report what should have been looked at again by a day, of everybody."""
    return ReviewsReport(on, in_words(reviews_due(on=on)))


def _review(one: ReviewDue, row: Requirement | Variant | Method) -> Review:
    if isinstance(row, Method):
        about, what = named_text(row, "title").words, named_text(row, "purpose").words
        return Review(one.kind, row, "", about, what, row.method_owner.name, one.review_on)
    about = named_text(row.service).words
    if isinstance(row, Variant):
        return Review(one.kind, row, row.owner.short_name, about, row.what_differs, row.keeper.name, one.review_on)
    return Review(one.kind, row, row.owner.short_name, about, f"{row.grades}: {row.reason}", "", one.review_on)
