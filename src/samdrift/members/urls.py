from __future__ import annotations

from django.urls import path

from samdrift.members.views import calendars, decisions, meetings, organizations, people

urlpatterns = [
    path("members/", organizations.organizations, name="organizations"),
    path("members/new/", organizations.add_organization, name="add_organization"),
    path("members/<int:organization_id>/", organizations.organization, name="organization"),
    path("members/<int:organization_id>/legal-person/", organizations.name_legal_person, name="name_legal_person"),
    path("members/<int:organization_id>/sites/new/", organizations.add_site, name="add_site"),
    path("members/<int:organization_id>/head-counts/new/", organizations.record_headcount, name="record_headcount"),
    path("members/<int:organization_id>/people/", people.people, name="people"),
    path("members/<int:organization_id>/people/new/", people.add_person, name="add_person"),
    path("members/<int:organization_id>/people/<int:person_id>/role/", people.give_role, name="give_role"),
    path("members/<int:organization_id>/people/<int:person_id>/password/", people.set_password, name="set_password"),
    path("members/<int:organization_id>/roles/<int:seat_id>/end/", people.end_role, name="end_role"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", calendars.add_calendar, name="add_calendar"),
    path("calendars/<int:calendar_id>/", calendars.calendar, name="calendar"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.record_decision, name="record_decision"),
    path("decisions/who-decides/new/", decisions.set_mandate, name="set_mandate"),
    path("decisions/bodies/new/", meetings.add_body, name="add_body"),
    path("decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path("decisions/<int:decision_id>/dissent/", decisions.say_dissent, name="say_dissent"),
    path("decisions/<int:decision_id>/carried-out/", decisions.carry_out, name="carry_out"),
    path("decisions/files/<slug:what>/import/", decisions.import_decisions, name="import_decisions"),
    path("decisions/files/<slug:what>.<str:kind>/", decisions.decisions_table, name="decisions_table"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.call_meeting, name="call_meeting"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/came/", meetings.record_attendance, name="record_attendance"),
    path("meetings/<int:meeting_id>/move/", meetings.move_meeting, name="move_meeting"),
    path("meetings/<int:meeting_id>/minutes/", meetings.approve_minutes, name="approve_minutes"),
    path("meetings/<int:meeting_id>/agenda/new/", meetings.put_on_agenda, name="put_on_agenda"),
    path("agenda/<int:item_id>/", meetings.agenda_item, name="agenda_item"),
    path("agenda/<int:item_id>/effect/", meetings.say_effect, name="say_effect"),
    path("agenda/<int:item_id>/decision/", decisions.decide_item, name="decide_item"),
]
