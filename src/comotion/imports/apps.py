"""Django's entry to this app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Names the app."""

    name = "comotion.imports"
    label = "imports"
