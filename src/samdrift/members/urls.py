from __future__ import annotations

from django.urls import path

from samdrift.members import views

urlpatterns = [
    path("members/", views.organizations, name="organizations"),
    path("members/<int:organization_id>/", views.organization, name="organization"),
]
