"""What people type into agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.agreements import PROVIDERS
from samdrift.agree.actions.terms import MOST_MONTHS
from samdrift.agree.models import PRIORITIES, WHOLE_PPM, Adoption, Agreement, Draft, DraftClause, DraftTarget, Measure
from samdrift.agree.notice import NoticeEnds
from samdrift.agree.queries.adoptions import Joining
from samdrift.agree.queries.versions import AnyClause
from samdrift.agree.target_files import a_share, share_in_digits
from samdrift.catalog.models import Level, Service
from samdrift.core.order import InAlphabet
from samdrift.core.tables import an_amount
from samdrift.members.decision_forms import DecisionChoice
from samdrift.members.models import Calendar, Decision, Organization, Subject
from samdrift.members.queries.decisions import standing_decisions
from samdrift.team.models import Function
from samdrift.ui.amounts import amount_text
from samdrift.ui.forms import DateInput, NamedChoice
from samdrift.ui.names import named_text

LONGEST = 20_000


class LevelChoice(NamedChoice):
    """A choice among the levels of all services: the service first."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{named_text(obj.service).words} – {named_text(obj).words}"


class AgreementForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices, widget=forms.RadioSelect, initial=Agreement.Kind.OLA)
    provider = NamedChoice(label=_("Who delivers"), queryset=Organization.objects.none())
    function = NamedChoice(
        label=_("Which function delivers"),
        help_text=_("For an agreement between functions."),
        queryset=Function.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        providers = Organization.objects.filter(kind__in=PROVIDERS).order_by("-kind", InAlphabet("name"))
        _offer(self, "provider", providers)
        _offer(self, "function", Function.objects.order_by(InAlphabet("name")))
        self.initial.setdefault("provider", providers.first())


class FromDayForm(forms.Form):
    from_on = forms.DateField(label=_("Holds from"), widget=DateInput())


class AmountField(forms.CharField):
    """An amount in kronor above zero, in öre; empty is None."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = an_amount(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if amount < 0:
            raise forms.ValidationError(_("The amount is below zero."))
        return amount


class TermsForm(forms.Form):
    """Notice, and what a month that falls short costs: an amount, or a share of what the service costs a month; nothing as a rule."""

    notice_months = forms.IntegerField(label=_("Notice, in months"), min_value=0, max_value=MOST_MONTHS)
    notice_ends = forms.ChoiceField(label=_("It ends on"), choices=NoticeEnds.choices, widget=forms.RadioSelect)
    penalty = AmountField(
        label=_("Penalty in SEK for each service and month that falls short"),
        help_text=_("Only between different legal persons. Leave it empty where there is none."),
        required=False,
    )
    share = forms.DecimalField(
        label=_("Or a share, in per cent"), min_value=0, max_value=100, max_digits=7, decimal_places=4, localize=True, required=False
    )
    fee = AmountField(label=_("of what the service costs a month, in SEK"), required=False)

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "notice_months": draft.notice_months,
            "notice_ends": draft.notice_ends,
            "penalty": amount_text(draft.penalty_minor) if draft.penalty_minor is not None else "",
            "share": Decimal(draft.penalty_ppm) * 100 / WHOLE_PPM if draft.penalty_ppm is not None else None,
            "fee": amount_text(draft.fee_minor) if draft.fee_minor is not None else "",
        }
        super().__init__(*args, **kwargs)

    def terms(self) -> dict[str, Any]:
        """This will return what `set_terms` takes."""
        typed = self.cleaned_data
        share = typed["share"]
        return {
            "notice_months": typed["notice_months"],
            "notice_ends": typed["notice_ends"],
            "penalty_minor": typed["penalty"],
            "penalty_ppm": None if share is None else int(share * (WHOLE_PPM // 100)),
            "fee_minor": typed["fee"],
        }


class PaperForm(forms.Form):
    """What stands on the paper that a side without an account has signed."""

    signer = forms.CharField(label=_("Who signed"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    registry_number = forms.CharField(label=_("Registry number"), max_length=60)


class ClauseForm(forms.Form):
    """A clause in the language that binds and, if there is one, in translation."""

    number = forms.CharField(label=_("Number"), help_text=_("Such as 4 or 4.1."), max_length=12)
    heading = forms.CharField(label=_("Heading (binding)"), max_length=120)
    text = forms.CharField(label=_("Text (binding)"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))
    heading_en = forms.CharField(label=_("Heading in English (translation)"), max_length=120, required=False)
    text_en = forms.CharField(
        label=_("Text in English (translation)"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, clause: DraftClause | None = None, **kwargs: Any) -> None:
        if clause is not None:
            kwargs["initial"] = {name: getattr(clause, name) for name in ("number", "heading", "text", "heading_en", "text_en")}
        super().__init__(*args, **kwargs)


class TargetForm(forms.Form):
    """One promise. What it is a promise of cannot be changed afterwards, only what is promised."""

    level = LevelChoice(label=_("Service and level"), queryset=Level.objects.none())
    measure = forms.ChoiceField(label=_("What is promised"), choices=Measure.choices)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        help_text=_("For response and resolution times."),
        choices=[("", _("None")), *((p, str(p)) for p in PRIORITIES)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    share = forms.CharField(label=_("Share, in per cent"), help_text=_("Of the tickets, or of the agreed time: 95 or 99,8."), max_length=12)
    hours = forms.IntegerField(label=_("Within: hours"), min_value=0, max_value=10_000, required=False)
    minutes = forms.IntegerField(label=_("Within: minutes"), min_value=0, max_value=59, required=False)
    calendar = NamedChoice(label=_("Counted in"), queryset=Calendar.objects.none())
    clause = forms.ChoiceField(label=_("Under the clause"))

    def __init__(self, *args: Any, clauses: Sequence[AnyClause], target: DraftTarget | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = _written(target)
        super().__init__(*args, **kwargs)
        _offer(self, "level", Level.objects.select_related("service").order_by(InAlphabet("service__name"), "-rank"))
        _offer(self, "calendar", Calendar.objects.order_by(InAlphabet("name")))
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(c.number, f"{c.number} {named_text(c, 'heading').words}") for c in clauses]
        self.target = target
        if target is not None:
            del self.fields["level"], self.fields["measure"], self.fields["priority"]
            if target.measure == Measure.AVAILABILITY:
                del self.fields["hours"], self.fields["minutes"]

    def clean_share(self) -> int:
        """A percentage, in parts per million."""
        try:
            return a_share(self.cleaned_data["share"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def terms(self) -> dict[str, Any]:
        """This will return what `set_target` takes."""
        typed = self.cleaned_data
        level = self.target.level if self.target else typed["level"]
        seconds = (typed.get("hours") or 0) * 3600 + (typed.get("minutes") or 0) * 60
        return {
            "clause": typed["clause"],
            "service": level.service,
            "level": level,
            "measure": self.target.measure if self.target else typed["measure"],
            "priority": self.target.priority if self.target else typed["priority"],
            "within_seconds": seconds or None,
            "share_ppm": typed["share"],
            "calendar": typed["calendar"],
        }


def _written(target: DraftTarget) -> dict[str, Any]:
    hours, rest = divmod(target.within_seconds or 0, 3600)
    kept = {name: getattr(target, name) for name in ("calendar", "clause")}
    return kept | {"share": share_in_digits(target.share_ppm), "hours": hours or None, "minutes": rest // 60 or None}


class ProposalForm(forms.Form):
    """From when, and at which level for each service of the version."""

    from_on = forms.DateField(label=_("Holds from"), widget=DateInput())

    def __init__(self, *args: Any, offered: Mapping[Service, Sequence[Level]], taken: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for service, levels in offered.items():
            self.fields[f"service-{service.pk}"] = forms.ChoiceField(
                label=named_text(service).words,
                choices=[("", _("Not included")), *((str(level.pk), named_text(level).words) for level in levels)],
                initial=str(taken.get(service.pk, "")),
                required=False,
            )

    def levels(self) -> dict[Service, Level]:
        """This will return the level chosen for each service that is included."""
        chosen = {service: self.cleaned_data[f"service-{service.pk}"] for service in self.offered}
        by_id = {str(level.pk): level for levels in self.offered.values() for level in levels}
        return {service: by_id[level] for service, level in chosen.items() if level}


class LastDayForm(forms.Form):
    last_on = forms.DateField(label=_("Last day"), widget=DateInput())


class SignForm(forms.Form):
    """For which takers to sign now: those that have signed are ticked. `waiting` are the joinings that lack the signer's signature."""

    adoption = forms.TypedMultipleChoiceField(label=_("Sign with"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, waiting: Sequence[Joining], **kwargs: Any) -> None:
        kwargs["initial"] = {"adoption": [joining.adoption.pk for joining in waiting if joining.taker]}
        super().__init__(*args, **kwargs)
        self.waiting = {joining.adoption.pk: joining.adoption for joining in waiting}
        field = self.fields["adoption"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(joining.adoption.pk, _taker_in_words(joining)) for joining in waiting]

    def adoptions(self) -> list[Adoption]:
        return [self.waiting[chosen] for chosen in self.cleaned_data["adoption"]]


def _taker_in_words(joining: Joining) -> str:
    name = named_text(joining.adoption.taker).words
    if joining.taker is None:
        return gettext("%(taker)s, who has not signed") % {"taker": name}
    return gettext("%(taker)s, who signed %(on)s") % {"taker": name, "on": timezone.localdate(joining.taker.at)}


class ConfirmForm(forms.Form):
    """Nothing to type: it carries a refusal back to the page that asks for confirmation."""


class OfferForm(forms.Form):
    """The decision that a version rests on, where one is recorded."""

    decision = DecisionChoice(
        label=_("By which decision"), queryset=Decision.objects.none(), required=False, empty_label=_("None that is recorded here")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "decision", standing_decisions(Subject.AGREEMENT))


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
