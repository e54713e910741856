"""Django's entry to the ground."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Loads the start-up checks."""

    name = "comotion.core"
    label = "core"

    def ready(self) -> None:
        """Register checks."""
        from comotion.core import access  # noqa: F401, PLC0415  (its checks register on import)
