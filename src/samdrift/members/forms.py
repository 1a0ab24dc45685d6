"""What people type about members, their people and their passwords, and when a calendar is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Role
from samdrift.core.order import InAlphabet
from samdrift.members.hours import Hours, Names, Spans
from samdrift.members.models import Organization, Site, check_organization_number
from samdrift.members.written_hours import closed_read, closed_written, spans_read, spans_written, special_read, special_written
from samdrift.ui.forms import DateInput, NamedChoice

NAMES_OF_KINDS = [(kind, kind.label) for kind in Organization.Kind if kind != Organization.Kind.FEDERATION]


class OrganizationForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=NAMES_OF_KINDS, initial=Organization.Kind.MEMBER)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40, help_text=_("What it is called in tables and lists."))
    number = forms.CharField(
        label=_("Organization number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits, such as 409900-1200."),
        validators=[check_organization_number],
    )
    legal_person = forms.CharField(
        label=_("Legal person"),
        max_length=120,
        required=False,
        help_text=_("The one that it is or is a part of, such as Staten; a municipality or a company is its own."),
    )
    joined_on = forms.DateField(label=_("Joined on"), required=False, widget=DateInput)


class LegalPersonForm(forms.Form):
    """Which legal person an organization is or is a part of."""

    legal_person = forms.CharField(
        label=_("Legal person"),
        max_length=120,
        required=False,
        help_text=_("The one that it is or is a part of, such as Staten; a municipality or a company is its own."),
    )


class SiteForm(forms.Form):
    name = forms.CharField(label=_("Site"), max_length=80)
    city = forms.CharField(label=_("Town"), max_length=60)
    latitude = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        localize=True,
        required=False,
        help_text=_("Degrees north of the equator, with decimals."),
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        localize=True,
        required=False,
        help_text=_("Degrees east of Greenwich, with decimals."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told = [name for name in ("latitude", "longitude") if cleaned.get(name) is not None]
        if len(told) == 1 and not self.errors:
            self.add_error(
                "longitude" if told == ["latitude"] else "latitude", _("State both degrees, or neither where the place is enough.")
            )
        return cleaned


class HeadcountForm(forms.Form):
    year = forms.IntegerField(label=_("Year"))
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=2_000_000_000)
    fte = forms.DecimalField(label=_("Full-time equivalents"), min_value=0, max_digits=8, decimal_places=1, localize=True, required=False)
    source = forms.CharField(label=_("Where the figure comes from"), max_length=200, required=False)


class MemberChoice(NamedChoice):
    """A choice among members by their short names, in whose order they stand."""

    def label_from_instance(self, obj: Organization) -> str:
        return obj.short_name


class SiteChoice(NamedChoice):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj) if obj.name == obj.city else f"{obj.name}, {obj.city}"


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Needed to sign in."))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    site = SiteChoice(label=_("Site"), queryset=Site.objects.none(), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role the person can be helped, but not sign in."),
    )

    def __init__(self, *args: Any, organization: Organization, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites, chosen = self.fields["site"], self.fields["roles"]
        assert isinstance(sites, forms.ModelChoiceField)
        assert isinstance(chosen, forms.MultipleChoiceField)
        sites.queryset = Site.objects.filter(organization=organization).order_by(InAlphabet("name"))
        chosen.choices = choices_of(roles)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("roles") and not typed.get("email"):
            self.add_error("email", _("An e-mail address is needed to sign in."))
        return typed


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_of(roles)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())


class SpansField(forms.CharField):
    def clean(self, value: Any) -> Spans:
        return spans_read(super().clean(value))


class HoursForm(forms.Form):
    """When a calendar is open, as people write it (`written_hours`), and why it changes."""

    reason = forms.CharField(label=_("Why do the hours change?"), max_length=200, help_text=_("Everybody reads it on the calendar's page."))
    closed = forms.CharField(
        label=_("Closed days"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("One day a line: 2027-01-06 and its name, and after a slash its English name."),
    )
    special = forms.CharField(
        label=_("Days with hours of their own"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One day a line: 2027-01-05 08:00–12:00. They count instead of the weekday's hours, also on a closed day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        week = {f"day-{day}": SpansField(label=capfirst(name), required=False, max_length=200) for day, name in WEEKDAYS.items()}
        week["day-0"].help_text = _("Such as 08:00–16:30, or 08:00–12:00, 13:00–16:30. Nothing means closed.")
        self.fields = {**self.fields, **week}
        self.order_fields(["from_on", *week, "closed", "special", "reason"])

    @staticmethod
    def written(hours: Hours) -> dict[str, Any]:
        """This will return hours as the form's initial values."""
        week = {f"day-{day}": spans_written(hours.weekly.get(day, ())) for day in WEEKDAYS}
        return {**week, "closed": closed_written(hours.closed), "special": special_written(hours.special)}

    def clean_closed(self) -> Mapping[date, Names]:
        return closed_read(self.cleaned_data["closed"])

    def clean_special(self) -> Mapping[date, Spans]:
        return special_read(self.cleaned_data["special"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(typed[f"day-{day}"] for day in WEEKDAYS) and not typed["special"]:
            self.add_error(None, _("A calendar that is never open promises nothing: say when it is open, one day at least."))
        return typed

    def hours(self, zone: str) -> Hours:
        """This will return what was typed, in the wall time of a zone."""
        typed = self.cleaned_data
        week = {day: typed[f"day-{day}"] for day in WEEKDAYS if typed[f"day-{day}"]}
        return Hours(week, typed["closed"], typed["special"], zone)


class NewHoursForm(HoursForm):
    from_on = forms.DateField(label=_("From which day?"), widget=DateInput, help_text=_("The new hours take over at midnight that day."))


class NewCalendarForm(HoursForm):
    """A calendar that nothing is promised in yet: its name, and its hours from a day that may have passed."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    from_on = forms.DateField(label=_("From which day?"), widget=DateInput, help_text=_("Before that day it has no hours."))
    reason = None  # type: ignore[assignment]  # nothing is changed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "name_en"])


def choices_of(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """This will return roles as choices, in the order in which Role lists them."""
    return [(role.value, role.label) for role in Role if role in roles]
