from __future__ import annotations

import json
from pathlib import Path

from comotion.methods.catalogue import published
from tests.cli.conftest import Run


def test_list_names_every_published_method(run: Run) -> None:
    answer = run("methods", "list", "--json")
    assert [row["name"] for row in answer.document["methods"]] == [method.name for method in published()]


def test_show_gives_what_a_program_needs(run: Run) -> None:
    document = run("methods", "show", "kernel.apportionment", "--json").document
    wanted = {"name", "version", "summary", "input_schema", "output_schema", "example"}
    assert wanted <= document.keys()


def test_run_computes_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text(json.dumps({"total": 28, "shares": [10, 20, 70]}))
    answer = run("methods", "run", "kernel.apportionment", str(file))
    assert (answer.status, answer.document) == (0, [3, 6, 19])


def test_run_refuses_invalid_input_in_one_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text(json.dumps({"total": -1, "shares": [1]}))
    answer = run("methods", "run", "kernel.apportionment", str(file))
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_run_refuses_what_is_no_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text("{")
    answer = run("methods", "run", "kernel.apportionment", str(file))
    assert answer.status == 2
    assert "is no JSON" in answer.err


def test_run_refuses_a_file_that_is_not_there(run: Run) -> None:
    answer = run("methods", "run", "kernel.apportionment", "/nowhere.json")
    assert (answer.status, answer.err) == (
        2,
        "comotion: /nowhere.json: No such file or directory. Check the path and its permissions.\n",
    )


def test_an_unknown_method_is_refused_in_one_line(run: Run) -> None:
    answer = run("methods", "show", "kernel.nothing")
    assert (answer.status, answer.err) == (
        2,
        "comotion: There is no method “kernel.nothing”. “comotion methods list” names them.\n",
    )
