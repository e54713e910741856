"""Every business row as it stands, so that "exactly as before" can be compared."""

from __future__ import annotations

from typing import Any

from django.apps import apps

APPS = (
    "identity", "partnerships", "accounts", "measures", "surveys", "initiatives", "ledger", "rhythm", "selection", "ecosystem",
)  # fmt: skip


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all models that an import can write, by model."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }
