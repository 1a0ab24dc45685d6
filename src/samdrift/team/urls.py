from __future__ import annotations

from django.urls import path

from samdrift.team import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/functions/new/", views.add_function, name="add_function"),
    path("team/functions/<int:function_id>/", views.function, name="function"),
    path("team/functions/<int:function_id>/manager/", views.set_manager, name="set_manager"),
    path("team/functions/<int:function_id>/employees/new/", views.add_employee, name="add_employee"),
    path("team/functions/<int:function_id>/posts/new/", views.add_post, name="add_post"),
    path("team/posts/<int:post_id>/holder/", views.fill_post, name="fill_post"),
    path("team/posts/<int:post_id>/end/", views.end_post, name="end_post"),
    path("team/employees/<int:employee_id>/", views.employee, name="employee"),
    path("team/employees/<int:employee_id>/role/", views.give_employee_role, name="give_employee_role"),
    path("team/employees/<int:employee_id>/roles/<int:seat_id>/end/", views.end_employee_role, name="end_employee_role"),
    path("team/employees/<int:employee_id>/password/", views.set_employee_password, name="set_employee_password"),
]
