"""What people type about functions and employees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Role
from samdrift.core.order import InAlphabet
from samdrift.members.forms import MemberChoice, choices_of
from samdrift.members.models import Organization
from samdrift.team.forms.sites import AtSite, SiteAnywhere
from samdrift.team.models import Employee, Function


class FunctionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    host = MemberChoice(label=_("Host"), queryset=Organization.objects.none(), help_text=_("The agency that employs its staff."))
    is_desk = forms.BooleanField(label=_("This is the desk, which answers first"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    hours = forms.CharField(label=_("Open hours"), max_length=120, required=False, help_text=_("Such as: weekdays 07–19."))
    hours_en = forms.CharField(label=_("Open hours, in English"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["host"]
        assert isinstance(field, forms.ModelChoiceField)
        hosts = (Organization.Kind.MEMBER, Organization.Kind.UNIT)
        field.queryset = Organization.objects.filter(kind__in=hosts)


class EmployeeForm(AtSite):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Needed to sign in."))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    site = SiteAnywhere()
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, initial=Role.STAFF)

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_of(roles)


class OfUnit(forms.Form):
    """Names an employee of the unit, or nobody."""

    employee = forms.ModelChoiceField(queryset=Employee.objects.none(), required=False)

    def __init__(self, *args: Any, function: Function, label: Any, nobody: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["employee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label, field.empty_label = label, nobody
        field.queryset = Employee.objects.filter(function__unit=function.unit_id).order_by(InAlphabet("name"), "pk")


class ManagerForm(OfUnit):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Function manager"), nobody=_("Nobody"), **kwargs)
