"""No worked example is left untested, and the tables of the package are those of the specification."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

from comotion.methods.data import table

HERE = Path(__file__).parent
SPECIFICATION = HERE.resolve().parents[2] / "shared" / "spec" / "methods"
EXAMPLES = json.loads((HERE / "worked-examples.json").read_text(encoding="utf-8"))["examples"]
IDS = [example["id"] for example in EXAMPLES]
TABLES = ("question-bank", "friction-actions", "rubrics", "kpis", "clauses", "claims")


@cache
def named_in_tests():
    """Every id that a test function, or the parameters of one, hands on to ``example``."""
    found = set()
    for file in HERE.rglob("test_*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if file == Path(__file__) or not any(_reads_examples(node) for node in ast.walk(tree)):
            continue
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        found |= {text for text in texts if text in IDS}
    return found


def _reads_examples(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "example"


def test_there_is_an_example_of_every_file_of_rules():
    assert {example["file"][:2] for example in EXAMPLES} == {f"{number:02}" for number in range(1, 14)}
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("identifier", IDS)
def test_every_worked_example_is_tested(identifier):
    assert identifier in named_in_tests()


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_those_of_the_specification(name):
    assert table(name) == json.loads((SPECIFICATION / f"{name}.json").read_text(encoding="utf-8"))


def test_examples_are_those_of_the_specification():
    whole = json.loads((SPECIFICATION / "worked-examples.json").read_text(encoding="utf-8"))
    assert whole["examples"] == EXAMPLES


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_table_have_ids_of_their_own(name):
    content = table(name)
    rows = next(value for value in content.values() if isinstance(value, list) and value and isinstance(value[0], dict))
    ids = [row.get("id", row.get("key")) for row in rows]
    assert None not in ids
    assert len(ids) == len(set(ids))
