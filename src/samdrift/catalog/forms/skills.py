"""Which skills a service needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.team.models import Skill
from samdrift.ui.names import named_text

if TYPE_CHECKING:
    _Choices = forms.ModelMultipleChoiceField[Any]
else:
    _Choices = forms.ModelMultipleChoiceField  # Django's own is not generic at run time


class SkillsField(_Choices):
    def label_from_instance(self, obj: Any) -> str:
        return named_text(obj).words


class ServiceSkillsForm(forms.Form):
    skills = SkillsField(
        label=_("Skills that it needs"), queryset=Skill.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["skills"]
        assert isinstance(field, SkillsField)
        field.queryset = Skill.objects.order_by(InAlphabet("name"), "pk")
