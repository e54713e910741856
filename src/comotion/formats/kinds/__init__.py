"""The kinds of input, one file a kind: add a file with a ``KIND`` and it is recognised, read and given a template."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comotion.formats.fields import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Find every kind by looking in this folder, in the order of their names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}
