"""What people type, or send as a file, about proposals, projects, hours, bookings and maintenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.core.tables import an_amount
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.engines.period import Month, NotAMonth
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization
from samdrift.run.projects.models import Job, Project
from samdrift.run.projects.models.bookings import MOST_WEEKS
from samdrift.run.projects.queries.maintenance import systems
from samdrift.run.projects.queries.projects import running_projects
from samdrift.run.projects.weeks import monday_of
from samdrift.team.models import Employee
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

MINUTES_AN_HOUR, HOURS_A_WEEK = 60, 168


class AmountField(forms.CharField):
    """An amount in SEK as people write it, in öre."""

    def __init__(self, *, may_be_zero: bool = False, **kwargs: Any) -> None:
        self.may_be_zero = may_be_zero
        super().__init__(**{"max_length": 30, "help_text": _("As 1 234,50."), **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            minor = parse_amount(text) if self.may_be_zero else an_amount(text)
        except NotAnAmount:
            raise ValidationError(_("“%(text)s” is not an amount; write it as 1 234,50."), params={"text": text[:40]}) from None
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not 0 <= minor <= 10**14:
            raise ValidationError(_("The amount is below zero or too large."))
        return minor


class WeekField(forms.DateField):
    """A week, by any day in it: its Monday."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DateInput, "help_text": _("Any day of the week."), **kwargs})

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return monday_of(day) if isinstance(day, date) else day


class PercentField(forms.IntegerField):
    """How much of a week somebody is booked for."""

    def __init__(self) -> None:
        at_most = MaxValueValidator(100, _("Nobody is booked for more than 100 per cent of a week."))
        widget = forms.NumberInput(attrs={"max": 100})
        super().__init__(label=_("Per cent of a week"), min_value=1, validators=[at_most], widget=widget)


