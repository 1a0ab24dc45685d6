from __future__ import annotations

from django.urls import path, register_converter

from samdrift.engines.period import Month
from samdrift.settle import views


class MonthConverter:
    """A month in an address, as 2026-10; a text that is none is 404."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)


register_converter(MonthConverter, "month")

urlpatterns = [
    path("settlements/", views.settlements, name="settlements"),
    path("settlements/<month:month>/", views.settlement_month, name="settlement_month"),
    path("settlements/<month:month>/costs/", views.import_costs, name="import_costs"),
    path("settlements/<month:month>/costs/new/", views.enter_cost, name="enter_cost"),
    path("settlements/<month:month>/licences/", views.licence_costs_of_month, name="licence_costs_of_month"),
    path("settlements/<month:month>/investments/", views.investment_costs_of_month, name="investment_costs_of_month"),
    path("settlements/<month:month>/projects/", views.project_costs_of_month, name="project_costs_of_month"),
    path("settlements/<month:month>/send/", views.send, name="send_settlement"),
    path("settlements/<month:month>/close/", views.close, name="close_month"),
    path("maintenance-spent/<int:year>/", views.maintenance_spent, name="maintenance_spent"),
    path("pools/", views.pools, name="cost_pools"),
    path("pools/new/", views.add_pool, name="add_pool"),
    path("pools/licences/<int:product_id>/", views.choose_licence_pool, name="choose_licence_pool"),
    path("pools/projects/<int:project_id>/", views.choose_project_pool, name="choose_project_pool"),
    path("keys/", views.keys, name="keys"),
    path("keys/<int:service_id>/", views.key_history, name="key_history"),
    path("keys/<int:service_id>/decide/", views.decide_key, name="decide_key"),
    path("bills/", views.bills, name="bills"),
    path("bills/<int:settlement_id>/<int:member_id>/", views.bill, name="bill"),
    path("bills/lines/<int:line_id>/tickets/", views.tickets_behind_line, name="tickets_behind_line"),
    path("bills/lines/<int:line_id>/correct/", views.correct_count, name="correct_count"),
]
