"""What people type, or send as a file, about licences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.engines.period import Month, NotAMonth
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization, Site
from samdrift.run.purchasing.actions.licences import Prices
from samdrift.run.purchasing.licence_files import MOST, price_in, steps_in
from samdrift.run.purchasing.models import PriceList, Product
from samdrift.ui.forms import DateInput


class PricesForm(forms.Form):
    """A price list from a month on."""

    from_month = forms.CharField(label=_("From the month"), max_length=7, help_text=_("As 2026-10."))
    period = forms.ChoiceField(label=_("The prices are for"), choices=PriceList.Period.choices, widget=forms.RadioSelect)
    steps = forms.CharField(
        label=_("Prices"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line for each step: from how many licences, a colon and the price of one in SEK, as 100: 95,00. The first is 0."),
    )
    kind = forms.ChoiceField(label=_("How the steps count"), choices=PriceList.Kind.choices, widget=forms.RadioSelect)
    fixed = forms.CharField(label=_("Fixed part, SEK"), max_length=30, required=False, help_text=_("Whatever the number of licences."))
    pack = forms.IntegerField(label=_("Licences in a pack"), min_value=1, max_value=MOST, initial=1)

    def clean_from_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["from_month"].strip())
        except NotAMonth:
            raise ValidationError(_("Write the month as 2026-10.")) from None

    def clean_steps(self) -> tuple[tuple[int, int], ...]:
        try:
            return steps_in(line for line in self.cleaned_data["steps"].splitlines() if line.strip())
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_fixed(self) -> int:
        try:
            return price_in(self.cleaned_data["fixed"]) if self.cleaned_data["fixed"] else 0
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prices(self) -> Prices:
        found = self.cleaned_data
        return Prices(found["from_month"], found["period"], found["kind"], found["steps"], found["fixed"], found["pack"])


class ProductForm(PricesForm):
    """A product with its first prices."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("What files and vouchers call it."))
    metric = forms.ChoiceField(label=_("A licence is for"), choices=Product.Metric.choices, widget=forms.RadioSelect)
    sold_by = forms.CharField(label=_("Sold by"), max_length=120, required=False)

    field_order = ("name", "name_en", "code", "metric", "sold_by")


class PurchaseForm(forms.Form):
    """Licences that the unit bought for all."""

    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST)
    from_on = forms.DateField(label=_("From"), widget=DateInput)
    until_on = forms.DateField(
        label=_("Renewed on"),
        widget=DateInput,
        required=False,
        help_text=_("The first day on which they no longer hold. Empty: they do not end."),
    )
    bought_on = forms.DateField(label=_("Bought on"), widget=DateInput)
    reference = forms.CharField(label=_("Reference"), max_length=40, help_text=_("The order or the registry number."))


class HolderForm(forms.Form):
    """Who holds a licence."""

    key = forms.CharField(label=_("Person or device"), max_length=120, help_text=_("As your own directory names it."))
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none(), required=False)

    def __init__(self, *args: Any, member: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Site.objects.filter(organization=member).order_by("name")


class MoveForm(forms.Form):
    """To whom a licence moves; the unit may move it to another member."""

    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    key = forms.CharField(label=_("Person or device"), max_length=120, help_text=_("As the member's own directory names it."))

    def __init__(self, *args: Any, members: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(members) == 1:
            del self.fields["member"]
        else:
            field = self.fields["member"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Organization.objects.filter(pk__in=[member.pk for member in members])


class HoldersFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of holders"),
        help_text=_("CSV in UTF-8 or XLSX. The first line is product;key;from_on;site;last_used_on. Days as 2026-10-05."),
    )
    over = forms.BooleanField(
        label=_("They are in use already: enter them also when the pool has fewer"),
        required=False,
        help_text=_("The pool is then over-used until some are returned or more are bought."),
    )


class PurchasesFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of purchases"),
        help_text=_("CSV in UTF-8 or XLSX. The first line is product;quantity;from_on;until_on;bought_on;reference. Days as 2026-10-05."),
    )


class ProductsFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of products"),
        help_text=_(
            "CSV in UTF-8 or XLSX. The first line is code;name;name_en;metric;sold_by;period;kind;from_month;fixed;pack;steps. "
            "Steps are written as 0: 120,00 | 100: 95,00."
        ),
    )
