from __future__ import annotations

from django.urls import path

from samdrift.follow_up.views import homes, missed_months, pay, promises, spread, targets

urlpatterns = [
    path("home/unit/", homes.unit_home, name="unit_home"),
    path("home/agency/", homes.member_home, name="member_home"),
    path("home/function/", homes.manager_home, name="manager_home"),
    path("promises/", promises.promises, name="promises"),
    path("follow-up/", pay.follow_up, name="follow_up"),
    path("follow-up/missed-months/", missed_months.missed_months, name="missed_months"),
    path("follow-up/missed-months/open/", missed_months.open_deviations, name="open_deviations"),
    path("follow-up/targets/", targets.targets, name="targets"),
    path("follow-up/targets/tickets/", targets.target_tickets, name="target_tickets"),
    path("follow-up/pay/", pay.pay, name="pay"),
    path("follow-up/pay/table.<str:kind>/", pay.pay_table, name="pay_table"),
    path("follow-up/pay/publish/", pay.publish_benefit, name="publish_benefit"),
    path("follow-up/pay/of/<int:owner_id>/", pay.pay_of, name="pay_of"),
    path("follow-up/spread/", spread.spread, name="spread"),
    path("follow-up/spread/new/", spread.record_indicator, name="record_indicator"),
    path("follow-up/spread/import/", spread.import_indicators, name="import_indicators"),
    path("follow-up/spread/indicators.<str:kind>/", spread.indicators_table, name="indicators_table"),
    path("follow-up/spread/publish/", spread.publish_spread, name="publish_spread"),
    path("follow-up/spread/table.<str:kind>/", spread.spread_table, name="spread_table"),
    path("follow-up/imports/", targets.imports, name="imports"),
    path("follow-up/imports/<int:run_id>/", targets.kept, name="kept_rows"),
]
