"""What people type about being spread out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.follow_up.models import Measure
from samdrift.follow_up.spread_file import FIRST_YEAR, LAST_YEAR, MOST, a_measure
from samdrift.members.models import Site
from samdrift.ui.forms import NamedChoice


class SiteChoice(NamedChoice):
    """A choice among sites, each with the organization that it is a site of."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.organization.short_name}: {obj.name}"


class IndicatorForm(forms.Form):
    """A measure at a site in a year."""

    site = SiteChoice(label=_("Site"), queryset=Site.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices)
    value = forms.CharField(label=_("Mean"), max_length=20, help_text=_("As 34,5."))
    count = forms.IntegerField(
        label=_("Of how many"),
        min_value=1,
        max_value=MOST,
        help_text=_("Posts advertised, people hired, employees, tickets, or times that the site was away."),
    )
    source = forms.CharField(label=_("Source"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Site.objects.select_related("organization").order_by("organization", InAlphabet("name"))

    def clean_value(self) -> Decimal:
        try:
            return a_measure(self.cleaned_data["value"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
