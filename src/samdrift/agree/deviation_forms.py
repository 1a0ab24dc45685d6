"""What people type about months that fell short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.deviations import LONGEST
from samdrift.agree.models import AdoptedLevel, Signature
from samdrift.agree.queries import Case
from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.engines.period import Month
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization, Person
from samdrift.team.models import Employee, Function
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

MONTHS_BACK = 13


def _words(label: Any, *, required: bool = True, rows: int = 5, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=area, help_text=help_text)


class OpenForm(forms.Form):
    """Which service and month fell short, on which side, and what it is. `both`: whoever writes may say it of either side."""

    service = NamedChoice(label=_("Service"), queryset=Service.objects.none())
    month = forms.TypedChoiceField(label=_("Month"), coerce=Month.parse)
    about = forms.ChoiceField(label=_("Who fell short"), widget=forms.RadioSelect)
    what = _words(_("What fell short"), help_text=_("What was promised, and what came of it."))

    def __init__(self, *args: Any, levels: Sequence[AdoptedLevel], on: date, sides: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"about": Signature.Side.PROVIDER})
        super().__init__(*args, **kwargs)
        service, month, about = self.fields["service"], self.fields["month"], self.fields["about"]
        assert isinstance(service, forms.ModelChoiceField)
        assert isinstance(month, forms.ChoiceField)
        assert isinstance(about, forms.ChoiceField)
        service.queryset = Service.objects.filter(pk__in=[taken.service_id for taken in levels]).order_by(InAlphabet("name"))
        months = [Month(on.year, on.month)]
        while len(months) < MONTHS_BACK:
            months.append(months[-1].previous())
        month.choices = [(str(one), capfirst(date_format(one.starts_on, "F Y"))) for one in months]
        about.choices = list(sides)


class OwnForm(forms.Form):
    """Who is to see to it, and by when a plan is due."""

    who = forms.ChoiceField(label=_("Who owns it"))
    plan_by = forms.DateField(label=_("Remedy plan due"), widget=DateInput())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        self.known: dict[str, Function | Employee | Person] = {}
        field.choices = [("", _("Choose")), *self._choices(case)]

    def _choices(self, case: Case) -> list[tuple[Any, Any]]:
        adoption = case.deviation.adoption
        if case.deviation.about == Signature.Side.TAKER and adoption.function_id is None:
            people = Person.objects.filter(owner_id=adoption.owner_id, account__isnull=False).order_by(InAlphabet("name"), "pk")
            return self._named("person", people)
        functions = Function.objects.select_related("manager").order_by(InAlphabet("name"), "pk")
        employees = Employee.objects.select_related("function").order_by(InAlphabet("function__name"), InAlphabet("name"), "pk")
        if isinstance(case.about, Function):
            functions, employees = functions.filter(pk=case.about.pk), employees.filter(function=case.about)
        grouped: dict[str, list[Employee]] = {}
        for employee in employees:
            grouped.setdefault(named_text(employee.function).words, []).append(employee)
        people_of = [(function, self._named("employee", rows)) for function, rows in grouped.items()]
        return [(_("Functions"), self._named("function", functions)), *people_of]

    def _named(self, kind: str, rows: Any) -> list[tuple[str, str]]:
        choices = []
        for row in rows:
            self.known[f"{kind}-{row.pk}"] = row
            choices.append((f"{kind}-{row.pk}", named_text(row).words if kind == "function" else row.name))
        return choices

    def chosen(self) -> Function | Employee | Person:
        """This will return whom the choice names."""
        return self.known[self.cleaned_data["who"]]


class PlanForm(forms.Form):
    what = _words(_("What will be done"))
    due_on = forms.DateField(label=_("Done by"), widget=DateInput())


class RemediedForm(forms.Form):
    what = _words(_("What was done"), required=False, rows=3)


class RaiseForm(forms.Form):
    on = forms.DateField(label=_("Raised on"), widget=DateInput())
    registry_number = forms.CharField(label=_("Registry number"), max_length=60, required=False)


class VerifyForm(forms.Form):
    """Whether it is closed, or what was done is not enough. `paper`: the answer came on paper, from a side without an account."""

    closes = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[("yes", _("It is remedied: close the deviation")), ("no", _("It is not enough: a new plan is due"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    what = _words(_("In your words"), required=False, rows=3, help_text=_("Needed when it is not enough."))
    signer = forms.CharField(label=_("Who answered"), max_length=120)
    signed_on = forms.DateField(label=_("The day of the answer"), widget=DateInput())
    registry_number = forms.CharField(label=_("Registry number"), max_length=60)

    def __init__(self, *args: Any, paper: bool, may_turn_down: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paper:
            del self.fields["signer"], self.fields["signed_on"], self.fields["registry_number"]
        if not may_turn_down:
            field = self.fields["closes"]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("yes", _("Close the deviation"))]
            field.initial = "yes"


class DeviationFilterForm(forms.Form):
    """Whose deviations; what cannot be read filters nothing."""

    taker = MemberChoice(label=_("Who takes"), queryset=Organization.objects.none(), required=False, empty_label=_("All"))
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(kind__in=("member", "customer", "unit"))
        self.is_valid()

    @property
    def taker_id(self) -> int | None:
        taker = self.cleaned_data.get("taker")
        return taker.pk if isinstance(taker, Organization) else None
