"""Every address of the house."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from samdrift.config import views
from samdrift.config.demo import views as demo

handler400 = "samdrift.config.answers.bad_request"
handler403 = "samdrift.config.answers.not_allowed"
handler404 = "samdrift.config.answers.not_found"
handler500 = "samdrift.config.answers.failed"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("seat/", views.choose_seat, name="choose_seat"),
    path("password/", views.own_password, name="own_password"),
    path("no-seat/", views.no_seat, name="no_seat"),
    path("language/", set_language, name="set_language"),
    path("demo/", demo.choose, name="demo_people"),
    path("demo/<int:seat_id>/", demo.enter, name="demo_enter"),
    path("help/", views.reach_us, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("personal-data/", views.personal_data, name="personal_data"),
    path("", include("samdrift.members.urls")),
    path("", include("samdrift.team.urls")),
    path("", include("samdrift.catalog.urls")),
    path("", include("samdrift.agree.urls")),
    path("", include("samdrift.run.availability.urls")),
    path("", include("samdrift.run.desk.urls")),
    path("", include("samdrift.run.projects.urls")),
    path("", include("samdrift.run.purchasing.urls")),
    path("", include("samdrift.settle.urls")),
    path("", include("samdrift.plan.urls")),
    path("", include("samdrift.follow_up.urls")),
]
