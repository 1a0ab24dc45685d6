"""What people type, or send as a file, about costs and how they are split."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.core.tables import an_amount
from samdrift.core.walls import MEMBERS
from samdrift.engines.period import Month, NotAMonth
from samdrift.members.decision_forms import DecisionChoice, among
from samdrift.members.models import Decision, Organization, Subject
from samdrift.members.queries.decisions import standing_decisions
from samdrift.run.purchasing.models import Product
from samdrift.settle.costs_file import CostRow
from samdrift.settle.models import AllocationKey, CostPool
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

LARGEST_COUNT = 10**9
SHARE = re.compile(r"(?P<member>.+?)\s*[;\t]\s*(?P<weight>[0-9]{1,9})")


class CostsFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of costs"),
        help_text=_(
            "CSV in UTF-8 or XLSX. The first line is voucher;booked_on;pool;amount;text;credits. "
            "A credit has an amount below zero and names the voucher that it credits."
        ),
    )


class CostForm(forms.Form):
    """One cost or credit."""

    voucher = forms.CharField(label=_("Voucher"), max_length=40)
    booked_on = forms.DateField(label=_("Booked on"), widget=DateInput)
    pool = forms.ChoiceField(label=_("Pool"))
    amount = forms.CharField(label=_("Amount, SEK"), max_length=30, help_text=_("As 1 234,50. Below zero for a credit."))
    text = forms.CharField(label=_("Text"), max_length=200, required=False, help_text=_("Only the unit and auditors see it."))
    credits = forms.CharField(label=_("Credits the voucher"), max_length=40, required=False, help_text=_("For a credit only."))

    def __init__(self, *args: Any, pools: list[CostPool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pool"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pool.code, f"{pool.code} {named_text(pool).words}") for pool in pools]

    def clean_amount(self) -> int:
        try:
            return an_amount(self.cleaned_data["amount"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def row(self) -> CostRow:
        found = self.cleaned_data
        return CostRow(0, found["voucher"], found["booked_on"], found["pool"], found["amount"], found["text"], found["credits"])


class PoolForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("What files of costs call it."))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Service.objects.order_by(InAlphabet("name"))


class OnePoolForm(forms.Form):
    """The pool of a licensed product, or of a project."""

    pool = NamedChoice(label=_("Pool"), queryset=CostPool.objects.none())

    def __init__(self, *args: Any, unit: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pool"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = CostPool.objects.filter(owner=unit).order_by("code")


class KeyForm(forms.Form):
    """How a service's cost is split from a month on."""

    kind = forms.ChoiceField(label=_("Split by"), choices=AllocationKey.Kind.choices, widget=forms.RadioSelect)
    product = NamedChoice(
        label=_("Product"), queryset=Product.objects.none(), required=False, help_text=_("For licences held only: whose are counted.")
    )
    from_month = forms.CharField(label=_("From the month"), max_length=7, help_text=_("As 2026-10."))
    decision = DecisionChoice(
        label=_("By which decision"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("None that is recorded here"),
        help_text=_("It says who decided and when; otherwise write that below."),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput, required=False)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120, required=False)
    shares = forms.CharField(
        label=_("Fixed shares"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "For fixed shares only: a line for each member, its short name, a semicolon and its share in whole numbers. "
            "Only the proportions count; a share of 0 pays nothing."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Product.objects.order_by(InAlphabet("name"))
        among(self, "decision", standing_decisions(Subject.KEY))

    def clean_from_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["from_month"].strip())
        except NotAMonth:
            raise ValidationError(_("Write the month as 2026-10.")) from None

    def clean_shares(self) -> dict[Organization, int]:
        """Read the shares; every line that cannot be read is named. Shares left standing under another kind of key count for nothing."""
        if self.cleaned_data.get("kind") != AllocationKey.Kind.FIXED:
            return {}
        members = {
            name.casefold(): member
            for member in Organization.objects.filter(kind__in=MEMBERS)
            for name in (member.name, member.name_en, member.short_name, member.number)
            if name
        }
        found: dict[Organization, int] = {}
        wrong = []
        for number, line in enumerate(self.cleaned_data["shares"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                member, weight = _share_in(line.strip(), number, members)
                if member in found:
                    raise ValidationError(
                        _("Line %(line)s: %(member)s stands twice."), params={"line": number, "member": member.short_name}
                    )
                found[member] = weight
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return found


def _share_in(line: str, number: int, members: dict[str, Organization]) -> tuple[Organization, int]:
    match = SHARE.fullmatch(line)
    if match is None:
        raise ValidationError(
            _("Line %(line)s: “%(text)s” is not a member, a semicolon and a whole number."), params={"line": number, "text": line[:60]}
        )
    member = members.get(match["member"].casefold())
    if member is None:
        raise ValidationError(_("Line %(line)s: no member is called “%(text)s”."), params={"line": number, "text": match["member"][:60]})
    return member, int(match["weight"])


def shares_text(members: list[Organization], weights: dict[int, int]) -> str:
    """This function will write members and the shares that are known as the form reads them; the others wait for a number."""
    return "\n".join(f"{member.short_name}; {weights.get(member.pk, '')}" for member in members)


class CountForm(forms.Form):
    """A count as it should have been."""

    count = forms.IntegerField(label=_("The right count"), min_value=0, max_value=LARGEST_COUNT)
    reason = forms.CharField(label=_("What was wrong"), max_length=200, help_text=_("Only the unit and auditors see it."))
