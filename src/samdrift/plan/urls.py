from __future__ import annotations

from django.urls import path

from samdrift.plan.views import baselines, baselines_files, expectations, joining, undecided

urlpatterns = [
    path("joining/", joining.joinings, name="joinings"),
    path("joining/new/", joining.begin_joining, name="begin_joining"),
    path("joining/publish/", joining.publish_joinings, name="publish_joinings"),
    path("joining/import/", joining.import_joinings, name="import_joinings"),
    path("joining/table.<str:kind>/", joining.joinings_table, name="joinings_table"),
    path("joining/costs/import/", joining.import_one_offs, name="import_one_offs"),
    path("joining/costs/table.<str:kind>/", joining.one_offs_table, name="one_offs_table"),
    path("joining/decision/<int:decision_id>/", joining.decision_rests, name="decision_rests"),
    path("joining/<int:joining_id>/", joining.joining, name="joining"),
    path("joining/<int:joining_id>/costs/new/", joining.record_one_off, name="record_one_off"),
    path("joining/<int:joining_id>/costs/<int:cost_id>/replace/", joining.replace_one_off, name="replace_one_off"),
    path("joining/<int:joining_id>/<slug:gate>/plan/", joining.plan_gate, name="plan_gate"),
    path("joining/<int:joining_id>/<slug:gate>/reached/", joining.reach_gate, name="reach_gate"),
    path("decisions/without/", undecided.without_decision, name="without_decision"),
    path("decisions/without/table.<str:kind>/", undecided.without_decision_table, name="without_decision_table"),
    path("baselines/", baselines.baselines, name="baselines"),
    path("baselines/import/", baselines_files.import_baselines, name="import_baselines"),
    path("baselines/table.<str:kind>/", baselines_files.baselines_table, name="baselines_table"),
    path("baselines/remaining/import/", baselines_files.import_remaining, name="import_remaining"),
    path("baselines/remaining.<str:kind>/", baselines_files.remaining_table, name="remaining_table"),
    path("baselines/of/<int:owner_id>/", baselines.baselines_of, name="baselines_of"),
    path("baselines/of/<int:owner_id>/new/", baselines.add_baseline, name="add_baseline"),
    path("baselines/of/<int:owner_id>/remaining/", baselines.state_remaining, name="state_remaining"),
    path("baselines/<int:baseline_id>/", baselines.baseline, name="baseline"),
    path("baselines/<int:baseline_id>/line/", baselines.write_baseline_line, name="write_baseline_line"),
    path("baselines/<int:baseline_id>/sign/", baselines.sign_baseline, name="sign_baseline"),
    path("baselines/lines/<int:baseline_line_id>/drop/", baselines.drop_baseline_line, name="drop_baseline_line"),
    path("expectations/", expectations.expectations, name="expectations"),
    path("expectations/new/", expectations.add_expectation, name="add_expectation"),
    path("expectations/import/", baselines_files.import_expectations, name="import_expectations"),
    path("expectations/table.<str:kind>/", baselines_files.expectations_table, name="expectations_table"),
    path("price-index/", expectations.price_index, name="price_index"),
    path("price-index/new/", expectations.add_index_value, name="add_index_value"),
    path("price-index/choose/", expectations.choose_index, name="choose_index"),
    path("price-index/import/", baselines_files.import_index, name="import_index"),
    path("price-index/table.<str:kind>/", baselines_files.price_index_table, name="price_index_table"),
]
