"""What has to be alike for an archive to be read: the format, and the shape of every table."""

from __future__ import annotations

import importlib.metadata

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

FORMAT, FORMAT_VERSION = "comotion organization", 1


def program_version() -> str:
    """Return the version that is installed."""
    return importlib.metadata.version("comotion")


def applied() -> list[str]:
    """Return the last migration of each of our apps: together they say what every table looks like."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("comotion.")}
    leaves = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    return sorted(f"{label}.{name}" for label, name in leaves if label in ours)
