"""What one types to sign in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=1000, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def say_wrong(self) -> None:
        self.add_error(None, str(_("The address or the password is wrong.")))

    def say_too_many(self) -> None:
        self.add_error(None, str(_("Too many wrong tries. Wait a quarter of an hour, or ask the desk.")))
