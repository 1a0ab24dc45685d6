from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "samdrift.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
