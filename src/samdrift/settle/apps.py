from django.apps import AppConfig


class SettleConfig(AppConfig):
    name = "samdrift.settle"
    label = "settle"
    default_auto_field = "django.db.models.BigAutoField"