class EmployeeChoice(NamedChoice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {named_text(obj.function).words}"


class ProjectChoice(NamedChoice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {named_text(obj, 'title').words}"


def _among(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _month_of(text: str) -> Month:
    try:
        return Month.parse(text.strip())
    except NotAMonth:
        raise ValidationError(_("Write the month as 2026-10.")) from None


def _employees() -> QuerySet[Employee]:
    return Employee.objects.select_related("function").order_by(InAlphabet("name"), "pk")


def _members() -> QuerySet[Organization]:
    return Organization.objects.filter(kind=Organization.Kind.MEMBER)


class ProposalForm(forms.Form):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    title_en = forms.CharField(label=_("What it is called in English"), max_length=120, required=False)
    need = forms.CharField(label=_("What is needed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    benefit = forms.CharField(label=_("What it would give"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    cost_minor = AmountField(label=_("Cost, SEK"), help_text=_("An estimate of all of it, as 1 234,50."))
    yearly_minor = AmountField(label=_("Benefit a year, SEK"), may_be_zero=True, help_text=_("For all members together, as 1 234,50."))


class DecisionForm(forms.Form):
    approved = forms.ChoiceField(label=_("Decision"), choices=[("yes", _("Approved")), ("no", _("Declined"))], widget=forms.RadioSelect)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)
    registry_number = forms.CharField(label=_("Number in the register"), max_length=40)


class WeightsForm(forms.Form):
    """A weight for each member that wants a project."""

    def __init__(self, *args: Any, backers: Sequence[Organization], weights: Mapping[int, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.backers = {f"weight_{member.pk}": member for member in backers}
        for name, member in self.backers.items():
            label = _("Weight of %(member)s") % {"member": named_text(member).words}
            now = 1 if weights is None else weights.get(member.pk, 0)
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=10**6, initial=now, help_text=_("0 does not pay."))

    def weights(self) -> dict[Organization, int]:
        return {member: self.cleaned_data[name] for name, member in self.backers.items()}


class ProjectForm(WeightsForm):
    """A project, with a weight for each member that wants it."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("What files and vouchers call it."))
    manager = EmployeeChoice(label=_("Project manager"), queryset=Employee.objects.none())
    budget_minor = AmountField(label=_("Budget, SEK"))
    started_on = forms.DateField(label=_("Begins"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "manager", _employees())


class FundingForm(WeightsForm):
    """Another key for a project, from a month on."""

    from_month = forms.CharField(label=_("From the month"), max_length=7, help_text=_("As 2026-10. This month or one to come."))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)
    registry_number = forms.CharField(label=_("Number in the register"), max_length=40)

    def clean_from_month(self) -> Month:
        return _month_of(self.cleaned_data["from_month"])


class MilestoneForm(forms.Form):
    name = forms.CharField(label=_("Milestone"), max_length=120)
    name_en = forms.CharField(label=_("Milestone, in English"), max_length=120, required=False)
    due_on = forms.DateField(label=_("To be reached on"), widget=DateInput)


class MoveForm(forms.Form):
    """Another day for a milestone."""

    due_on = forms.DateField(label=_("To be reached on"), widget=DateInput)
    reason = forms.CharField(label=_("Why it is moved"), max_length=200)


class ForecastForm(forms.Form):
    amount_minor = AmountField(label=_("It will come to, SEK"), help_text=_("All of the project, from its beginning to its end."))
    reason = forms.CharField(label=_("Why"), max_length=200)


class HoursForm(forms.Form):
    employee = EmployeeChoice(label=_("Who"), queryset=Employee.objects.none())
    week = WeekField(label=_("Week"))
    hours = forms.CharField(label=_("Hours"), max_length=8, help_text=_("As 7,5. All of the week's; entered again they are corrected."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "employee", _employees())

    def clean_hours(self) -> int:
        try:
            hours = Decimal(self.cleaned_data["hours"].replace(",", "."))
        except InvalidOperation:
            raise ValidationError(_("Write hours as 7,5.")) from None
        if not (hours.is_finite() and 0 <= hours <= HOURS_A_WEEK):
            raise ValidationError(_("A week has from 0 to 168 hours."))
        return round(hours * MINUTES_AN_HOUR)


class RateForm(forms.Form):
    from_month = forms.CharField(label=_("From the month"), max_length=7, help_text=_("As 2026-10."))
    hour_minor = AmountField(label=_("An hour, SEK"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)

    def clean_from_month(self) -> Month:
        return _month_of(self.cleaned_data["from_month"])


class RequestForm(forms.Form):
    """Whom a member asks for."""

    job = forms.ChoiceField(label=_("We need"), choices=Job.choices, widget=forms.RadioSelect)
    what = forms.CharField(label=_("For what"), max_length=200)
    from_week = WeekField(label=_("From the week of"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS)
    percent = PercentField()


class BookingForm(forms.Form):
    employee = EmployeeChoice(label=_("Who"), queryset=Employee.objects.none())
    job = forms.ChoiceField(label=_("As"), choices=Job.choices, widget=forms.RadioSelect)
    member = MemberChoice(label=_("For the member"), queryset=Organization.objects.none(), required=False, empty_label=_("None"))
    project = ProjectChoice(label=_("For the project"), queryset=Project.objects.none(), required=False, empty_label=_("None"))
    from_week = WeekField(label=_("From the week of"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS)
    percent = PercentField()
    reason = forms.CharField(
        label=_("Why, when a week comes to more than all of it"), max_length=200, required=False, help_text=_("Kept with the booking.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "employee", _employees())
        _among(self, "member", _members())
        _among(self, "project", running_projects())


class PlanForm(forms.Form):
    service = NamedChoice(label=_("System"), queryset=Organization.objects.none())
    answers = EmployeeChoice(label=_("Answers for it"), queryset=Employee.objects.none())
    budget_minor = AmountField(label=_("Budget of the year, SEK"))
    aim = forms.CharField(label=_("What is to be done"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "service", systems())
        _among(self, "answers", _employees())
