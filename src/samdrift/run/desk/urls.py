from __future__ import annotations

from django.urls import path

from samdrift.run.desk import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/for/", views.report_for_member, name="report_for_member"),
    path("report/for/<int:member_id>/", views.report_for_other, name="report_for_other"),
    path("tickets/", views.my_tickets, name="my_tickets"),
    path("work/", views.work_list, name="work_list"),
    path("tickets/<int:ticket_id>/", views.ticket, name="ticket"),
    path("tickets/<int:ticket_id>/receipt/", views.receipt, name="receipt"),
    path("tickets/<int:ticket_id>/write/", views.write, name="write"),
    path("tickets/<int:ticket_id>/assign/", views.assign, name="assign"),
    path("tickets/<int:ticket_id>/priority/", views.prioritize, name="prioritize"),
    path("tickets/<int:ticket_id>/resume/", views.resume, name="resume"),
    path("tickets/<int:ticket_id>/close/", views.close, name="close"),
]
