"""What unit staff type about outages and maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import WHOLE_PPM
from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.engines.period import instant_of
from samdrift.members.models import Organization
from samdrift.run.availability.actions import EVERYBODY, Hit
from samdrift.run.availability.actions.words import FIRST_YEAR, LAST_YEAR
from samdrift.run.availability.models import Outage, OutageHit
from samdrift.run.availability.queries import possible_takers
from samdrift.ui.names import named_text

LONGEST = 200
EVERYONE, CHOSEN = "everyone", "chosen"
A_PER_CENT = WHOLE_PPM // 100


class MomentField(forms.DateTimeField):
    """A wall time in the federation's zone. One that the clock shows twice means the first; one that it skips, the moment of the skip."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall = datetime.fromisoformat(str(value).strip())
            if not FIRST_YEAR <= wall.year <= LAST_YEAR:
                raise ValidationError(_("The year is too far away."))
            return wall if wall.tzinfo else instant_of(wall, timezone.get_default_timezone())
        except ValueError:
            raise ValidationError(_("Write day and time as 2026-11-23 08:00.")) from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value)
        return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


class WordsForm(forms.Form):
    text = forms.CharField(
        label=_("What everybody reads"),
        help_text=_("One sentence. Name no member and no town: who is hit stays between you and them."),
        max_length=LONGEST,
    )
    text_en = forms.CharField(label=_("The same in English"), max_length=LONGEST, required=False)


@dataclass(frozen=True, slots=True)
class Box:
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Taker:
    """One line of the list of members: the whole of it, and its sites."""

    name: str
    boxes: list[Box]


def _boxes(taker: Organization) -> list[tuple[str, str]]:
    return [(str(taker.pk), str(_("The whole of it"))), *((f"{taker.pk}:{site.pk}", site.name) for site in taker.sites.all())]


class WhomForm(forms.Form):
    """Whom it concerns: all that take the service, unless some are ticked."""

    whom = forms.ChoiceField(
        label=_("Whom does it concern?"),
        choices=[(EVERYONE, _("All that take the service that day")), (CHOSEN, _("Only those ticked below"))],
        widget=forms.RadioSelect,
        initial=EVERYONE,
    )
    chosen = forms.MultipleChoiceField(label=_("Members and sites"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        self._boxes = [(taker.short_name, _boxes(taker)) for taker in possible_takers()]
        field.choices = self._boxes

    def takers(self) -> list[Taker]:
        """This will return what can be ticked, a line for each taker."""
        ticked = {str(value) for value in self["chosen"].value() or ()}
        return [Taker(name, [Box(value, label, value in ticked) for value, label in boxes]) for name, boxes in self._boxes]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("whom") == EVERYONE and cleaned.get("chosen"):
            self.add_error("whom", _("Some are ticked below, but all are chosen here. Choose one of the two."))
        if cleaned.get("whom") == CHOSEN and not cleaned.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", _("Tick at least one."))
        return cleaned

    def hits(self) -> Sequence[Hit] | None:
        """This will return whom it concerns, as the actions take it."""
        if self.cleaned_data["whom"] == EVERYONE:
            return EVERYBODY
        return [self._hit(*map(int, choice.split(":"))) for choice in self.cleaned_data["chosen"]]

    def _hit(self, owner_id: int, site_id: int | None = None) -> Hit:
        return Hit(owner_id, site_id)


class OutageForm(WordsForm, WhomForm):
    start_at = MomentField(label=_("It began"))
    end_at = MomentField(label=_("It ended"), required=False, help_text=_("Leave empty while it goes on."))
    share = forms.IntegerField(
        label=_("How much of the service stopped, for each of them, in per cent"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("100 when it did not work at all. Leave empty for 100."),
    )

    def _hit(self, owner_id: int, site_id: int | None = None) -> Hit:
        return Hit(owner_id, site_id, (self.cleaned_data["share"] or 100) * A_PER_CENT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("whom") == EVERYONE and cleaned.get("share") not in (None, 100):
            self.add_error("share", _("A share is for those that are ticked. Tick them, or leave it empty."))
        return cleaned


class _ServiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    def label_from_instance(self, obj: Service) -> str:
        return named_text(obj).words


class _OfService(forms.Form):
    service = _ServiceField(label=_("Service"), queryset=Service.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Service.objects.order_by(InAlphabet("name"))


class ReportOutageForm(_OfService, OutageForm):
    field_order = ["service", "start_at", "end_at", "text", "text_en", "whom", "share", "chosen"]


class CorrectOutageForm(OutageForm):
    """The outage as it was last stated, to be stated anew. Whoever stays ticked keeps their share unless another is written."""

    field_order = ["start_at", "end_at", "text", "text_en", "whom", "share", "chosen"]

    def __init__(self, *args: Any, outage: Outage, hits: Iterable[OutageHit], **kwargs: Any) -> None:
        self._shares = {(hit.owner_id, hit.site_id): hit.share_ppm for hit in hits}
        ticked = [str(owner) if site is None else f"{owner}:{site}" for owner, site in self._shares]
        initial = {name: getattr(outage, name) for name in ("start_at", "end_at", "text", "text_en")}
        super().__init__(*args, initial={**initial, "whom": CHOSEN, "chosen": ticked}, **kwargs)
        self.fields["share"].help_text = _("Leave empty to keep what was stated; 100 for those ticked anew.")

    def _hit(self, owner_id: int, site_id: int | None = None) -> Hit:
        if self.cleaned_data["share"]:
            return super()._hit(owner_id, site_id)
        return Hit(owner_id, site_id, self._shares.get((owner_id, site_id), WHOLE_PPM))


class EndOutageForm(WordsForm):
    end_at = MomentField(label=_("It ended"))
    field_order = ["end_at", "text", "text_en"]


class MaintenanceForm(_OfService, WordsForm, WhomForm):
    start_at = MomentField(label=_("It begins"))
    end_at = MomentField(label=_("It ends"), help_text=_("What goes on longer than announced is an outage."))
    field_order = ["service", "start_at", "end_at", "text", "text_en", "whom", "chosen"]
