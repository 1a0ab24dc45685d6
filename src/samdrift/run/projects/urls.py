from __future__ import annotations

from django.urls import path

from samdrift.run.projects.views import bookings, files, maintenance, projects, proposals

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/rate/", projects.decide_rate, name="decide_rate"),
    path("projects/hours/import/", files.import_hours, name="import_hours"),
    path("projects/hours/table.<str:kind>/", files.hours_table, name="hours_table"),
    path("projects/proposals/", proposals.proposals, name="proposals"),
    path("projects/proposals/new/", proposals.propose_project, name="propose_project"),
    path("projects/proposals/import/", files.import_proposals, name="import_proposals"),
    path("projects/proposals/table.<str:kind>/", files.proposals_table, name="proposals_table"),
    path("projects/proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("projects/proposals/<int:proposal_id>/we-too/", proposals.back_proposal, name="back_proposal"),
    path("projects/proposals/<int:proposal_id>/not-us/", proposals.withdraw_backing, name="withdraw_backing"),
    path("projects/proposals/<int:proposal_id>/decision/", proposals.decide_proposal, name="decide_proposal"),
    path("projects/proposals/<int:proposal_id>/begin/", proposals.begin_project, name="begin_project"),
    path("projects/bookings/", bookings.bookings, name="bookings"),
    path("projects/bookings/new/", bookings.book_employee, name="book_employee"),
    path("projects/bookings/ask/", bookings.request_booking, name="request_booking"),
    path("projects/bookings/import/", files.import_bookings, name="import_bookings"),
    path("projects/bookings/table.<str:kind>/", files.bookings_table, name="bookings_table"),
    path("projects/bookings/<int:booking_id>/call-off/", bookings.call_off_booking, name="call_off_booking"),
    path("projects/requests/<int:request_id>/", bookings.answer_request, name="answer_request"),
    path("projects/requests/<int:request_id>/decline/", bookings.decline_request, name="decline_request"),
    path("projects/maintenance/", maintenance.maintenance_plans, name="maintenance_plans"),
    path("projects/maintenance/<int:year>/plan/", maintenance.plan_maintenance, name="plan_maintenance"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/hours/", projects.enter_hours, name="enter_hours"),
    path("projects/<int:project_id>/milestone/", projects.add_milestone, name="add_milestone"),
    path("projects/<int:project_id>/forecast/", projects.say_forecast, name="say_forecast"),
    path("projects/<int:project_id>/key/", projects.change_funding, name="change_funding"),
    path("projects/<int:project_id>/end/", projects.end_project, name="end_project"),
    path("projects/milestones/<int:milestone_id>/reached/", projects.reach_milestone, name="reach_milestone"),
    path("projects/milestones/<int:milestone_id>/move/", projects.move_milestone, name="move_milestone"),
]
