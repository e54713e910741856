"""What may not stand in the source: each check takes a folder and returns what it found, as sentences."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.limits import python_files

UNFINISHED = re.compile("|".join((r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b", r"\bHA" + r"CK\b")))
UNCOUNTED = re.compile(r"pragma: no" + r" cover|mark\.sk" + r"ip\b|mark\.xf" + r"ail\b")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|vnd)[^\"]*\")|<style\b|\sstyle=|\son[a-z]+=\"|javascript:",
    re.IGNORECASE,
)
RAW_ROADS = re.compile(r"\.raw\(|\.extra\(|\.cursor\(|\b_base_manager\b|\bRawSQL\b")
PURE = ("methods", "formats", "figures", "narrative", "matching")
PURE_MAY_IMPORT = {
    "comotion", "altair", "duckdb", "fastexcel", "icalendar", "networkx", "numpy", "polars", "rapidfuzz",
    "recurring_ical_events", "rustworkx", "scipy", "xlsxwriter",
}  # fmt: skip
CLOCKS = {("datetime", "now"), ("date", "today"), ("datetime", "today"), ("time", "time"), ("timezone", "now")}


def unfinished_marks(*roots: Path) -> list[str]:
    """Marks of something left undone, and tests or lines taken out of the count."""
    files = [
        path
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.suffix in {".py", ".html", ".js", ".css", ".md"}
    ]
    return [
        f"{path}:{number}"
        for path in files
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line) or UNCOUNTED.search(line)
    ]


def inline_code(root: Path) -> list[str]:
    """Script or style inside a template, which the content security policy would refuse."""
    return [
        f"{path.relative_to(root)}:{number}"
        for path in sorted(root.rglob("templates/**/*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line)
    ]


def unknown_components(root: Path) -> list[str]:
    """Cotton tags without a component: they would reach the browser as they stand."""
    known = {
        ".".join(path.relative_to(folder).with_suffix("").parts).replace("_", "-")
        for folder in root.rglob("templates/cotton")
        for path in folder.rglob("*.html")
    } | {"vars", "slot", "component"}
    return [
        f"{path.relative_to(root)}: <c-{name}>"
        for path in sorted(root.rglob("templates/**/*.html"))
        for name in sorted(set(re.findall(r"<c-([a-z0-9._-]+)", path.read_text())))
        if name.replace("_", "-") not in known and f"{name}.index" not in known
    ]


def modules_saying(word: re.Pattern[str], root: Path) -> dict[str, int]:
    """Modules in which a word stands, with the line where it stands first."""
    found = {}
    for path in python_files(root):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if word.search(line) and not line.lstrip().startswith("#"):
                found.setdefault(path.relative_to(root).with_suffix("").as_posix().replace("/", "."), number)
    return found


def impure_imports(root: Path) -> list[str]:
    """Imports of a pure package that are neither the standard library nor on its list."""
    return [
        f"{path.relative_to(root)} imports {name}"
        for path in _pure_files(root)
        for name in sorted(_imports(ast.parse(path.read_text())))
        if name not in sys.stdlib_module_names and name not in PURE_MAY_IMPORT
    ]


def clock_readings(root: Path) -> list[str]:
    """Places of a pure package that ask what time it is."""
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in _pure_files(root)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and (node.attr in {"now", "today", "utcnow"} or (_name(node.value), node.attr) in CLOCKS)
        and _name(node.value) in {"dt", "datetime", "date", "time", "timezone"}
    ]


def _pure_files(root: Path) -> Iterator[Path]:
    for package in PURE:
        yield from python_files(root / package)


def _imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
