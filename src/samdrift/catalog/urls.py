from __future__ import annotations

from django.urls import path

from samdrift.catalog.views import coverage, files, levels, services, variants

urlpatterns = [
    path("catalog/", services.catalog, name="catalog"),
    path("catalog/new/", services.add_service, name="add_service"),
    path("catalog/<int:service_id>/", services.service, name="service"),
    path("catalog/<int:service_id>/owner/", services.name_owner, name="name_service_owner"),
    path("catalog/<int:service_id>/levels/new/", services.add_level, name="add_level"),
    path("catalog/<int:service_id>/take/", services.take, name="take_service"),
    path("catalog/uptakes/<int:uptake_id>/level/", services.change_level, name="change_level"),
    path("catalog/uptakes/<int:uptake_id>/end/", services.end, name="end_uptake"),
    path("catalog/levels/table.<str:kind>/", files.levels_table, name="levels_table"),
    path("catalog/levels/import/", files.import_levels, name="import_levels"),
    path("catalog/levels/<int:level_id>/grades/", levels.grade_level, name="grade_level"),
    path("catalog/levels/<int:level_id>/price/", levels.set_price, name="set_price"),
    path("catalog/prices/table.<str:kind>/", files.prices_table, name="prices_table"),
    path("catalog/prices/import/", files.import_prices, name="import_prices"),
    path("coverage/", coverage.level_coverage, name="level_coverage"),
    path("coverage/table.<str:kind>/", files.requirements_table, name="requirements_table"),
    path("coverage/import/", files.import_requirements, name="import_requirements"),
    path("coverage/<int:organization_id>/", coverage.level_coverage_of, name="level_coverage_of"),
    path("coverage/<int:organization_id>/<int:service_id>/", coverage.level_standing, name="level_standing"),
    path("coverage/<int:organization_id>/<int:service_id>/need/", coverage.state_requirement, name="state_requirement"),
    path("variants/", variants.variants, name="variants"),
    path("variants/table.<str:kind>/", files.variants_table, name="variants_table"),
    path("variants/import/", files.import_variants, name="import_variants"),
    path("variants/<int:organization_id>/new/", variants.add_variant, name="add_variant"),
    path("variants/<int:variant_id>/end/", variants.end_variant, name="end_variant"),
    path("members/<int:organization_id>/services/", services.services_taken, name="services_taken"),
]
