"""Django's entry to this app."""

from django.apps import AppConfig


class RhythmConfig(AppConfig):
    """Names the app."""

    name = "comotion.rhythm"
    label = "rhythm"
