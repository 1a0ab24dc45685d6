"""What people type about baselines, what remains, what was expected and the price index."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization
from samdrift.plan.baselines_files import FIRST_YEAR, LAST_YEAR, above_zero, zero_or_more
from samdrift.plan.expectations_files import a_value
from samdrift.plan.models import EXPECTED_KINDS, CostKind
from samdrift.ui.forms import DateInput, NamedChoice


def _a_year(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=FIRST_YEAR, max_value=LAST_YEAR)


def _read(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class YearForm(forms.Form):
    year = _a_year(_("Year"), _("A whole year before the member joined."))


class _OfAService(forms.Form):
    """A service and a kind of cost."""

    service = NamedChoice(label=_("Service"), queryset=Service.objects.none())
    kind = forms.ChoiceField(label=_("Kind of cost"), choices=CostKind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Service.objects.order_by(InAlphabet("name"))


class LineForm(_OfAService):
    """A line of a baseline."""

    amount = forms.CharField(label=_("What it cost that year, SEK"), max_length=30, help_text=_("As 1 234,50, in that year's kronor."))
    kept = forms.CharField(
        label=_("Of which the member goes on paying itself, SEK"), max_length=30, initial="0", help_text=_("Zero where nothing remains.")
    )

    def clean_amount(self) -> int:
        return int(_read(above_zero, self.cleaned_data["amount"]))

    def clean_kept(self) -> int:
        return int(_read(zero_or_more, self.cleaned_data["kept"]))


class RemainingForm(_OfAService):
    """What a member still pays itself."""

    year = _a_year(_("Year"))
    amount = forms.CharField(
        label=_("What the member pays itself in a year, SEK"),
        max_length=30,
        help_text=_("At a whole year's rate, as 1 234,50. Zero where nothing remains."),
    )
    field_order = ("year", "service", "kind", "amount")

    def clean_amount(self) -> int:
        return int(_read(zero_or_more, self.cleaned_data["amount"]))


class ExpectationForm(forms.Form):
    """What a decision says will come."""

    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    year = _a_year(_("Year"))
    kind = forms.ChoiceField(label=_("Kind of cost"), choices=EXPECTED_KINDS)
    amount = forms.CharField(
        label=_("What the member is expected to pay, SEK"),
        max_length=30,
        help_text=_("Bills and what it keeps together, for the whole year."),
    )
    prices_of = _a_year(_("In the prices of"), _("The year whose kronor the decision reckons in."))
    registry_number = forms.CharField(label=_("Registry number of the decision"), max_length=40)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(kind=Organization.Kind.MEMBER)

    def clean_amount(self) -> int:
        return int(_read(zero_or_more, self.cleaned_data["amount"]))


class IndexValueForm(forms.Form):
    """A value of a price index."""

    name = forms.CharField(label=_("Price index"), max_length=60)
    year = _a_year(_("Year"))
    month = forms.IntegerField(
        label=_("Month"), min_value=1, max_value=12, required=False, help_text=_("1 to 12; empty for the whole year's value.")
    )
    value = forms.CharField(label=_("Value"), max_length=20, help_text=_("As 334,26."))
    source = forms.CharField(label=_("Source"), max_length=200)

    def clean_value(self) -> Decimal:
        return Decimal(_read(a_value, self.cleaned_data["value"]))


class IndexChoiceForm(forms.Form):
    """Which index counts."""

    name = forms.ChoiceField(label=_("Price index"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in names]
