"""Django's entry to this app."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """Names the app."""

    name = "comotion.selection"
    label = "selection"
