"""What people type about weeks, leave and check-ins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.members.models import Site
from samdrift.team.actions.weeks import MOST_WEEKS, Day
from samdrift.team.forms.sites import SiteAnywhere
from samdrift.team.models import Place, PlannedDay
from samdrift.team.weeks import workdays_of
from samdrift.team.words import weekday
from samdrift.ui.forms import DateInput


class WeekForm(forms.Form):
    """A place for each workday of a week, a site where it is another than one's own, and for how many weeks in a row."""

    weeks = forms.IntegerField(
        label=_("Weeks in a row"), min_value=1, max_value=MOST_WEEKS, initial=1, help_text=_("The same for the weeks that follow.")
    )

    def __init__(self, *args: Any, week: date, planned: Mapping[date, PlannedDay], own: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = workdays_of(week)
        sites = Site.objects.exclude(pk=own.pk).select_related("organization").order_by(InAlphabet("city"), InAlphabet("name"), "pk")
        for n, on in enumerate(self.days):
            there = planned.get(on)
            day = {"day": weekday(n)}
            choices = [("", _("Not planned")), *((place.value, _capital(place)) for place in Place)]
            self.fields[f"place_{n}"] = forms.ChoiceField(
                label=_("%(day)s: where") % day, choices=choices, required=False, initial=there.place if there else ""
            )
            site = SiteAnywhere(required=False, empty_label=_("One's own"), initial=there.site_id if there else None)
            site.label, site.queryset = _("%(day)s: which site") % day, sites
            self.fields[f"site_{n}"] = site
        self.order_fields([*(f"{what}_{n}" for n in range(len(self.days)) for what in ("place", "site")), "weeks"])

    @property
    def rows(self) -> list[tuple[date, str, forms.BoundField, forms.BoundField]]:
        """The fields day by day, for the page."""
        return [(on, weekday(n), self[f"place_{n}"], self[f"site_{n}"]) for n, on in enumerate(self.days)]

    def planned(self) -> dict[date, Day]:
        """What was typed, by day."""
        found: dict[date, Day] = {}
        for n, on in enumerate(self.days):
            if place := self.cleaned_data[f"place_{n}"]:
                found[on] = (Place(place), self.cleaned_data[f"site_{n}"])
        return found


class LeaveForm(forms.Form):
    from_on = forms.DateField(label=_("First day"), widget=DateInput)
    last_on = forms.DateField(label=_("Last day"), widget=DateInput, help_text=_("Why is nobody's business, and is not asked."))

    @property
    def until_on(self) -> date:
        last: date = self.cleaned_data["last_on"]
        return last + timedelta(days=1) if last < date.max else last


class CheckInForm(forms.Form):
    held_on = forms.DateField(label=_("Held on"), widget=DateInput, required=False, help_text=_("Left empty when you have not met yet."))
    next_on = forms.DateField(label=_("Next time"), widget=DateInput)


def _capital(place: Place) -> str:
    words = str(place.label)
    return words[:1].upper() + words[1:]
