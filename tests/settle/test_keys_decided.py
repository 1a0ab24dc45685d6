"""A key rests on a decision in the register, or says who decided it; one by somebody who may not is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from samdrift.settle.models import AllocationKey
from tests.builders import Cast, everywhere
from tests.members.decision_builders import a_body, a_decision, a_mandate

Browser = Callable[[str], Client]
TYPED = {"kind": "equal", "from_month": "2026-10", "shares": ""}


def test_a_key_names_its_decision_which_says_who_and_when(cast: Cast, as_: Browser) -> None:
    council = a_body("Samverkansrådet")
    decision, other = a_decision(cast, "key", body=council), a_decision(cast, "price", body=council)
    address = reverse("decide_key", args=[cast.desk_service.pk])
    assert as_("ulla").post(address, TYPED | {"decision": other.pk}).status_code == 422
    assert as_("ulla").post(address, TYPED).status_code == 422
    assert as_("ulla").post(address, TYPED | {"decision": decision.pk}).status_code == 302
    with everywhere():
        key = AllocationKey.objects.get()
        assert (key.decision, key.decided_by, key.decided_on) == (decision, "Samverkansrådet", decision.decided_on)
    history = as_("carin").get(reverse("key_history", args=[cast.desk_service.pk])).content.decode()
    assert decision.registry_number in history


def test_a_key_by_somebody_who_may_not_is_refused(cast: Cast, as_: Browser) -> None:
    a_mandate(cast, "key", a_body("Samverkansrådet"))
    address = reverse("decide_key", args=[cast.desk_service.pk])
    refused = as_("ulla").post(address, TYPED | {"decided_on": "2026-09-01", "decided_by": "Ekonomen"})
    assert refused.status_code == 409
    assert "Ekonomen får inte besluta detta" in refused.content.decode()
    assert as_("ulla").post(address, TYPED | {"decided_on": "2026-09-01", "decided_by": "samverkansrådet"}).status_code == 302
