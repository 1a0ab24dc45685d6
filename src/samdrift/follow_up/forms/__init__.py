"""What narrows follow-up's lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.follow_up.queries.promises import Which
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization


class PromiseFilterForm(forms.Form):
    """Which promises to see, and whose. What cannot be read filters nothing: it came from an address, not from a person."""

    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none(), required=False, empty_label=_("All"))
    show = forms.ChoiceField(choices=Which.choices, required=False, widget=forms.HiddenInput)
    team = forms.ChoiceField(choices=[("mine", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(kind=Organization.Kind.MEMBER)
        if not sees_all:
            del self.fields["member"]
        self.is_valid()

    @property
    def which(self) -> Which:
        return Which(self.cleaned_data.get("show") or Which.LATE)

    @property
    def member_id(self) -> int | None:
        member = self.cleaned_data.get("member")
        return member.pk if isinstance(member, Organization) else None

    @property
    def of_team(self) -> bool:
        return self.cleaned_data.get("team") == "mine"
