"""What people type about posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.team.forms.functions import OfUnit
from samdrift.team.forms.sites import AtSite, SiteAnywhere
from samdrift.ui.forms import DateInput


def _share(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Share of a full week, per cent"), min_value=1, max_value=100, **kwargs)


class HolderForm(OfUnit):
    on = forms.DateField(label=_("From"), widget=DateInput)
    share_percent = _share(required=False)  # left empty, it stays as it was

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Holds the post"), nobody=_("Vacant"), **kwargs)


class PostForm(AtSite):
    title = forms.CharField(label=_("Post"), max_length=80)
    title_en = forms.CharField(label=_("Post, in English"), max_length=80, required=False)
    site = SiteAnywhere()
    share_percent = _share(initial=100)
    from_on = forms.DateField(label=_("From"), widget=DateInput)


class ActingForm(OfUnit):
    from_on = forms.DateField(label=_("From"), widget=DateInput)
    until_on = forms.DateField(label=_("First day without it"), widget=DateInput)
    share_percent = _share()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Acts in the post"), nobody=_("Choose"), **kwargs)
        self.fields["employee"].required = True


class EndForm(forms.Form):
    on = forms.DateField(label=_("First day without it"), widget=DateInput)
