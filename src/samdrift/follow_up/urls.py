from __future__ import annotations

from django.urls import path

from samdrift.follow_up.views import targets

urlpatterns = [
    path("follow-up/targets/", targets.targets, name="targets"),
    path("follow-up/targets/tickets/", targets.target_tickets, name="target_tickets"),
    path("follow-up/imports/", targets.imports, name="imports"),
    path("follow-up/imports/<int:run_id>/", targets.kept, name="kept_rows"),
]
