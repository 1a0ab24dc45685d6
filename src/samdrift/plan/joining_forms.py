"""What people type about joining a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.members.decision_forms import DecisionChoice, among, members_by_name
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Decision, Organization, Subject
from samdrift.members.queries.decisions import standing_decisions
from samdrift.plan.actions.joining import LARGEST_MINOR
from samdrift.team.models import Employee
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

PLANNED_OR_ACTUAL = (("planned", _("Planned")), ("actual", _("Actual")))


class EmployeeChoice(NamedChoice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {named_text(obj.function).words}"


class CostField(forms.CharField):
    """An amount in SEK as people write it, zero or more, in öre."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            minor = parse_amount(text)
        except NotAnAmount:
            raise ValidationError(_("“%(text)s” is not an amount; write it as 1 234,50."), params={"text": text[:40]}) from None
        if not 0 <= minor <= LARGEST_MINOR:
            raise ValidationError(_("The amount is below zero or too large."))
        return minor


class JoiningForm(forms.Form):
    """A joining; a member's own people write down their own member's."""

    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    service = NamedChoice(label=_("Service"), queryset=Service.objects.none())
    responsible = EmployeeChoice(label=_("Who in the unit sees to it"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, member: Organization | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = member
        if member is not None:
            del self.fields["member"]
        else:
            among(self, "member", members_by_name())
        among(self, "service", Service.objects.order_by(InAlphabet("name"), "pk"))
        among(self, "responsible", Employee.objects.select_related("function").order_by(InAlphabet("name"), "pk"))

    def of(self) -> Organization:
        """This will return the member that joins."""
        return self.own or self.cleaned_data["member"]


class PlannedForm(forms.Form):
    on = forms.DateField(label=_("Planned for"), widget=DateInput)
    reason = forms.CharField(
        label=_("Why it moves"),
        max_length=200,
        required=False,
        help_text=_("Needed when there was another day; that one stays to be read."),
    )


class ReachedForm(forms.Form):
    on = forms.DateField(label=_("Reached on"), widget=DateInput)
    reason = forms.CharField(
        label=_("Why it was another day"), max_length=200, required=False, help_text=_("Needed only when a day is corrected.")
    )


class DecidedForm(forms.Form):
    """The first gate is reached by a decision, on its day."""

    decision = DecisionChoice(
        label=_("By which decision"),
        queryset=Decision.objects.none(),
        help_text=_("One about joining a service; its day is the day of the gate."),
    )
    reason = forms.CharField(
        label=_("Why it was another day"), max_length=200, required=False, help_text=_("Needed only when a day is corrected.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "decision", standing_decisions(Subject.JOINING))


class OneOffForm(forms.Form):
    kind = forms.ChoiceField(label=_("Planned or actual"), choices=PLANNED_OR_ACTUAL, widget=forms.RadioSelect)
    what = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("Such as moving data, training, a licence that overlaps."))
    amount_minor = CostField(label=_("SEK"), max_length=30, help_text=_("As 1 234,50."))
    on = forms.DateField(label=_("Day"), widget=DateInput)


class ReplaceForm(forms.Form):
    amount_minor = CostField(label=_("SEK"), max_length=30, help_text=_("As 1 234,50."))
    on = forms.DateField(label=_("Day"), widget=DateInput)
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("The row before stays to be read, and counts no more."))
