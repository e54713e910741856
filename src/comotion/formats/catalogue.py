"""Finds every format and vendor by looking in this folder: a file with ``FORMAT`` or ``VENDOR`` is all it takes."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

import comotion.formats

if TYPE_CHECKING:
    from comotion.formats.grid import Format, Vendor

NOT_READERS = frozenset({"catalogue", "reading", "isolated"})


def members(name: str) -> list[Any]:
    """Give the member of that name of every module of the folder that has one."""
    found = (info.name for info in pkgutil.iter_modules(comotion.formats.__path__) if not info.ispkg)
    modules = (importlib.import_module(f"comotion.formats.{each}") for each in found if each not in NOT_READERS)
    return [getattr(module, name) for module in modules if hasattr(module, name)]


@cache
def formats() -> tuple[Format, ...]:
    """Give the formats in the order in which they are asked."""
    return tuple(sorted(members("FORMAT"), key=lambda each: (each.order, each.name)))


@cache
def vendors() -> tuple[Vendor, ...]:
    """Give the vendors by name."""
    return tuple(sorted(members("VENDOR"), key=lambda each: each.name))
