from __future__ import annotations

from django.urls import path

from samdrift.run.availability.views import figures, outages

urlpatterns = [
    path("status/", outages.status, name="status"),
    path("outages/report/", outages.report_outage, name="report_outage"),
    path("outages/<int:outage_id>/", outages.outage, name="outage"),
    path("outages/<int:outage_id>/end/", outages.end_outage, name="end_outage"),
    path("outages/<int:outage_id>/correct/", outages.correct_outage, name="correct_outage"),
    path("outages/<int:outage_id>/withdraw/", outages.withdraw_outage, name="withdraw_outage"),
    path("maintenance/announce/", outages.announce_maintenance, name="announce_maintenance"),
    path("maintenance/<int:window_id>/", outages.maintenance, name="maintenance"),
    path("maintenance/<int:window_id>/call-off/", outages.call_off_maintenance, name="call_off_maintenance"),
    path("availability/", figures.availability, name="availability"),
    path("availability/<int:owner_id>/", figures.year, name="availability_year"),
    path("availability/<int:owner_id>/<int:service_id>/<str:month>/", figures.month, name="availability_month"),
]
