"""How forms are drawn: settings name `Renderer`, and `{{ form }}` then comes out in the house's components.

A form begins with a summary of its errors, each a link to its field; each field has its label, its help, its input and the same
error again, tied together with aria-describedby. Radio buttons and check boxes in groups are fieldsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from samdrift.ui.names import named_text

# Django's own templates for these know neither the library's classes nor a place for them.
OURS = {
    "django/forms/errors/list/default.html": "ui/errors.html",
    "django/forms/widgets/radio.html": "ui/options.html",
    "django/forms/widgets/checkbox_select.html": "ui/options.html",
}

# Django's own words: named here so that our catalog holds them, since its Swedish of them is long and ours comes first.
SAID_SHORTER = (
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


class Renderer(TemplatesSetting):
    """This will draw forms, fields, errors and inputs with our templates and classes."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """This function will render one template of a form, giving every input the library's class on the way."""
        widget = context.get("widget")
        if widget is not None and widget.get("type") != "hidden":
            attrs = widget["attrs"]
            widget["attrs"] = {**attrs, "class": f"ds-input {attrs.get('class', '')}".strip()}
        return super().render(OURS.get(template_name, template_name), context, request)


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Any]
else:
    _Choice = forms.ModelChoiceField  # Django's own is not generic at run time


class NamedChoice(_Choice):
    """A choice among things with a name in two languages. A subclass may say how else one of them is told."""

    def label_from_instance(self, obj: Any) -> str:
        return named_text(obj).words


class DateInput(forms.DateInput):
    """This will draw a date field as the browser's own date input, which speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TableForm(forms.Form):
    """A file whose first line names these columns."""

    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV in UTF-8 or XLSX. The first line is %(columns)s.") % {"columns": ";".join(columns)}
