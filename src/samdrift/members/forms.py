"""What people type about members, their people and their passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Role
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization, Site, check_organization_number
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
        help_text=_("Ten digits, such as 202100-2247."),
        validators=[check_organization_number],
    )
    joined_on = forms.DateField(label=_("Joined on"), required=False, widget=DateInput)


class SiteForm(forms.Form):
    name = forms.CharField(label=_("Site"), max_length=80)
    city = forms.CharField(label=_("Town"), max_length=60)
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, localize=True, help_text=_("Degrees north of the equator, with decimals.")
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, localize=True, help_text=_("Degrees east of Greenwich, with decimals.")
    )


class HeadcountForm(forms.Form):
    year = forms.IntegerField(label=_("Year"))
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=2_000_000_000)
    fte = forms.DecimalField(label=_("Full-time equivalents"), min_value=0, max_digits=8, decimal_places=1, localize=True, required=False)
    source = forms.CharField(label=_("Where the figure comes from"), max_length=200, required=False)


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


def choices_of(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """This will return roles as choices, in the order in which Role lists them."""
    return [(role.value, role.label) for role in Role if role in roles]
