"""Who acts, what they see and write, and what their role lets them do.

A request acts in one seat and its walls follow that seat alone. What staff do beyond their role follows from rows: the manager of a
function, the owner of a service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import NotAllowed
from samdrift.core.walls import FEDERATION_ID


class Role(models.TextChoices):
    """What a seat lets its account be; the first five sit at a member, the next three at the unit, the auditor at the federation."""

    REQUESTER = "requester", _("Requester")
    CONTACT = "contact", _("Contact")
    SIGNATORY = "signatory", _("Signatory")
    FINANCE = "finance", _("Finance officer")
    HEAD = "head", _("Head of agency")
    STAFF = "staff", _("Staff")
    UNIT_FINANCE = "unit_finance", _("Finance officer at the unit")
    DIRECTOR = "director", _("Unit director")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM = "system", _("Samdrift itself")


AT_A_MEMBER = frozenset({Role.REQUESTER, Role.CONTACT, Role.SIGNATORY, Role.FINANCE, Role.HEAD})
AT_THE_UNIT = frozenset({Role.STAFF, Role.UNIT_FINANCE, Role.DIRECTOR, Role.SYSTEM})
STEERS_A_MEMBER = frozenset({Role.CONTACT, Role.SIGNATORY, Role.FINANCE, Role.HEAD})
READS_ALL = AT_THE_UNIT | {Role.AUDITOR}
EVERYONE = AT_A_MEMBER | READS_ALL


class Deed(models.TextChoices):
    """Something that a role lets one do. `MAY` is the whole table."""

    CHANGE_OWN_PASSWORD = "change_own_password", _("change one's own password")
    REPORT = "report", _("report a problem")
    READ_TICKETS = "read_tickets", _("read tickets")
    WORK_TICKETS = "work_tickets", _("work with tickets")
    READ_ORGANIZATIONS = "read_organizations", _("see who takes part")
    CHANGE_ORGANIZATIONS = "change_organizations", _("change who takes part")
    WRITE_DECISIONS = "write_decisions", _("write down meetings and decisions")
    SPEAK_FOR_MEMBER = "speak_for_member", _("say what a decision means for a member, and dissent")
    READ_PEOPLE = "read_people", _("see people and their roles")
    CHANGE_PEOPLE = "change_people", _("change people and their roles")
    CHANGE_TEAM = "change_team", _("change the team")
    READ_COVER = "read_cover", _("see who can do what and when")
    PLAN_WORK = "plan_work", _("plan weeks, leave and check-ins")
    READ_ROTAS = "read_rotas", _("see who is on call")
    PLAN_ROTAS = "plan_rotas", _("plan who is on call")
    NAME_SYSTEMS = "name_systems", _("say which systems a member has")
    PUBLISH_COSTS = "publish_costs", _("publish what a member's own systems cost")
    READ_CATALOG = "read_catalog", _("read the catalog")
    CHANGE_CATALOG = "change_catalog", _("change the catalog")
    STATE_NEEDS = "state_needs", _("say what a member needs")
    SUGGEST = "suggest", _("suggest a change of a method")
    READ_AGREEMENTS = "read_agreements", _("read agreements")
    WRITE_AGREEMENTS = "write_agreements", _("write agreements")
    SIGN = "sign", _("sign agreements")
    RECORD_PAPER = "record_paper", _("record what was signed on paper")
    READ_DEVIATIONS = "read_deviations", _("read deviations")
    HANDLE_DEVIATIONS = "handle_deviations", _("open, remedy and close deviations")
    READ_AVAILABILITY = "read_availability", _("read availability")
    RECORD_OUTAGES = "record_outages", _("record outages and maintenance")
    READ_PROJECTS = "read_projects", _("read projects")
    PROPOSE = "propose", _("propose projects and ask for people")
    RUN_PROJECTS = "run_projects", _("run projects and book people")
    READ_BILLS = "read_bills", _("read bills")
    READ_COSTS = "read_costs", _("see the unit's costs")
    SETTLE = "settle", _("settle the costs")
    READ_PURCHASING = "read_purchasing", _("see what is bought together")
    PURCHASE = "purchase", _("buy for all")
    ASSIGN_LICENCES = "assign_licences", _("assign and return licences")
    CALL_OFF = "call_off", _("state needs and call off")
    READ_JOINING = "read_joining", _("see how services are joined")
    PLAN_JOINING = "plan_joining", _("plan how a member joins a service")
    PUBLISH_JOINING = "publish_joining", _("show all members how joining stands")
    STATE_BASELINE = "state_baseline", _("say what a member's own IT cost")
    FOLLOW_UP = "follow_up", _("record what is followed up")
    READ_REPORTS = "read_reports", _("read reports")
    IMPORT = "import", _("import")


MAY: Mapping[Deed, frozenset[Role]] = {
    Deed.CHANGE_OWN_PASSWORD: EVERYONE - {Role.SYSTEM},
    Deed.REPORT: EVERYONE - {Role.AUDITOR},
    Deed.READ_TICKETS: EVERYONE,
    Deed.WORK_TICKETS: AT_THE_UNIT,
    Deed.READ_ORGANIZATIONS: EVERYONE,
    Deed.CHANGE_ORGANIZATIONS: frozenset({Role.DIRECTOR, Role.SYSTEM}),
    Deed.WRITE_DECISIONS: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.SPEAK_FOR_MEMBER: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_PEOPLE: frozenset({Role.CONTACT, Role.HEAD}) | READS_ALL,
    Deed.CHANGE_PEOPLE: frozenset({Role.CONTACT, Role.HEAD, Role.DIRECTOR, Role.SYSTEM}),
    Deed.CHANGE_TEAM: frozenset({Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_COVER: READS_ALL,
    Deed.PLAN_WORK: AT_THE_UNIT,
    Deed.READ_ROTAS: READS_ALL,
    Deed.PLAN_ROTAS: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.NAME_SYSTEMS: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.PUBLISH_COSTS: frozenset({Role.CONTACT, Role.HEAD}),
    Deed.READ_CATALOG: EVERYONE,
    Deed.CHANGE_CATALOG: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.STATE_NEEDS: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.SUGGEST: EVERYONE - {Role.AUDITOR},
    Deed.READ_AGREEMENTS: EVERYONE,
    Deed.WRITE_AGREEMENTS: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.SIGN: frozenset({Role.SIGNATORY, Role.HEAD, Role.STAFF, Role.DIRECTOR}),
    Deed.RECORD_PAPER: frozenset({Role.DIRECTOR}),
    Deed.READ_DEVIATIONS: STEERS_A_MEMBER | READS_ALL,
    Deed.HANDLE_DEVIATIONS: frozenset({Role.CONTACT, Role.SIGNATORY, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_AVAILABILITY: EVERYONE,
    Deed.RECORD_OUTAGES: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_PROJECTS: EVERYONE,
    Deed.PROPOSE: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.RUN_PROJECTS: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_BILLS: STEERS_A_MEMBER | {Role.UNIT_FINANCE, Role.DIRECTOR, Role.AUDITOR, Role.SYSTEM},
    Deed.READ_COSTS: frozenset({Role.UNIT_FINANCE, Role.DIRECTOR, Role.AUDITOR, Role.SYSTEM}),
    Deed.SETTLE: frozenset({Role.UNIT_FINANCE, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_PURCHASING: STEERS_A_MEMBER | READS_ALL,
    Deed.PURCHASE: frozenset({Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.ASSIGN_LICENCES: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.CALL_OFF: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_JOINING: STEERS_A_MEMBER | READS_ALL,
    Deed.PLAN_JOINING: frozenset({Role.CONTACT, Role.HEAD, Role.STAFF, Role.DIRECTOR, Role.SYSTEM}),
    Deed.PUBLISH_JOINING: frozenset({Role.DIRECTOR, Role.SYSTEM}),
    Deed.STATE_BASELINE: STEERS_A_MEMBER | {Role.UNIT_FINANCE, Role.DIRECTOR, Role.SYSTEM},
    Deed.FOLLOW_UP: frozenset({Role.UNIT_FINANCE, Role.DIRECTOR, Role.SYSTEM}),
    Deed.READ_REPORTS: STEERS_A_MEMBER | READS_ALL,
    Deed.IMPORT: frozenset({Role.DIRECTOR, Role.SYSTEM}),
}

# Within a member: whose tickets one reads there. The others see their own only.
READS_ITS_MEMBERS_TICKETS = frozenset({Role.CONTACT, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Walls:
    """The organizations whose rows are seen and written."""

    sees: frozenset[int] = frozenset()
    writes: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.writes <= self.sees:
            raise ValueError("nobody writes what they do not see: RETURNING would fail")


NOWHERE = Walls()
IN_PUBLIC = Walls(frozenset({FEDERATION_ID}))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account in one seat. `seat_id` is None for Samdrift itself."""

    account_id: int
    seat_id: int | None
    owner_id: int
    role: Role
    walls: Walls

    def may(self, deed: Deed) -> bool:
        return self.role in MAY[deed]

    def must(self, deed: Deed) -> None:
        """This will refuse with NotAllowed unless the role lets one do it."""
        if not self.may(deed):
            raise NotAllowed


