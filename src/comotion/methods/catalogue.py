"""The catalogue of published methods: found by looking in the folders, described and run by name."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import getdoc
from types import ModuleType
from typing import Any, get_type_hints

from comotion import methods
from comotion.methods.checks import unique
from comotion.methods.payloads import as_json, read_record
from comotion.methods.publishing import MARK, Mark
from comotion.methods.schemas import json_schema
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings, default_settings

_COLUMNS = "batch"
"""Modules of this name hold the same methods over columns; they load numpy and publish nothing."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published method: what it is called, what it takes and gives, and the function itself."""

    name: str
    version: str
    summary: str
    documentation: str
    input_type: type
    example: Mapping[str, Any]
    function: Callable[[Any, MethodSettings], Any]

    def input_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the input."""
        return json_schema(self.input_type)

    def output_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the result."""
        return json_schema(get_type_hints(self.function)["return"])

    def run(self, payload: Mapping[str, Any], settings: MethodSettings | None = None) -> Any:
        """Return the result for a JSON input as plain JSON values.

        Raises
        ------
        InvalidInput
            Whatever the input record or the method refuses.

        """
        inputs: Any = read_record(self.input_type, payload)
        return as_json(self.function(inputs, settings or default_settings()))

    def as_json(self) -> dict[str, Any]:
        """Return what ``comotion methods show`` prints."""
        return {
            "name": self.name,
            "version": self.version,
            "summary": self.summary,
            "documentation": self.documentation,
            "input_schema": self.input_schema(),
            "output_schema": self.output_schema(),
            "example": as_json(self.example),
        }


@cache
def published() -> tuple[Published, ...]:
    """Return every published method, ordered by name.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` where two methods have one name.

    """
    found = sorted(_found(methods), key=lambda method: method.name)
    unique((method.name for method in found), "name")
    return tuple(found)


@cache
def find(name: str) -> Published:
    """Return the method of a name; only the modules of its family are loaded.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` where there is no such method.

    """
    family = name.split(".", maxsplit=1)[0]
    if family in {module.name for module in pkgutil.iter_modules(methods.__path__) if module.ispkg}:
        for method in _found(import_module(f"{methods.__name__}.{family}")):
            if method.name == name:
                return method
    raise InvalidInput("UNKNOWN_ID", "name", f"There is no method {name!r}.")


def run(name: str, payload: Mapping[str, Any], settings: MethodSettings | None = None) -> Any:
    """Return the result of a method for a JSON input, as plain JSON values.

    Parameters
    ----------
    name : ``family.method``
    payload : the input by the schema of the method
    settings : the configuration; the defaults where not given

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an unknown method, and whatever the input or the method refuses.

    Examples
    --------
    >>> run("kernel.apportionment", {"total": 28, "shares": [10, 20, 70]})
    [3, 6, 19]

    """
    return find(name).run(payload, settings)


def _found(package: ModuleType) -> Iterator[Published]:
    for module in _modules(package):
        for value in vars(module).values():
            mark = getattr(value, MARK, None)
            if isinstance(mark, Mark) and value.__module__ == module.__name__:
                yield _published(mark, value)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if found.name.rpartition(".")[2] == _COLUMNS:
            continue
        module = import_module(found.name)
        if found.ispkg:
            yield from _modules(module)
        else:
            yield module


def _published(mark: Mark, function: Callable[[Any, MethodSettings], Any]) -> Published:
    documentation = getdoc(function) or ""
    hints = get_type_hints(function)
    input_type = next(hint for name, hint in hints.items() if name != "return")
    return Published(
        mark.name,
        mark.version,
        documentation.split("\n", maxsplit=1)[0],
        documentation,
        input_type,
        mark.example,
        function,
    )
