"""A choice of site, and forms that hold one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.members.models import Site


class SiteAnywhere(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The unit's people sit at members' sites, so a site is named with its town and organization."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Site"), queryset=Site.objects.none(), **kwargs)

    def sites_of_all(self) -> None:
        self.queryset = Site.objects.select_related("organization").order_by(InAlphabet("city"), InAlphabet("name"), "pk")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.city} – {obj.organization.short_name}, {obj.name}"


class AtSite(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, SiteAnywhere)
        field.sites_of_all()
