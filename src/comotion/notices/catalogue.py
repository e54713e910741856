"""Every kind of notice there is, found by looking in the folder ``kinds``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from comotion.notices import kinds as folder
from comotion.notices.kind import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name."""
    modules = (import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return {module.KIND.name: module.KIND for module in modules}
