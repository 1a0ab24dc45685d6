"""Adding an agreement of any kind: its provider and its takers follow from the kind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import Agreement
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Organization
from samdrift.team.models import Function
from samdrift.ui.names import named_text

Kind = Agreement.Kind
PROVIDERS = (Organization.Kind.UNIT, Organization.Kind.SUPPLIER)


class NameTaken(Refused):
    words = _("There is already an agreement called %(name)s.")
    way_on = _("Write a new version of it, or choose another name.")


class NameMissing(BadInput):
    words = _("An agreement needs a name.")


class NotAProvider(BadInput):
    words = _("%(organization)s delivers nothing: the IT unit or a supplier does.")


class ProviderOfAnotherKind(BadInput):
    words = _("In an underpinning contract a supplier delivers, in every other agreement the IT unit.")


class WhichFunction(BadInput):
    words = _("Say which function delivers: an agreement between functions has one, the others have none.")


@transaction.atomic
def add_agreement(
    name: str,
    *,
    provider: Organization,
    by: Actor,
    at: datetime,
    name_en: str = "",
    kind: str = Kind.OLA,
    function: Function | None = None,
) -> Agreement:
    """This will add an agreement without any text yet, delivered by the unit, by one of its functions, or by a supplier."""
    by.must(Deed.WRITE_AGREEMENTS)
    name = name.strip()
    if not name:
        raise NameMissing
    if provider.kind not in PROVIDERS:
        raise NotAProvider(organization=named_text(provider).words)
    if (provider.kind == Organization.Kind.SUPPLIER) != (kind == Kind.UNDERPINNING):
        raise ProviderOfAnotherKind
    if (kind == Kind.FUNCTIONS) != (function is not None) or (function and function.unit_id != provider.pk):
        raise WhichFunction
    agreement = Agreement(name=name, name_en=name_en.strip(), kind=kind, provider=provider, function=function)
    keep(agreement, {"agree_agreement_name_key": NameTaken(name=name)})
    audit.record("add_agreement", of=agreement, by=by, at=at)
    return agreement
