"""Every read of the team, named by what comes back."""

from samdrift.team.queries.cover import Gap, WeekCover, sites_without_cover, skills_without_cover, week_cover
from samdrift.team.queries.employees import employee_of, employees_in_order, employees_of, name_of, sites_in_order, sites_with_staff
from samdrift.team.queries.figures import YearOfTravel, figures_as_shown, travel_by_year
from samdrift.team.queries.functions import desks, functions_in_order, functions_led_by
from samdrift.team.queries.posts import posts_held_by, posts_of
from samdrift.team.queries.skills import held_by, held_in, held_read_by, holders, skill_matrix, skills_in_order, staffed_sites
from samdrift.team.queries.weeks import (
    check_ins_read_by,
    latest_check_ins,
    leave_read_by,
    overdue_check_ins,
    planned_days,
    planned_read_by,
    presence,
    trips,
)

__all__ = [
    "Gap",
    "WeekCover",
    "YearOfTravel",
    "check_ins_read_by",
    "desks",
    "employee_of",
    "employees_in_order",
    "employees_of",
    "figures_as_shown",
    "functions_in_order",
    "functions_led_by",
    "held_by",
    "held_in",
    "held_read_by",
    "holders",
    "latest_check_ins",
    "leave_read_by",
    "name_of",
    "overdue_check_ins",
    "planned_days",
    "planned_read_by",
    "posts_held_by",
    "posts_of",
    "presence",
    "sites_in_order",
    "sites_with_staff",
    "sites_without_cover",
    "skill_matrix",
    "skills_in_order",
    "skills_without_cover",
    "staffed_sites",
    "travel_by_year",
    "trips",
    "week_cover",
]
