"""What one types to sign in, and to change the password one signs in with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class SignInForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=LONGEST, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def say_wrong(self) -> None:
        self.add_error(None, str(_("The address or the password is wrong.")))

    def say_too_many(self) -> None:
        self.add_error(None, str(_("Too many wrong tries. Wait a quarter of an hour, or ask the desk.")))


class OwnPasswordForm(PasswordChangeForm):
    """Django's own, with its help in one sentence and no longer passwords than sign-in takes."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("That is not the password you have now."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Your password now")
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["new_password2"].label = _("The new password again")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.validators.append(MaxLengthValidator(LONGEST))

    @property
    def was_a_guess(self) -> bool:
        """Whether what was given as the present password is another."""
        return self.has_error("old_password", "password_incorrect")
