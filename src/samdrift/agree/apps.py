from django.apps import AppConfig


class AgreeConfig(AppConfig):
    name = "samdrift.agree"
    label = "agree"
    default_auto_field = "django.db.models.BigAutoField"