def walls_for(role: Role, owner_id: int, everyone: Iterable[int]) -> Walls:
    """This will say what a seat sees and writes; `everyone` are the ids of all organizations, read for those who see all."""
    if role in AT_A_MEMBER:
        return Walls(frozenset({owner_id, FEDERATION_ID}), frozenset({owner_id}))
    all_of_them = frozenset(everyone)
    return Walls(all_of_them, frozenset() if role == Role.AUDITOR else all_of_them)


_current: ContextVar[Walls] = ContextVar("walls", default=NOWHERE)


def current_walls() -> Walls:
    return _current.get()


@contextmanager
def inside(walls: Walls) -> Iterator[None]:
    """Read and write within these walls: a savepoint within a transaction, a transaction of its own otherwise."""
    before = _current.get()
    token = _current.set(walls)
    try:
        with transaction.atomic():
            _tell(walls)
            yield
            if not transaction.get_rollback():
                _tell(before)  # a setting survives RELEASE SAVEPOINT; ROLLBACK TO SAVEPOINT restores it by itself
    finally:
        _current.reset(token)


@contextmanager
def widened(*owner_ids: int) -> Iterator[None]:
    """Write rows of these organizations too, for the statements within.

    For the few actions by which a member's person changes a federation row or a total over members; a test reads who calls this.
    """
    walls = _current.get()
    more = frozenset(owner_ids)
    with inside(Walls(walls.sees | more, walls.writes | more)):
        yield


def _tell(walls: Walls) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('samdrift.sees', %s, true), set_config('samdrift.writes', %s, true)",
            [",".join(map(str, sorted(walls.sees))), ",".join(map(str, sorted(walls.writes)))],
        )
