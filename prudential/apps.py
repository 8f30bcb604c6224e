from django.apps import AppConfig


class PrudentialConfig(AppConfig):
    name = "prudential"
