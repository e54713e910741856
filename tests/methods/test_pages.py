"""Every page of a method speaks first to whoever decides, then to whoever computes."""

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from comotion.methods.catalogue import published

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "method_pages.py"
HEADS = ("It asks", "It says", "How sure", "Formula", "Takes", "Refuses", "Source", "Version")


@cache
def script():
    spec = spec_from_file_location("method_pages", SCRIPT)
    module = sys.modules.setdefault("method_pages", module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@cache
def pages():
    return dict(script().pages())


@pytest.mark.parametrize("name", [method.name for method in published()])
def test_every_method_has_a_part_for_each_of_its_readers(name):
    page = pages()[f"methods/{name.split('.')[0]}.md"]
    part = page.split(f"## {name}\n")[1].split("\n## ")[0]
    places = [part.index(f"**{head}:**") for head in HEADS]
    assert places == sorted(places)
    for head in HEADS[:4]:
        assert len(part.split(f"**{head}:**")[1].split("**")[0].strip()) > 6
    assert "Example" in part
    assert "Its result" in part


def test_the_list_names_every_method_with_a_link():
    index = pages()["methods/README.md"]
    rows = [line for line in index.splitlines() if line.startswith("| [")]
    assert [row.split("`")[1] for row in rows] == [method.name for method in published()]
    assert "(value.md#valueroi)" in index


def test_json_that_fits_on_a_line_stands_on_one():
    folded = script().folded
    assert folded({"a": [1, 2]}) == '{"a": [1, 2]}'
    wide = {"text": "x" * 90, "numbers": [1, 2]}
    assert folded(wide) == '{\n  "text": "' + "x" * 90 + '",\n  "numbers": [1, 2]\n}'
    assert folded(["x" * 60, "y" * 60]).splitlines() == ["[", f'  "{"x" * 60}",', f'  "{"y" * 60}"', "]"]
