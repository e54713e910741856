"""Django's entry to the ground."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """Loads the start-up checks, and builds the second wall after every migration."""

    name = "comotion.core"
    label = "core"

    def ready(self) -> None:
        """Register checks."""
        from comotion.core import access  # noqa: F401, PLC0415  (its checks register on import)

        post_migrate.connect(build_the_wall, sender=self)


def build_the_wall(*, using: str, **_kwargs: Any) -> None:
    """Write the rules of row-level security for the models that there are after a migration."""
    from comotion.core import wall  # noqa: PLC0415  (apps must be loaded)

    wall.build(using)
