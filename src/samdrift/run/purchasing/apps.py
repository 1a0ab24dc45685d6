from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "samdrift.run.purchasing"
    label = "purchasing"
    default_auto_field = "django.db.models.BigAutoField"
