"""The limits of size: each check takes a folder and returns what breaks the limit, as sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FUNCTION_LINES = 50
FUNCTION_MEDIAN = 8
VIEW_LINES = 40
FILE_LINES = 400
TEMPLATE_LINES = 150
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services"}


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many lines it has, its docstring not counted: that one is documentation."""

    path: Path
    name: str
    lines: int
    is_view: bool


def python_files(root: Path) -> list[Path]:
    """Our own modules; migrations are written by Django."""
    return sorted(path for path in root.rglob("*.py") if "migrations" not in path.parts)


def functions_of(root: Path) -> Iterator[Function]:
    """Every function and method below ``root``."""
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(path.relative_to(root), node.name, _lines(node), _is_view(node))


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = [part.func if isinstance(part, ast.Call) else part for part in node.decorator_list]
    return any(isinstance(name, ast.Name) and name.id == "policy" for name in names)


def long_functions(root: Path) -> list[str]:
    """Functions over 50 lines and views over 40."""
    return [
        f"{found.path}: {found.name} has {found.lines} lines"
        for found in functions_of(root)
        if found.lines > (VIEW_LINES if found.is_view else FUNCTION_LINES)
    ]


def median_function(root: Path) -> float:
    """The median length of a function."""
    return median(found.lines for found in functions_of(root))


def long_files(root: Path) -> list[str]:
    """Modules over 400 lines."""
    lengths = {path: len(path.read_text().splitlines()) for path in python_files(root)}
    return [f"{path.relative_to(root)} has {lines} lines" for path, lines in lengths.items() if lines > FILE_LINES]


def long_templates(root: Path) -> list[str]:
    """Templates over 150 lines."""
    lengths = {path: len(path.read_text().splitlines()) for path in sorted(root.rglob("templates/**/*.html"))}
    return [f"{path.relative_to(root)} has {lines} lines" for path, lines in lengths.items() if lines > TEMPLATE_LINES]


def forbidden_names(root: Path) -> list[str]:
    """Modules and folders whose name says nothing."""
    named = [*python_files(root), *(path for path in root.rglob("*") if path.is_dir())]
    return sorted(str(path.relative_to(root)) for path in named if path.stem in FORBIDDEN_NAMES)
