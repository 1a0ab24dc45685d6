"""What people type about components and what stands on what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Thing
from samdrift.catalog.queries import things
from samdrift.team.forms import SiteAnywhere
from samdrift.ui.names import named_text


class PartChoice(forms.ChoiceField):
    """A choice among all services and components, in two groups; what comes out is the one chosen."""

    def choose_among(self, named: dict[str, Thing]) -> None:
        self._named = named
        groups: dict[str, list[tuple[str, str]]] = {"service": [], "component": []}
        for key, thing in named.items():
            groups[key.partition("-")[0]].append((key, named_text(thing).words))
        self.choices = [("", "–"), (_("Services"), groups["service"]), (_("Components"), groups["component"])]

    def clean(self, value: Any) -> Thing | None:
        chosen = super().clean(value)
        return self._named[chosen] if chosen else None


class AmongParts(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {str(part): thing for part, thing in things().items()}
        for field in self.fields.values():
            if isinstance(field, PartChoice):
                field.choose_among(named)


class ComponentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    description = forms.CharField(label=_("What it is"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    description_en = forms.CharField(
        label=_("What it is, in English"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    supplier = forms.CharField(label=_("Supplier"), max_length=120, required=False)
    site = SiteAnywhere(required=False, empty_label=_("No site of ours"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, SiteAnywhere)
        field.sites_of_all()


class DependencyForm(AmongParts):
    what = PartChoice(label=_("What"))
    lower = PartChoice(label=_("Stands on"), help_text=_("It stops when this one does."))
