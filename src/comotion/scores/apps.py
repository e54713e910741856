"""Django's entry to this app."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    """Names the app."""

    name = "comotion.scores"
    label = "scores"
