"""How each kind of file becomes rows: one file a kind; a kind is loadable once it has a ``LOADER`` here."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from comotion.imports.loaders.loader import Loader


@cache
def loaders() -> dict[str, Loader]:
    """Find every loader by looking in this folder."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {module.LOADER.kind: module.LOADER for module in modules if hasattr(module, "LOADER")}
