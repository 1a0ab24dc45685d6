"""What people type about meetings, agendas and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samdrift.core.order import InAlphabet
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.members.actions.meetings import LARGEST_MINOR
from samdrift.members.forms import MemberChoice
from samdrift.members.models import Body, Decision, Organization, Subject
from samdrift.members.queries.decisions import bodies_in_order, standing_decisions
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

SHORTENED = 60


class YearlyField(forms.CharField):
    """An amount a year in SEK as people write it, in öre; below zero costs less, nothing is not known."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            minor = parse_amount(text)
        except NotAnAmount:
            raise ValidationError(_("“%(text)s” is not an amount; write it as 1 234,50."), params={"text": text[:40]}) from None
        if abs(minor) > LARGEST_MINOR:
            raise ValidationError(_("The amount is too large."))
        return minor


class DecisionChoice(NamedChoice):
    def label_from_instance(self, obj: Any) -> str:
        words = named_text(obj, "text").words
        return f"{obj.registry_number}, {words[:SHORTENED]}{'…' if len(words) > SHORTENED else ''}"


def among(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """This will let a form's field choose among rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def members_by_name() -> QuerySet[Organization]:
    """This will return the members to choose among."""
    return Organization.objects.filter(kind=Organization.Kind.MEMBER)


def _unit_and_members() -> QuerySet[Organization]:
    return Organization.objects.filter(kind__in=("unit", "member")).order_by("-kind", InAlphabet("short_name"))


class BodyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Such as the council, the heads of agency, the unit's director."))
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)


class MeetingForm(forms.Form):
    body = NamedChoice(label=_("Who meets"), queryset=Body.objects.none())
    on = forms.DateField(label=_("Day"), widget=DateInput)
    place = forms.CharField(label=_("Place"), max_length=120, required=False, help_text=_("Nothing means at a distance."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "body", bodies_in_order())


class MoveForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput)
    place = forms.CharField(label=_("Place"), max_length=120, required=False, help_text=_("Nothing means at a distance."))


class MinutesForm(forms.Form):
    on = forms.DateField(label=_("Approved on"), widget=DateInput)


class AttendanceForm(forms.Form):
    came = forms.ModelMultipleChoiceField(
        label=_("Who took part"),
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Organizations, not persons. It can be corrected until the minutes are approved."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = _unit_and_members()


class AgendaForm(forms.Form):
    subject = forms.ChoiceField(label=_("What it is about"), choices=Subject.choices)
    question = forms.CharField(label=_("Question"), max_length=300)
    question_en = forms.CharField(label=_("Question in English"), max_length=300, required=False)
    options = forms.CharField(
        label=_("Options"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line, two at least.")
    )
    options_en = forms.CharField(
        label=_("Options in English"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The same number of lines, in the same order."),
    )
    recommendation = forms.CharField(label=_("Recommendation"), max_length=400)
    recommendation_en = forms.CharField(label=_("Recommendation in English"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        texts, texts_en = _lines(typed.get("options", "")), _lines(typed.get("options_en", ""))
        if texts_en and len(texts_en) != len(texts):
            self.add_error("options_en", _("There are not as many options in English as in the first language."))
        if any(len(line) > 300 for line in (*texts, *texts_en)):
            self.add_error("options", _("An option is at most 300 characters."))
        return typed

    def written(self) -> dict[str, Any]:
        """This will return what was typed, as `put_on_agenda` takes it."""
        typed = self.cleaned_data
        texts, texts_en = _lines(typed["options"]), _lines(typed["options_en"])
        return {
            "subject": typed["subject"],
            "question": (typed["question"], typed["question_en"]),
            "options": list(zip(texts, texts_en or [""] * len(texts), strict=True)),
            "recommendation": (typed["recommendation"], typed["recommendation_en"]),
        }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class _ForAMember(forms.Form):
    """Said by a member's own people for it, by the unit's for the member that they choose."""

    member = MemberChoice(label=_("For the member"), queryset=Organization.objects.none())

    def __init__(self, *args: Any, member: Organization | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = member
        if member is not None:
            del self.fields["member"]
        else:
            among(self, "member", members_by_name())

    def of(self) -> Organization:
        """This will return the member that is spoken for."""
        return self.own or self.cleaned_data["member"]


class EffectForm(_ForAMember):
    words = forms.CharField(label=_("What it means"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    yearly_minor = YearlyField(
        label=_("A year, SEK"),
        max_length=30,
        required=False,
        help_text=_("As 1 234,50 where it costs more, −1 234,50 where it costs less. Nothing when it is not known."),
    )


class DissentForm(_ForAMember):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(forms.Form):
    """A decision; one on a question of an agenda has its body, day and subject from there."""

    body = NamedChoice(label=_("Who decided"), queryset=Body.objects.none())
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput)
    subject = forms.ChoiceField(label=_("What it is about"), choices=Subject.choices)
    registry_number = forms.CharField(label=_("Number in the register"), max_length=40)
    text = forms.CharField(label=_("What was decided"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    text_en = forms.CharField(
        label=_("What was decided, in English"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    responsible = MemberChoice(label=_("Sees to it"), queryset=Organization.objects.none())
    part = forms.CharField(
        label=_("Which part of it, as in the minutes"),
        max_length=80,
        required=False,
        help_text=_("In words, such as a function of the unit."),
    )
    part_en = forms.CharField(label=_("Which part of it, in English"), max_length=80, required=False)
    due_on = forms.DateField(label=_("To be done by"), required=False, widget=DateInput)
    replaces = DecisionChoice(
        label=_("Replaces"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("No earlier decision"),
        help_text=_("A decision is never edited: a later one replaces it."),
    )

    def __init__(self, *args: Any, on_agenda: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("body", "decided_on", "subject") if on_agenda else ():
            del self.fields[name]
        if not on_agenda:
            among(self, "body", bodies_in_order())
        among(self, "responsible", _unit_and_members())
        among(self, "replaces", standing_decisions(*Subject.values))


class CarriedOutForm(forms.Form):
    on = forms.DateField(label=_("Carried out on"), widget=DateInput)
    what_changed = forms.CharField(label=_("What it changed"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    what_changed_en = forms.CharField(
        label=_("What it changed, in English"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MandateForm(forms.Form):
    subject = forms.ChoiceField(label=_("On what"), choices=[choice for choice in Subject.choices if choice[0] != Subject.OTHER])
    body = NamedChoice(label=_("Decides"), queryset=Body.objects.none())
    from_on = forms.DateField(label=_("From which day?"), widget=DateInput)
    decision = DecisionChoice(
        label=_("By which decision"), queryset=Decision.objects.none(), help_text=_("One about who may decide; record it first.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "body", bodies_in_order())
        among(self, "decision", standing_decisions(Subject.MANDATE))


class FindForm(forms.Form):
    """What to look for among decisions."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    about = forms.ChoiceField(label=_("About"), choices=[("", _("Everything")), *Subject.choices], required=False)
