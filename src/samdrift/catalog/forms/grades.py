"""What people type about grades, needs, prices and variants, and the files that they send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.coverage import HIGHEST, LOWEST, Grades
from samdrift.catalog.models import Price, Service
from samdrift.catalog.tables import zero_or_more
from samdrift.core.order import InAlphabet
from samdrift.members.decision_forms import DecisionChoice, among
from samdrift.members.models import Decision, Organization, Person, Subject
from samdrift.members.queries.decisions import standing_decisions
from samdrift.ui.forms import DateInput, NamedChoice

# Nothing is chosen from the beginning: whoever says 0 says so.
CHOICES = [("", "–"), *((str(grade), str(grade)) for grade in range(LOWEST, HIGHEST + 1))]


def _grade(label: Any, help_text: Any = "", *, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=CHOICES, coerce=int, empty_value=None, required=required, help_text=help_text)


class RequirementForm(forms.Form):
    confidentiality = _grade(
        _("Confidentiality"), _("Harm if somebody saw what they must not: 0 none, 1 moderate, 2 considerable, 3 serious.")
    )
    integrity = _grade(_("Integrity"), _("Harm if it were wrong, in the same steps."))
    availability = _grade(_("Availability"), _("Harm if it could not be reached, in the same steps."))
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    review_on = forms.DateField(label=_("Looked at again on"), widget=DateInput)

    def grades(self) -> Grades:
        return Grades(*(self.cleaned_data[name] for name in Grades._fields))


class ReviewForm(forms.Form):
    """That something has been looked at and holds: when it is looked at again."""

    review_on = forms.DateField(label=_("Looked at again on"), widget=DateInput)


class GradesForm(forms.Form):
    """A level's grades: all three, or none of them yet."""

    confidentiality = _grade(_("Confidentiality"), required=False)
    integrity = _grade(_("Integrity"), required=False)
    availability = _grade(_("Availability"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        given = [found.get(name) for name in Grades._fields if name not in self.errors]
        if any(grade is None for grade in given) and any(grade is not None for grade in given):
            raise ValidationError(_("Choose all three grades, or none of them."))
        return found

    def grades(self) -> Grades | None:
        given = [self.cleaned_data[name] for name in Grades._fields]
        return None if given[0] is None else Grades(*given)


class _Priced(forms.Form):
    def cleaned_price(self, name: str) -> int:
        try:
            return zero_or_more(self.cleaned_data[name])
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PriceForm(_Priced):
    amount = forms.CharField(label=_("SEK a month"), max_length=30, help_text=_("As 1 234,50."))
    per = forms.ChoiceField(label=_("What it is counted by"), choices=Price.Per.choices, widget=forms.RadioSelect)
    from_on = forms.DateField(label=_("From"), widget=DateInput)
    decision = DecisionChoice(
        label=_("By which decision"), queryset=Decision.objects.none(), required=False, empty_label=_("None that is recorded here")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "decision", standing_decisions(Subject.PRICE))

    def clean_amount(self) -> int:
        return self.cleaned_price("amount")


class VariantForm(_Priced):
    service = NamedChoice(label=_("Service"), queryset=Service.objects.none())
    what_differs = forms.CharField(label=_("What differs"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    keeper = forms.ModelChoiceField(label=_("Who keeps it"), queryset=Person.objects.none())
    price = forms.CharField(label=_("SEK a month"), max_length=30, help_text=_("As 1 234,50. What it costs beside the standard."))
    from_on = forms.DateField(label=_("From"), widget=DateInput)
    review_on = forms.DateField(label=_("Looked at again on"), widget=DateInput)

    def __init__(self, *args: Any, member: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service, keeper = self.fields["service"], self.fields["keeper"]
        assert isinstance(service, NamedChoice)
        assert isinstance(keeper, forms.ModelChoiceField)
        service.queryset = Service.objects.order_by(InAlphabet("name"))
        keeper.queryset = Person.objects.filter(owner=member).order_by(InAlphabet("name"), "pk")

    def clean_price(self) -> int:
        return self.cleaned_price("price")
