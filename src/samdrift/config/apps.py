from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "samdrift.config"
    label = "config"
