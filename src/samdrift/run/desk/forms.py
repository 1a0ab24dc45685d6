"""What people type into the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import PRIORITIES
from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Organization
from samdrift.run.desk.models import Ticket
from samdrift.run.desk.queries import VIEWS, Wanted
from samdrift.team.models import Employee
from samdrift.ui.forms import NamedChoice

LONGEST = 20_000


class ReportForm(forms.Form):
    """The one box in the portal."""

    text = forms.CharField(
        label=_("What has happened?"),
        help_text=_("Write in your own words. We see who you are and where you sit. Write no passwords."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReportForOtherForm(forms.Form):
    """Somebody reports for another: an agent for who called or came by, a contact for a colleague (who did neither)."""

    channel = forms.ChoiceField(
        label=_("How did they reach us?"),
        choices=[(c, c.label) for c in (Ticket.Channel.PHONE, Ticket.Channel.VISIT)],
        widget=forms.RadioSelect,
        initial=Ticket.Channel.PHONE,
    )
    text = forms.CharField(label=_("What has happened?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, by_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_unit:
            del self.fields["channel"]


class SearchForm(forms.Form):
    """Words to look for; what cannot be looked for finds nothing."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class PersonSearchForm(SearchForm):
    q = forms.CharField(
        label=_("Name, e-mail address or telephone"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none(), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, by_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(kind=Organization.Kind.MEMBER)
        if not by_unit:
            del self.fields["member"]

    def member_wanted(self) -> Organization | None:
        found = self.cleaned_data.get("member") if self.is_valid() else None
        return found if isinstance(found, Organization) else None


class WorkFilterForm(forms.Form):
    """What to see of the unit's work. A filter that cannot be read filters nothing: it came from an address, not from a person."""

    q = forms.CharField(
        label=_("Number or words"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search", "data-key": "/"})
    )
    member = MemberChoice(label=_("Member"), queryset=Organization.objects.none(), required=False, empty_label=_("All"))
    service = NamedChoice(label=_("Service"), queryset=Service.objects.none(), required=False, empty_label=_("All"))
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=[("", _("All")), *((p, f"P{p}") for p in PRIORITIES)], coerce=int, empty_value=None, required=False
    )
    view = forms.ChoiceField(choices=[(view, view) for view in VIEWS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, things in (
            ("member", Organization.objects.filter(kind=Organization.Kind.MEMBER)),
            ("service", Service.objects.order_by(InAlphabet("name"))),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = things

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        member, service = given.get("member"), given.get("service")
        return Wanted(
            view=given.get("view") or "all",
            member_id=member.pk if member else None,
            service_id=service.pk if service else None,
            priority=given.get("priority"),
            words=given.get("q", ""),
        )


class ReplyForm(forms.Form):
    """What one writes in a ticket, who shall see it, and what happens with the ticket."""

    body = forms.CharField(max_length=LONGEST)
    audience = forms.ChoiceField(choices=[("public", ""), ("internal", "")], required=False)
    how = forms.ChoiceField(choices=[("", ""), ("waiting", ""), ("resolved", "")], required=False)

    @property
    def is_internal(self) -> bool:
        return self.data.get("audience") == "internal" if self.is_bound else False

    @property
    def error(self) -> str:
        """The first thing that is wrong, said at the box."""
        return next((str(error) for errors in self.errors.values() for error in errors), "") if self.is_bound else ""


class SortForm(forms.Form):
    """What a ticket is about, and how much it matters."""

    service = NamedChoice(label=_("Service"), queryset=Service.objects.none(), empty_label=None)
    priority = forms.TypedChoiceField(label=_("Priority"), choices=[(p, f"P{p}") for p in PRIORITIES], coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Service.objects.order_by(InAlphabet("name"))


class AssignForm(forms.Form):
    employee = forms.ModelChoiceField(label=_("Hand over to"), queryset=Employee.objects.none(), empty_label=_("Choose somebody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["employee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employee.objects.order_by(InAlphabet("name"), "pk")


class TakeForm(forms.Form):
    """Whom one saw having the ticket when one decided to take it; nobody when empty."""

    instead_of = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class SendOnForm(forms.Form):
    text = forms.CharField(
        label=_("What has happened?"),
        help_text=_("This is what the right member reads. Nothing that belongs to the first member may stand in it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class BulkForm(forms.Form):
    """Several tickets, and one thing to do to them."""

    do = forms.ChoiceField(choices=[("take", _("Take")), ("close", _("Close"))])

    def chosen(self, *, at_most: int) -> list[int]:
        """This will return the numbers of the tickets chosen, at most a page of them; what is no number was chosen by nobody."""
        given = self.data.getlist("ticket") if isinstance(self.data, QueryDict) else []
        return [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) <= 18][:at_most]
