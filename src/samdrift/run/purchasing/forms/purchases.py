"""What people type about contracts, needs, procurements and call-offs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samdrift.core.tables import an_amount
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization, check_organization_number
from samdrift.run.purchasing.models import CallOff, Need, PublishedNeed
from samdrift.run.purchasing.models.cpv import CPV
from samdrift.run.purchasing.purchase_files import MOST_DAYS, MOST_MONTHS, MOST_QUANTITY, MOST_RENEWALS
from samdrift.ui.amounts import count_text, kr_text
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text
from samdrift.ui.times import day_text

if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[PublishedNeed]
else:
    _Several = forms.ModelMultipleChoiceField  # Django's own is not generic at run time


class AmountField(forms.CharField):
    """An amount in kronor as Swedes write it, read into öre."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 30, "help_text": _("As 1 234,50."), **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return an_amount(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class SupplierForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, help_text=_("What it is called in tables and files."))
    number = forms.CharField(
        label=_("Organization number"),
        max_length=20,
        required=False,
        validators=[check_organization_number],
        help_text=_("Ten digits, such as 409900-1200. A foreign supplier has none."),
    )


class ContractForm(forms.Form):
    """A framework agreement; both its days belong to it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    reference = forms.CharField(label=_("Reference"), max_length=40, help_text=_("What files and orders call it, such as 2026-0412."))
    supplier = NamedChoice(label=_("Supplier"), queryset=Organization.objects.none())
    ceiling = AmountField(label=_("Ceiling, SEK"))
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DateInput, required=False, help_text=_("Of the first period: a framework agreement has an end.")
    )
    notice_days = forms.IntegerField(
        label=_("Notice, days"), min_value=0, max_value=MOST_DAYS, help_text=_("How long before the end one must have decided.")
    )
    renewals = forms.IntegerField(label=_("Renewals at most"), min_value=0, max_value=MOST_RENEWALS, initial=0)
    renewal_months = forms.IntegerField(label=_("Months a renewal"), min_value=0, max_value=MOST_MONTHS, initial=0)

    def __init__(self, *args: Any, suppliers: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "supplier", suppliers)


class CallOffForm(forms.Form):
    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    what = forms.CharField(label=_("What"), max_length=200)
    amount = AmountField(label=_("Amount, SEK"))
    on = forms.DateField(label=_("Ordered on"), widget=DateInput)
    reference = forms.CharField(label=_("Reference"), max_length=40, help_text=_("The number of the order."))

    def __init__(self, *args: Any, members: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_members(self, members)


class DeliveryForm(forms.Form):
    on = forms.DateField(label=_("Delivered on"), widget=DateInput)
    is_cancelled = forms.BooleanField(label=_("The order was cancelled: nothing came"), required=False)
    amount = AmountField(label=_("Amount, SEK"), required=False, help_text=_("Only when it came to less than was ordered."))

    def amount_minor(self, ordered: CallOff) -> int:
        """This will return what it came to: nothing when cancelled, else what was typed or all that was ordered."""
        found = self.cleaned_data
        return 0 if found["is_cancelled"] else found["amount"] or ordered.amount_minor


class NeedForm(forms.Form):
    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    what = forms.CharField(label=_("What is needed"), max_length=200)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_QUANTITY)
    estimate = AmountField(label=_("Estimated value in all, SEK"))
    wanted_by = forms.DateField(label=_("Wanted by"), widget=DateInput)
    cpv = forms.CharField(
        label=_("CPV code"),
        max_length=8,
        required=False,
        validators=[CPV],
        help_text=_("Eight digits, such as 72000000. Needs under the same code are found together."),
    )

    def __init__(self, *args: Any, members: QuerySet[Organization], need: Need | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if need is None:
            _offer_members(self, members)
        else:
            del self.fields["member"]  # a need never changes whose it is


class NeedsField(_Several):
    """A choice of several needs: who asks for what."""

    def label_from_instance(self, obj: Any) -> str:
        facts = [named_text(obj.member).words, obj.what, count_text(obj.quantity), kr_text(obj.estimate_minor), day_text(obj.wanted_by)]
        return " · ".join([*facts, obj.cpv] if obj.cpv else facts)


class NeedsForm(forms.Form):
    needs = NeedsField(label=_("Needs to merge"), queryset=PublishedNeed.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, needs: QuerySet[PublishedNeed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].queryset = needs  # type: ignore[attr-defined]

    def show(self, needs: Iterable[PublishedNeed]) -> None:
        """This will offer some of the needs to tick. All of them stay valid: meanwhile another may have moved the pages."""
        field = self.fields["needs"]
        assert isinstance(field, NeedsField)
        field.widget.choices = [(need.pk, field.label_from_instance(need)) for need in needs]


class FindNeedsForm(forms.Form):
    """A word of the needs that one looks for."""

    find = forms.CharField(label=_("Need, member or CPV code"), max_length=200, required=False)


class CpvForm(forms.Form):
    """The digits that a code begins with: two name a division, three a group, eight one code."""

    cpv = forms.RegexField(
        r"^[0-9]{0,8}\Z",
        label=_("CPV code begins with"),
        max_length=8,
        required=False,
        error_messages={"invalid": _("A CPV code has digits only.")},
    )


class ProcurementForm(NeedsForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    cpv = forms.CharField(label=_("Main CPV code"), max_length=8, validators=[CPV], help_text=_("Eight digits, such as 72000000."))
    field_order = ("title", "cpv", "needs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].required = False


class TenderForm(forms.Form):
    advertised_on = forms.DateField(label=_("Advertised on"), widget=DateInput)
    closes_on = forms.DateField(label=_("Tenders close on"), widget=DateInput)


class AwardForm(forms.Form):
    supplier = NamedChoice(label=_("Supplier"), queryset=Organization.objects.none())
    value = AmountField(label=_("Value, SEK"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    registry_number = forms.CharField(label=_("Registry number"), max_length=40)

    def __init__(self, *args: Any, suppliers: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "supplier", suppliers)


class LevelForm(forms.Form):
    """Which purchases count as the same, and how many members must have made them."""

    level = forms.ChoiceField(
        label=_("The same by"),
        required=False,
        choices=[(8, _("Main code")), (5, _("Category")), (4, _("Class")), (3, _("Group")), (2, _("Division"))],
    )
    least = forms.ChoiceField(label=_("Members"), required=False, choices=[(2, _("two or more")), (3, _("three or more"))])

    def clean_level(self) -> int:
        return int(self.cleaned_data["level"] or 8)

    def clean_least(self) -> int:
        return int(self.cleaned_data["least"] or 2)


def _offer(form: forms.Form, name: str, rows: QuerySet[Organization]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _offer_members(form: forms.Form, members: QuerySet[Organization]) -> None:
    """Whoever writes for one member only is not asked for which."""
    _offer(form, "member", members)
    if len(members) == 1:
        form.fields["member"].widget = forms.HiddenInput()
        form.fields["member"].initial = members[0].pk
