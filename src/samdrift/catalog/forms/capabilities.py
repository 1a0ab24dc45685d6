"""What people type about capabilities and the systems that serve them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.architecture_tables import a_cost
from samdrift.catalog.models import Capability, Service
from samdrift.core.order import InAlphabet
from samdrift.ui.forms import NamedChoice


class CapabilityForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What an agency must be able to do."))
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    parent = NamedChoice(label=_("A part of"), queryset=Capability.objects.none(), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "parent", Capability)


class YearlyCost(forms.CharField):
    """An amount in kronor, into öre; nothing is None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Cost a year, SEK"), max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return a_cost(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class SystemForm(forms.Form):
    capability = NamedChoice(label=_("Capability"), queryset=Capability.objects.none())
    service = NamedChoice(
        label=_("Shared service"), queryset=Service.objects.none(), required=False, empty_label=_("None: a system of our own")
    )
    name = forms.CharField(
        label=_("Own system"), max_length=80, required=False, help_text=_("Its name, where no shared service serves it.")
    )
    yearly_minor = YearlyCost(required=False, help_text=_("As 120 000: licences, operation and work. Leave it empty if it is not known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "capability", Capability)
        _choose(self, "service", Service)


class StateCostForm(forms.Form):
    yearly_minor = YearlyCost(help_text=_("As 120 000: licences, operation and work."))


def _choose(form: forms.Form, name: str, model: type[Capability] | type[Service]) -> None:
    field = form.fields[name]
    assert isinstance(field, NamedChoice)
    field.queryset = model.objects.order_by(InAlphabet("name"))
