from __future__ import annotations

from django.urls import path

from samdrift.run.desk.views import calendars, reporting, tickets, work

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("report/for/", reporting.report_for, name="report_for"),
    path("report/for/<int:person_id>/", reporting.report_for_person, name="report_for_person"),
    path("tickets/", reporting.my_tickets, name="my_tickets"),
    path("work/", work.work_list, name="work_list"),
    path("work/next/", work.take_next, name="take_next"),
    path("work/bulk/", work.bulk, name="bulk_work"),
    path("work/keys/", work.single_keys, name="single_keys"),
    path("tickets/<int:ticket_id>/", tickets.ticket, name="ticket"),
    path("tickets/<int:ticket_id>/receipt/", reporting.receipt, name="receipt"),
    path("tickets/<int:ticket_id>/write/", tickets.write, name="write"),
    path("tickets/<int:ticket_id>/take/", tickets.take, name="take"),
    path("tickets/<int:ticket_id>/assign/", tickets.assign, name="assign"),
    path("tickets/<int:ticket_id>/sort/", tickets.sort, name="sort"),
    path("tickets/<int:ticket_id>/resume/", tickets.resume, name="resume"),
    path("tickets/<int:ticket_id>/close/", tickets.close, name="close"),
    path("tickets/<int:ticket_id>/send-on/", tickets.send_on, name="send_on"),
    path("tickets/<int:ticket_id>/send-on/<int:person_id>/", tickets.send_on_to_person, name="send_on_to_person"),
    path("calendars/<int:calendar_id>/changes/", calendars.calendar_changes, name="calendar_changes"),
    path("calendars/<int:calendar_id>/new-hours/", calendars.new_hours, name="new_hours"),
    path("calendars/<int:calendar_id>/versions/<int:calendar_version_id>/", calendars.revise_calendar, name="revise_calendar"),
]
