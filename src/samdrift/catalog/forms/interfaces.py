"""What people type about interfaces."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.forms.components import AmongParts, PartChoice
from samdrift.ui.forms import DateInput


class InterfaceForm(AmongParts):
    name = forms.CharField(label=_("Name"), max_length=80)
    version = forms.CharField(label=_("Version"), max_length=20)
    offered_by = PartChoice(label=_("Offered by"))
    description = forms.CharField(
        label=_("What it gives"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What one can ask of it, and where its description is."),
    )
    description_en = forms.CharField(
        label=_("What it gives, in English"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    from_on = forms.DateField(label=_("Offered from"), widget=DateInput)


class UseForm(AmongParts):
    user = PartChoice(label=_("Used by"))


class RetireForm(forms.Form):
    on = forms.DateField(label=_("First day without it"), widget=DateInput)
