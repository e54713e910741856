"""Django's entry to this app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Names the app."""

    name = "comotion.measures"
    label = "measures"
