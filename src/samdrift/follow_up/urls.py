from __future__ import annotations

from django.urls import path

from samdrift.follow_up.views import homes, promises, targets

urlpatterns = [
    path("home/unit/", homes.unit_home, name="unit_home"),
    path("home/agency/", homes.member_home, name="member_home"),
    path("home/function/", homes.manager_home, name="manager_home"),
    path("promises/", promises.promises, name="promises"),
    path("follow-up/targets/", targets.targets, name="targets"),
    path("follow-up/targets/tickets/", targets.target_tickets, name="target_tickets"),
    path("follow-up/imports/", targets.imports, name="imports"),
    path("follow-up/imports/<int:run_id>/", targets.kept, name="kept_rows"),
]
