"""Connects events with those who react, and jobs with what they do, once everything is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The last app to be ready."""

    name = "comotion.config"
    label = "config"

    def ready(self) -> None:
        """Connect."""
        from comotion.config import schedule  # noqa: F401, PLC0415  (its tasks register on import)
        from comotion.config.subscriptions import connect  # noqa: PLC0415  (needs every app's models)

        connect()
