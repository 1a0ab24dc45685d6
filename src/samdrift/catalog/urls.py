from __future__ import annotations

from django.urls import path

from samdrift.catalog import views

urlpatterns = [
    path("catalog/", views.catalog, name="catalog"),
    path("catalog/new/", views.add_service, name="add_service"),
    path("catalog/<int:service_id>/", views.service, name="service"),
    path("catalog/<int:service_id>/owner/", views.name_owner, name="name_service_owner"),
    path("catalog/<int:service_id>/levels/new/", views.add_level, name="add_level"),
    path("catalog/<int:service_id>/take/", views.take, name="take_service"),
    path("catalog/uptakes/<int:uptake_id>/level/", views.change_level, name="change_level"),
    path("catalog/uptakes/<int:uptake_id>/end/", views.end, name="end_uptake"),
    path("members/<int:organization_id>/services/", views.services_taken, name="services_taken"),
]
