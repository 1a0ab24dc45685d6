"""What people type about services, levels and who takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Level, Service
from samdrift.catalog.queries import may_take
from samdrift.core.order import InAlphabet
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization
from samdrift.team.models import Employee
from samdrift.ui.forms import DateInput, NamedChoice


class ServiceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Service.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    description = forms.CharField(label=_("What it is"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    description_en = forms.CharField(
        label=_("What it is, in English"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_base = forms.BooleanField(label=_("A base service, which every member takes"), required=False)
    is_desk = forms.BooleanField(label=_("The desk's own service, where a new ticket starts until somebody has read it"), required=False)


class LevelForm(forms.Form):
    name = forms.CharField(label=_("Level"), max_length=40)
    name_en = forms.CharField(label=_("Level, in English"), max_length=40, required=False)
    rank = forms.IntegerField(label=_("Rank"), min_value=1, max_value=100, help_text=_("The higher the rank, the more it promises."))


class OwnerForm(forms.Form):
    employee = forms.ModelChoiceField(label=_("Service owner"), queryset=Employee.objects.none(), required=False, empty_label=_("Nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["employee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employee.objects.order_by(InAlphabet("name"), "pk")


class _AtLevel(forms.Form):
    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, NamedChoice)
        field.queryset = Level.objects.filter(service=service).order_by("-rank")


class TakeForm(_AtLevel):
    taker = MemberChoice(label=_("Member"), queryset=Organization.objects.none())
    level = NamedChoice(label=_("Level"), queryset=Level.objects.none())
    from_on = forms.DateField(label=_("From"), widget=DateInput)

    def __init__(self, *args: Any, service: Service, on: date, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        field = self.fields["taker"]
        assert isinstance(field, NamedChoice)
        field.queryset = may_take(service, on=on)


class ChangeLevelForm(_AtLevel):
    level = NamedChoice(label=_("Level"), queryset=Level.objects.none())
    on = forms.DateField(label=_("From"), widget=DateInput)


class EndForm(forms.Form):
    on = forms.DateField(label=_("First day without it"), widget=DateInput)
