"""What people type about the team."""

from samdrift.team.forms.functions import EmployeeForm, FunctionForm, ManagerForm
from samdrift.team.forms.posts import ActingForm, EndForm, HolderForm, PostForm
from samdrift.team.forms.sites import SiteAnywhere

__all__ = ["ActingForm", "EmployeeForm", "EndForm", "FunctionForm", "HolderForm", "ManagerForm", "PostForm", "SiteAnywhere"]
