"""What the pages of the architecture have to show: long names, long chains, every state of an interface, own systems at two members."""

from __future__ import annotations

from datetime import date
from typing import Any

from samdrift.catalog.actions import publish_cost
from samdrift.catalog.models import Service
from samdrift.core.access import inside
from tests.builders import NOW, Cast
from tests.catalog.landscape import a_capability, a_component, a_dependency, a_shared_system, an_interface, an_own_system

LONG = "Verksamhetsövergripande handläggningsstödsintegrationsplattform"
TEXT = "Tar emot handlingar.\nSvarar med diarienummer: https://gränssnitt.example/handlingar/inkomna/registrera/2026/version/3"


def a_landscape(cast: Cast, mail: Service) -> dict[str, Any]:
    """This will make the rows and return what their parameters stand for."""
    room = a_component(LONG, description=TEXT, supplier=f"{LONG} AB", site=cast.site)
    bus = a_component("Meddelandebussen", name_en="Message bus")
    a_dependency(bus, room)
    dependency = a_dependency(mail, bus)
    a_dependency(cast.desk_service, mail)
    interface = an_interface(room, LONG, mail, bus, version="2026.11.25-beta", description=TEXT, until_on=date(2099, 1, 1))
    an_interface(bus, "Kalender", mail, until_on=date(2025, 6, 1))
    an_interface(bus, "Kontakter", from_on=date(2099, 1, 1))
    whole = a_capability(LONG)
    archive, case = a_capability("Bevara handlingar"), a_capability(f"Del: {LONG}"[:80], parent=whole)
    a_shared_system(cast.member, case, mail)
    system = an_own_system(cast.member, archive, LONG, 12_345_678_90)
    for member in (cast.member, cast.other):
        an_own_system(member, case, f"Eget {LONG}"[:80], None if member == cast.other else 1_00)
    theirs, by = an_own_system(cast.other, archive, "Arkivskåpet", 900_000_00), cast.actor("berit")
    with inside(by.walls):
        publish_cost(theirs, by=by, at=NOW)
    return {
        "component_id": room.pk,
        "part": f"service-{mail.pk}",
        "dependency_id": dependency.pk,
        "interface_id": interface.pk,
        "system_id": system.pk,
    }
