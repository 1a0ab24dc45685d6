"""What people type about methods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.methods import LONGEST
from samdrift.catalog.methods_use_table import SUGGESTED
from samdrift.catalog.models import Method
from samdrift.catalog.queries.methods import Which
from samdrift.core.order import InAlphabet
from samdrift.team.models import Employee
from samdrift.ui.forms import DateInput


class MethodSearchForm(forms.Form):
    """Words to look for. What cannot be read looks for nothing: it came from an address, not from a person."""

    q = forms.CharField(
        label=_("Words, in either language"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(choices=[(which.value, which.value) for which in Which], required=False, widget=forms.HiddenInput)

    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q") or "").strip()

    def which(self) -> Which:
        self.is_valid()
        return Which(self.cleaned_data.get("show") or "")


def _text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 12, longest: int = LONGEST) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=widget)


LINES = _("One step or point a line.")


class MethodForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Method.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    purpose = forms.CharField(label=_("What it is for"), max_length=200)
    purpose_en = forms.CharField(label=_("What it is for, in English"), max_length=200, required=False)
    method_owner = forms.ModelChoiceField(label=_("Owner of the method"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["method_owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employee.objects.order_by(InAlphabet("name"), "pk")


class NewMethodForm(MethodForm):
    text = _text(_("Text"), LINES)
    text_en = _text(_("Text in English"), required=False)
    review_on = forms.DateField(label=_("Looked at again on"), widget=DateInput)


class MethodVersionForm(forms.Form):
    text = _text(_("Text"), LINES)
    text_en = _text(_("Text in English"), required=False)
    what_changed = forms.CharField(label=_("What has changed"), max_length=400)
    review_on = forms.DateField(label=_("Looked at again on"), widget=DateInput)
    after = forms.IntegerField(widget=forms.HiddenInput)


class MethodVariationForm(forms.Form):
    text = _text(
        _("What we do"), _("Change the text to what you do. Empty it when you do as everybody else again."), required=False, rows=16
    )


class SuggestionForm(forms.Form):
    text = _text(
        _("What you suggest"),
        _("The unit reads it, and may show it to everybody without saying whose it is."),
        rows=5,
        longest=SUGGESTED,
    )


class AnswerForm(forms.Form):
    text = _text(_("Answer"), rows=5, longest=SUGGESTED)
    publish = forms.BooleanField(label=_("Show the suggestion and the answer to everybody, without saying whose it is"), required=False)
