from __future__ import annotations

from django.urls import path

from samdrift.members.views import calendars, organizations, people

urlpatterns = [
    path("members/", organizations.organizations, name="organizations"),
    path("members/new/", organizations.add_organization, name="add_organization"),
    path("members/<int:organization_id>/", organizations.organization, name="organization"),
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
]
