"""Codes of the Common Procurement Vocabulary (Regulation (EC) No 213/2008), as its eight digits without the check digit."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CPV = RegexValidator(r"^[0-9]{8}\Z", _("A CPV code has eight digits, such as 72000000."))
