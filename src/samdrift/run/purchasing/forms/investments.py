"""What people type, or send as a file, about investments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.core.tables import an_amount
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.investments import Decision, named_shares, organizations_by_name
from samdrift.run.purchasing.investments_files import month_in, shares_in
from samdrift.run.purchasing.models import Investment
from samdrift.run.purchasing.models.investments import LONGEST_LIFE
from samdrift.ui.forms import DateInput, NamedChoice


class InvestmentForm(forms.Form):
    """An investment that is decided."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    number = forms.CharField(label=_("Registry number of the decision"), max_length=40)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)
    amount = forms.CharField(label=_("Amount, SEK"), max_length=30, help_text=_("What it costs in all, as 1 234,50."))
    life_months = forms.IntegerField(label=_("Life, months"), min_value=1, max_value=LONGEST_LIFE)
    starts = forms.CharField(label=_("From the month"), max_length=7, help_text=_("The first that pays a part, as 2026-10."))
    service = NamedChoice(label=_("Service"), queryset=Service.objects.none())
    key = forms.ChoiceField(label=_("Split by"), choices=Investment.Key.choices, widget=forms.RadioSelect)
    shares = forms.CharField(
        label=_("Members that share it"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line for each member: its short name and, for fixed shares, a colon and its share in whole numbers, as Norra: 2."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Service.objects.order_by(InAlphabet("name"))

    def clean_amount(self) -> int:
        try:
            return an_amount(self.cleaned_data["amount"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_starts(self) -> Month:
        try:
            return month_in(self.cleaned_data["starts"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_shares(self) -> dict[Organization, int | None]:
        try:
            return named_shares(shares_in(self.cleaned_data["shares"].splitlines()), organizations_by_name())
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def decision(self) -> Decision:
        found = self.cleaned_data
        return Decision(found["number"], found["decided_on"], found["decided_by"], found["amount"], found["life_months"], found["starts"])


class DisposalForm(forms.Form):
    """When and why an investment was disposed of."""

    disposed_on = forms.DateField(label=_("Disposed of on"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Every member sees it."))


class InvestmentsFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of investments"),
        help_text=_(
            "CSV in UTF-8 or XLSX. The first line is number;name;decided_on;decided_by;amount;life_months;starts;service;key;shares and, "
            "where wanted, name_en;disposed_on;disposed_because. Key is equal, headcount or fixed; shares are Norra: 2 | Södra: 1."
        ),
    )
