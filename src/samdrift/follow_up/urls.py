from __future__ import annotations

from django.urls import path

from samdrift.follow_up import views

urlpatterns = [
    path("follow-up/targets/", views.targets, name="targets"),
    path("follow-up/targets/tickets/", views.target_tickets, name="target_tickets"),
    path("follow-up/imports/", views.imports, name="imports"),
    path("follow-up/imports/<int:run_id>/", views.kept, name="kept_rows"),
]
