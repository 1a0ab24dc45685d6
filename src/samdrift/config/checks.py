"""Every projection held against its facts, over all stages."""

from __future__ import annotations

from samdrift.agree.queries.checks import differences_from_facts
from samdrift.catalog.methods_heads import differences as of_methods
from samdrift.catalog.projections import differences as of_grades
from samdrift.catalog.queries import published_costs_that_differ
from samdrift.core.access import IN_PUBLIC, inside
from samdrift.members.queries import system_actor
from samdrift.members.queries.decisions import meetings_that_differ
from samdrift.plan.queries.baselines import differences as of_baselines
from samdrift.run.availability.queries.check import differences as of_availability
from samdrift.run.desk.check import differences as of_the_desk
from samdrift.run.projects.queries.checks import differences as of_projects
from samdrift.run.purchasing.queries.contract_checks import differences as of_contracts
from samdrift.run.purchasing.queries.licence_checks import differences as of_licences
from samdrift.settle.checks import differences as of_settlements


def differences() -> list[str]:
    """This will recompute all projections as Samdrift itself and return what differs, in words; empty when all is well."""
    with inside(IN_PUBLIC):
        walls = system_actor().walls
    with inside(walls):
        catalog = [*of_grades(), *published_costs_that_differ(), *of_methods()]
        return [
            *catalog,
            *differences_from_facts(),
            *meetings_that_differ(),
            *of_availability(),
            *of_the_desk(),
            *of_licences(),
            *of_contracts(),
            *of_projects(),
            *of_settlements(),
            *of_baselines(),
        ]
