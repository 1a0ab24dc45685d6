"""Who pays a project: the key that it began with, and those that it changed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samdrift.engines.period import Month
from samdrift.engines.sharing import split
from samdrift.members.models import Organization
from samdrift.run.projects.models import Funding, FundingChange, Project


@dataclass(frozen=True, slots=True)
class ProjectKey:
    """The members that pay a project with their weights, by id; `change` is None for the key that it began with."""

    change: FundingChange | None
    weights: Mapping[int, int]


def keys_by_project(projects: Iterable[Project | int] | None = None) -> dict[int, list[ProjectKey]]:
    """This will return the keys of projects (all, unless some are given) by the project's id, the one that counts for a month before those
    that it replaces; nothing for one that nobody pays."""
    rows = Funding.objects.all() if projects is None else Funding.objects.filter(project__in=projects)
    weights: dict[tuple[int, int | None], dict[int, int]] = {}
    for project_id, change_id, member_id, weight in rows.order_by("member").values_list("project", "change", "member", "weight"):
        weights.setdefault((project_id, change_id), {})[member_id] = weight
    found: dict[int, list[ProjectKey]] = {}
    changes = FundingChange.objects.filter(pk__in={change for _project, change in weights if change})
    for change in changes.order_by("-from_on", "-recorded_at", "-pk"):
        found.setdefault(change.project_id, []).append(ProjectKey(change, weights[change.project_id, change.pk]))
    for (project_id, at_first), of_members in weights.items():
        if at_first is None:
            found.setdefault(project_id, []).append(ProjectKey(None, of_members))
    return found


def key_in(month: Month, keys: Sequence[ProjectKey]) -> ProjectKey | None:
    """This will return the key of a month among a project's; None where nobody pays it."""
    return next((key for key in keys if key.change is None or key.change.from_on <= month.starts_on), None)


def shares_of(amount_minor: int, key: ProjectKey | None) -> dict[int, int]:
    """This will split an amount in öre among those who pay a project, by the weights of its key; nothing where nobody does."""
    paying = sorted(key.weights) if key else []
    parts = split(amount_minor, [key.weights[member] for member in paying]) if key else []
    return dict(zip(paying, parts, strict=True))


def payers_of(key: ProjectKey | None, others: Iterable[int] = ()) -> list[tuple[Organization, int]]:
    """This will return who pays by a key, by name, with the weight; others, who paid before it, have 0."""
    weights = {**dict.fromkeys(others, 0), **(key.weights if key else {})}
    members = Organization.objects.filter(pk__in=weights)
    return [(member, weights[member.pk]) for member in members]
