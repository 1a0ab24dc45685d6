"""Did it pay? in words: the verdict, what is missing, and what is not counted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samdrift.follow_up.pay import A_YEAR, Lack, Pay, Verdict
from samdrift.ui.amounts import count_text, kr_text

VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.YES: gettext_lazy("Yes"),
    Verdict.NO: gettext_lazy("No"),
    Verdict.CANNOT_TELL: gettext_lazy("Cannot be told"),
}
STATES = {Verdict.YES: "ok", Verdict.NO: "miss", Verdict.CANNOT_TELL: "wait"}
LACKS: dict[Lack, str | Promise] = {
    Lack.BASELINE: gettext_lazy("no signed baseline"),
    Lack.MONTHS: gettext_lazy("no closed month"),
    Lack.INDEX: gettext_lazy("no price index for a year"),
    Lack.REMAINING: gettext_lazy("what it still pays itself is not stated"),
}


def lacks_in_words(lacks: Iterable[Lack]) -> str:
    """This function will say what is missing, as one would in a list."""
    return ", ".join(str(LACKS[lack]) for lack in Lack if lack in lacks)


def answer(pay: Pay, *, together: bool = False) -> str:
    """This function will say in a sentence, to stand beside the verdict's word, whether it paid a member, or those counted together."""
    if not pay.has_figure:
        if together:
            return _("Of no member is everything known that it takes.")
        return _("There is no figure: %(lacks)s.") % {"lacks": lacks_in_words(pay.lacks)}
    facts = {"amount": kr_text(abs(pay.gain_minor)), "least": kr_text(pay.least_minor), "most": kr_text(pay.most_minor)}
    if pay.lacks:
        return _("What is missing: %(lacks)s.") % {"lacks": lacks_in_words(pay.lacks)}
    if pay.verdict == Verdict.YES:
        return _("It cost %(amount)s less than doing it oneself, also against the cheapest signed year.") % facts
    if pay.verdict == Verdict.NO:
        return _("It cost %(amount)s more than doing it oneself, also against the dearest signed year.") % facts
    return _("Depending on which signed year one holds it against, it gave from %(least)s to %(most)s.") % facts


def not_counted(pay: Pay) -> list[str]:
    """This function will name, in sentences, every cost that the comparison does not hold."""
    said = []
    if pay.sent_minor:
        said.append(
            _("Bills that can still change: %(amount)s. They count when their months are closed.") % {"amount": kr_text(pay.sent_minor)}
        )
    part = [year for year in pay.years if year.months < A_YEAR]
    for year in part:
        words = ngettext(
            "Of %(year)s one month is closed; the others count neither on one side nor on the other.",
            "Of %(year)s %(months)s months are closed; the others count neither on one side nor on the other.",
            year.months,
        )
        said.append(words % {"year": year.year, "months": count_text(year.months)})
    if pay.once_outside_minor:
        words = _("One-off costs of years without a closed month: %(amount)s.")
        said.append(words % {"amount": kr_text(pay.once_outside_minor)})
    unstated = [str(year.year) for year in pay.years if not year.kept_is_stated]
    if unstated:
        words = _(
            "What the member still pays itself in %(years)s is not stated; what its baseline said that it would keep stands in its place."
        )
        said.append(words % {"years": ", ".join(unstated)})
    said.append(_("One-off costs are those that the member bore itself; what the unit bore comes with its bills."))
    said.append(_("People's own time, and what a better or worse service is worth, are not counted."))
    return said
