"""Kept lines of the earlier form go: the next refresh writes them anew."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    """Delete what is derived."""
    del schema_editor
    for name in ("PortfolioRow", "ProgramTotals"):
        apps.get_model("portfolio", name)._base_manager.all().delete()


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0005_basis")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
