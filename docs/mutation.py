"""Lists the changes of kernel and scorecard that no test noticed, and asks that ``docs/mutation.md`` says why of each.

    make mutation                  runs them all (about half an hour of one core), then this
    python docs/mutation.py        exit status 1 if a survivor has no written reason

A survivor is written as ``family.module.function: before → after``, so that a reason outlives the number of its mutant.
"""

from __future__ import annotations

import ast
import difflib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
MUTANTS = HERE.parent / "mutants" / "src"
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
AROUND = 4
"""Words and signs that are shown on either side of a change."""


def survivors() -> list[str]:
    """Return every change that was not noticed, in words."""
    mutmut = Path(sys.executable).with_name("mutmut")
    listed = subprocess.run([mutmut, "results"], capture_output=True, text=True, check=True, cwd=HERE.parent).stdout
    lines = (line.strip().partition(": ") for line in listed.splitlines())
    names = [name for name, _, state in lines if state in {"survived", "no tests"}]
    return sorted({f"{_place(name)}: {' '.join(_change(name))}" for name in names})


def _place(name: str) -> str:
    module, _, function = name.rpartition(".")
    plain = re.sub(r"__mutmut_\d+$", "", function).removeprefix("x_").replace("xǁ", "").replace("ǁ", ".")
    return f"{module.removeprefix('comotion.methods.')}.{plain}"


def _change(name: str) -> Iterator[str]:
    module, _, function = name.rpartition(".")
    original = re.sub(r"_\d+$", "_orig", function)
    before, after = (_source(module, found) for found in (original, function))
    yield from _shortened(before, after)


@cache
def _functions(module: str) -> dict[str, str]:
    file = MUTANTS / f"{module.replace('.', '/')}.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name: _body(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _body(node: ast.FunctionDef) -> str:
    whole = ast.FunctionDef("f", node.args, node.body, [], None, lineno=1)
    return ast.unparse(ast.fix_missing_locations(whole))


def _source(module: str, function: str) -> str:
    return _functions(module)[function]


def _shortened(before: str, after: str) -> Iterator[str]:
    """Yield the words that changed, with a few around them."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    codes = [
        code for code in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    if not codes:
        return
    start, end = codes[0][1], codes[-1][2]
    first, last = codes[0][3], codes[-1][4]
    yield _piece(old, start, end)
    yield "→"
    yield _piece(new, first, last)


def _piece(tokens: list[str], start: int, end: int) -> str:
    return "`" + " ".join("".join(tokens[max(0, start - AROUND) : end + AROUND]).split()) + "`"


def main() -> int:
    """Say which survivors have no reason, and which reasons have no survivor any more."""
    explained = set(re.findall(r"^- (\S+: `.*)$", (HERE / "mutation.md").read_text(encoding="utf-8"), re.MULTILINE))
    found = set(survivors())
    for line in sorted(found - explained):
        print(f"- {line}")
    for line in sorted(explained - found):
        print(f"noticed by now, so its reason may go: {line}")
    return 1 if found - explained else 0


if __name__ == "__main__":
    sys.exit(main())
