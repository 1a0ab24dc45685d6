"""What people type about rotas: whose turn it is, what may depart from the rules, who takes over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.engines.rota import BadSlot, TooFew
from samdrift.members.models import Calendar
from samdrift.team.actions.rota_files import Names
from samdrift.team.actions.rotas import MOST_WEEKS, Planned, planned_of
from samdrift.team.models import DutyPer, Employee, Function, Shift, ShiftKind
from samdrift.team.queries import employees_of
from samdrift.team.rota_patterns import Pattern, slots_of
from samdrift.ui.forms import DateInput, NamedChoice, TableForm
from samdrift.ui.times import moment_text

ON_CALL = [(kind.value, kind.label) for kind in (ShiftKind.STANDBY, ShiftKind.DUTY)]
MOST_IN_TURN = 200


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class AgreedForm(forms.Form):
    """Why a rota departs from a rule, and who said so; needed only where it does."""

    reason = forms.CharField(
        label=_("If it departs from a rule: why"),
        max_length=200,
        required=False,
        help_text=_("Only what the act or a collective agreement lets it depart from; the rest is refused."),
    )
    agreed_by = forms.CharField(label=_("Who agreed to it"), max_length=120, required=False)


class WorkedBesides(NamedChoice):
    """The calendar that people work by besides, so that their rest can be counted."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Ordinary hours"),
            queryset=Calendar.objects.none(),
            required=False,
            empty_label=_("Not counted"),
            help_text=_("What they work besides. Without it rest is counted from the shifts alone."),
        )

    def all_calendars(self) -> None:
        self.queryset = Calendar.objects.order_by(InAlphabet("name"))


class HeldAgainst(forms.TypedChoiceField):
    """Which of the two limits the act has for duty."""

    def __init__(self) -> None:
        super().__init__(
            label=_("On-site duty at most"),
            choices=DutyPer.choices,
            required=False,
            empty_value=DutyPer.FOUR_WEEKS.value,
            initial=DutyPer.FOUR_WEEKS,
            widget=forms.RadioSelect,
            help_text=_("An employer counts by one of the two. Stand-by is not counted."),
        )


class _Besides(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendar = self.fields["calendar"]
        assert isinstance(calendar, WorkedBesides)
        calendar.all_calendars()


class RotaForm(_Besides, AgreedForm):
    from_week = forms.DateField(label=_("From the week of"), widget=DateInput, help_text=_("A Monday."))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS, initial=12)
    pattern = forms.ChoiceField(label=_("How a week is divided"), choices=Pattern.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("On call as"), choices=ON_CALL, widget=forms.RadioSelect, initial=ShiftKind.STANDBY)
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput, initial="17:00")
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput, initial="08:00", help_text=_("Whole weeks end when they begin."))
    order = forms.CharField(
        label=_("Who takes turns"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line, in the order of their turns: a name or an e-mail address. Take out those who are not on call."),
    )
    calendar = WorkedBesides()
    duty_per = HeldAgainst()

    field_order = ("from_week", "weeks", "pattern", "kind", "begins", "ends", "order", "calendar", "duty_per", "reason", "agreed_by")

    def __init__(self, *args: Any, function: Function, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = Names(function)
        self.fields["order"].initial = "\n".join(self.names.written(employee) for employee in employees_of(function))

    def clean_order(self) -> list[Employee]:
        lines = [line.strip() for line in str(self.cleaned_data["order"]).splitlines() if line.strip()]
        try:
            found = [self.names.employee(line) for line in lines[:MOST_IN_TURN]]
        except ValueError as no:
            raise forms.ValidationError(str(no)) from no
        if len({employee.pk for employee in found}) < len(lines):
            raise forms.ValidationError(_("Somebody stands there twice."))
        return found

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        if typed["from_week"].weekday():
            self.add_error("from_week", _("Choose a Monday."))
            return typed
        try:
            typed["planned"] = self._planned(typed)
        except BadSlot:
            self.add_error("ends", _("The shift ends before it starts."))
        except TooFew:
            self.add_error("order", _("There are not enough people for a week's turns."))
        return typed

    def _planned(self, typed: dict[str, Any]) -> list[Planned]:
        slots = slots_of(typed["pattern"], typed["kind"], typed["begins"], typed["ends"])
        return planned_of(typed["order"], slots, from_week=typed["from_week"], weeks=typed["weeks"])


class ShiftsForm(_Besides, AgreedForm, TableForm):
    calendar = WorkedBesides()
    duty_per = HeldAgainst()

    field_order = ("file", "calendar", "duty_per", "reason", "agreed_by")


class SwapForm(forms.Form):
    """Who takes over: somebody, or somebody in return for a shift of theirs."""

    to = forms.ChoiceField(label=_("Who takes it over"))
    why = forms.CharField(label=_("Why"), max_length=200)
    agreed_by = forms.CharField(
        label=_("Who agreed to it, if it departs from a rule"),
        max_length=120,
        required=False,
        help_text=_("Only what the act or a collective agreement lets it depart from; the rest is refused."),
    )

    def __init__(self, *args: Any, shift: Shift, people: Sequence[Employee], shifts: Sequence[Shift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people if one.pk != shift.employee_id}
        self.shifts = {f"{one.employee_id}-{one.pk}": one for one in shifts if one.employee_id != shift.employee_id}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        others = [(key, one.name) for key, one in self.people.items()]
        for_theirs = [
            (
                key,
                _("%(name)s, in return for %(kind)s %(starts)s – %(ends)s")
                % {
                    "name": one.employee.name,
                    "kind": one.get_kind_display(),
                    "starts": moment_text(one.start_at),
                    "ends": moment_text(one.end_at),
                },
            )
            for key, one in self.shifts.items()
        ]
        field.choices = [(_("Takes it over"), others), (_("In return for a shift of theirs"), for_theirs)]

    def chosen(self) -> tuple[Employee, Shift | None]:
        """Who takes over, and the shift given in return, if any."""
        key = self.cleaned_data["to"]
        in_return = self.shifts.get(key)
        return (in_return.employee, in_return) if in_return else (self.people[key], None)
