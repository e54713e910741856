"""The catalogue: every method is found, described, runnable, and light to load."""

import ast
import json
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import jsonschema
import pytest

from comotion import methods
from comotion.methods.catalogue import find, published, run
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

NAMES = [method.name for method in published()]
OWN = [
    "kernel.agreement",
    "kernel.apportionment",
    "kernel.bands",
    "kernel.likert",
    "kernel.normalise",
    "kernel.perception",
    "kernel.survival",
    "kernel.trend",
    "kernel.weighted_mean",
    "momentum.index",
    "portfolio.anchoring",
    "portfolio.assessment",
    "portfolio.attention",
    "portfolio.counts",
    "portfolio.phases",
    "portfolio.progress",
    "portfolio.tiers",
    "process.steps",
    "scorecard.card",
    "scorecard.followed",
    "scorecard.participation",
    "scorecard.pulse",
    "scorecard.warnings",
    "value.equation",
    "value.exchange_map",
    "value.fairness",
    "value.horizons",
    "value.program",
    "value.roi",
    "value.strategic_alignment",
    "value.types",
]


def test_the_methods_of_these_families_are_published():
    families = ("kernel.", "momentum.index", "portfolio.", "process.", "scorecard.", "value.")
    assert [name for name in NAMES if name.startswith(families)] == OWN


@pytest.mark.parametrize("name", NAMES)
def test_every_example_runs_and_obeys_the_schemas(name):
    method = find(name)
    shown = method.as_json()
    assert set(shown) == {"name", "version", "summary", "documentation", "input_schema", "output_schema", "example"}
    jsonschema.validate(shown["example"], shown["input_schema"])
    result = run(name, shown["example"])
    jsonschema.validate(result, shown["output_schema"])
    assert json.loads(json.dumps(result)) == result
    assert run(name, shown["example"]) == result


@pytest.mark.parametrize("name", NAMES)
def test_every_method_takes_one_frozen_record_and_is_documented(name):
    method = find(name)
    assert is_dataclass(method.input_type)
    assert method.input_type.__dataclass_params__.frozen
    assert fields(method.input_type)
    assert method.summary.endswith(".")
    for word in ("Asks: ", "Formula:", "Sure: ", "Parameters", "Raises", "Notes", "Source: "):
        assert word in method.documentation


@pytest.mark.parametrize("name", ["nonsense", "kernel", "kernel.nonsense", "settings.x", "../kernel"])
def test_an_unknown_method_is_refused(name):
    with pytest.raises(InvalidInput, match="UNKNOWN_ID"):
        find(name)


def test_settings_change_the_result_and_its_hash():
    changed = default_settings().from_json({"tiers": {"shares": {"strategic": 50, "growth": 25, "transactional": 25}}})
    payload = find("portfolio.tiers").example
    before, after = run("portfolio.tiers", payload), run("portfolio.tiers", payload, changed)
    assert sum(row["tier"] == "strategic" for row in before.values()) == 1
    assert sum(row["tier"] == "strategic" for row in after.values()) == 5
    assert after["p01"]["score"]["config_hash"] == changed.config_hash


def modules_after(statement):
    code = f"import sys\n{statement}\nprint(sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.replace("'", '"')))


HEAVY = {"numpy", "scipy", "polars", "pandas", "django", "networkx", "asyncio", "ssl"}
RESAMPLING = {"patterns.comparison", "patterns.family", "patterns.leverage"}


def run_by_command(names):
    return modules_after(
        "import contextlib, io\n"
        "from comotion.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    assert not any(main(['methods', 'run', name, '--example']) for name in {sorted(names)})"
    )


def test_running_a_method_loads_no_heavy_library():
    assert run_by_command(set(NAMES) - RESAMPLING) & HEAVY == set()
    assert run_by_command(RESAMPLING) & HEAVY == {"numpy"}


@pytest.mark.parametrize(("name", "most"), [("kernel.survival", 260), ("friction.audit", 300)])
def test_a_method_loads_its_own_family_and_what_that_needs(name, most):
    loaded = run_by_command([name])
    assert len(loaded) <= most
    own = [module for module in loaded if module.startswith("comotion.methods.patterns")]
    assert own == []


def test_the_package_works_where_django_cannot_be_imported():
    loaded = modules_after(
        "sys.modules['django'] = None\n"
        "from comotion.methods.catalogue import published, run\n"
        "from comotion.methods.scorecard import batch\n"
        "from comotion.methods.scorecard.warnings import batch\n"
        "from comotion.methods.portfolio import batch\n"
        "from comotion.methods.ecosystem import batch\n"
        "assert [run(method.name, method.example) for method in published()]"
    )
    assert not any(name.startswith("django.") for name in loaded)


def test_no_method_opens_a_file_or_a_connection_once_it_is_loaded():
    modules_after(
        "from comotion.methods.catalogue import published\n"
        "first = [method.run(method.example) for method in published()]\n"
        "def refuse(event, details):\n"
        "    if event == 'open' or event.startswith(('socket.', 'subprocess.', 'os.')):\n"
        "        raise AssertionError(event, details)\n"
        "sys.addaudithook(refuse)\n"
        "assert [method.run(method.example) for method in published()] == first"
    )


CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
OUTSIDE = {"os", "io", "time", "random", "socket", "subprocess", "pathlib", "tempfile", "urllib", "logging", "uuid"}


def reaches_outside(node):
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] in OUTSIDE for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] in OUTSIDE
    return isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS | {"open"}


def test_no_module_asks_for_the_time_for_chance_or_for_anything_outside():
    files = sorted(Path(methods.__path__[0]).rglob("*.py"))
    found = [
        f"{file.name}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if reaches_outside(node)
    ]
    assert len(files) > 150
    assert found == []


def test_what_reaches_outside_is_noticed():
    def noticed(line):
        return any(map(reaches_outside, ast.walk(ast.parse(line))))

    lines = ("import random", "from os import environ", "open('x')", "datetime.now(UTC)", "date.today()")
    assert all(map(noticed, lines))
    assert not any(map(noticed, ("import json", "inputs.now('x')", "from datetime import date")))
