"""What people type into the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samdrift.members.models import Organization, Person
from samdrift.run.desk.models import Ticket
from samdrift.team.models import Employee

LONGEST = 20_000


class TextForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))


class ReportForm(TextForm):
    """The one box in the portal."""

    text = forms.CharField(
        label=_("What has happened?"),
        help_text=_("Write in your own words. We see who you are and where you sit. Write no passwords."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReportForOtherForm(forms.Form):
    """An agent reports for somebody who called or came by."""

    requester = forms.ModelChoiceField(label=_("Who needs help?"), queryset=Person.objects.none())
    channel = forms.ChoiceField(
        label=_("How did they reach us?"),
        choices=[(c, c.label) for c in (Ticket.Channel.PHONE, Ticket.Channel.VISIT)],
        widget=forms.RadioSelect,
        initial=Ticket.Channel.PHONE,
    )
    text = forms.CharField(label=_("What has happened?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, member: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requester"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(owner=member).order_by("name")


class ReplyForm(forms.Form):
    """What one writes in a ticket, and what happens with it."""

    text = forms.CharField(label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class AssignForm(forms.Form):
    employee = forms.ModelChoiceField(label=_("Hand over to"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["employee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employee.objects.order_by("name")
