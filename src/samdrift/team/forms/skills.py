"""What people type about skills."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.team.models import Skill
from samdrift.ui.forms import DateInput, NamedChoice


class SkillForm(forms.Form):
    name = forms.CharField(label=_("Skill"), max_length=80)
    name_en = forms.CharField(label=_("Skill, in English"), max_length=80, required=False)


class SaySkillForm(forms.Form):
    skill = NamedChoice(label=_("Skill"), queryset=Skill.objects.none())
    from_on = forms.DateField(label=_("From"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["skill"]
        assert isinstance(field, NamedChoice)
        field.queryset = Skill.objects.order_by(InAlphabet("name"), "pk")
