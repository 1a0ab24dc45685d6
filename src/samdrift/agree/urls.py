from __future__ import annotations

from django.urls import path

from samdrift.agree.views import adoptions, agreements, chain, deviation_files, deviations, drafts

urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.add_agreement, name="add_agreement"),
    path("agreements/gaps/", agreements.gap_list, name="gaps"),
    path("agreements/coverage/", agreements.coverage, name="coverage"),
    path("agreements/coverage/<int:organization_id>/", agreements.coverage_of, name="coverage_of"),
    path("agreements/chain/", chain.chain, name="chain"),
    path("agreements/chain/table.<kind>/", chain.chain_table, name="chain_table"),
    path("agreements/<int:agreement_id>/draft/", drafts.draft, name="draft"),
    path("agreements/<int:agreement_id>/draft/start/", drafts.start_draft, name="start_draft"),
    path("agreements/<int:agreement_id>/draft/terms/", drafts.terms, name="set_terms"),
    path("agreements/<int:agreement_id>/draft/clauses/new/", drafts.clause, name="add_clause"),
    path("agreements/<int:agreement_id>/draft/clauses/<int:clause_id>/", drafts.clause, name="write_clause"),
    path("agreements/<int:agreement_id>/draft/clauses/<int:clause_id>/drop/", drafts.drop_clause, name="drop_clause"),
    path("agreements/<int:agreement_id>/draft/targets/new/", drafts.target, name="add_target"),
    path("agreements/<int:agreement_id>/draft/targets/<int:target_id>/", drafts.target, name="set_target"),
    path("agreements/<int:agreement_id>/draft/targets/<int:target_id>/drop/", drafts.drop_target, name="drop_target"),
    path("agreements/<int:agreement_id>/draft/offer/", drafts.offer_version, name="offer_version"),
    path("agreements/versions/<int:version_id>/", agreements.version, name="agreement_version"),
    path("agreements/versions/<int:version_id>/propose/", adoptions.propose, name="propose"),
    path("agreements/versions/<int:version_id>/propose/<int:taker_id>/", adoptions.propose_to, name="propose_to"),
    path("agreements/versions/<int:version_id>/sign/", adoptions.sign_version, name="sign_version"),
    path(
        "agreements/versions/<int:version_id>/propose/<int:taker_id>/<int:function_id>/",
        adoptions.propose_to,
        name="propose_to_function",
    ),
    path("agreements/adoptions/<int:adoption_id>/", adoptions.adoption, name="adoption"),
    path("agreements/adoptions/<int:adoption_id>/sign/", adoptions.sign_adoption, name="sign_adoption"),
    path("agreements/adoptions/<int:adoption_id>/end/", adoptions.end_adoption, name="end_adoption"),
    path("agreements/adoptions/<int:adoption_id>/paper/", adoptions.paper_signature, name="record_paper_signature"),
    path("agreements/adoptions/<int:adoption_id>/deviations/new/", deviations.open_deviation, name="open_deviation"),
    path("deviations/", deviations.deviations, name="deviations"),
    path("deviations/import/", deviation_files.import_deviations, name="import_deviations"),
    path("deviations/table.<kind>/", deviation_files.deviations_table, name="deviations_table"),
    path("deviations/<int:deviation_id>/", deviations.deviation, name="deviation"),
    path("deviations/<int:deviation_id>/owner/", deviations.own_deviation, name="own_deviation"),
    path("deviations/<int:deviation_id>/plan/", deviations.plan_remedy, name="plan_remedy"),
    path("deviations/<int:deviation_id>/remedied/", deviations.report_remedied, name="report_remedied"),
    path("deviations/<int:deviation_id>/raise/", deviations.raise_deviation, name="raise_deviation"),
    path("deviations/<int:deviation_id>/verify/", deviations.verify_deviation, name="verify_deviation"),
]
