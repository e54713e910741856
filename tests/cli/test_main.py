from __future__ import annotations

import subprocess
import sys

import pytest

from comotion.cli.output import cell_text
from tests.cli.conftest import Run

WITHOUT_DJANGO = """
import sys
sys.argv = ["comotion", *{arguments!r}]
from comotion.cli.main import main
status = main()
print([name for name in sys.modules if name.split(".")[0] == "django"], file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["methods", "list"], ["methods", "run", "kernel.apportionment", "--example"]]
)
def test_help_and_methods_never_load_django(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO.format(arguments=arguments)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr.strip()) == (0, "[]")
    assert ran.stdout


def test_an_unknown_command_is_refused_in_one_line(run: Run) -> None:
    answer = run("portfollio")
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "invalid choice: 'portfollio'" in answer.err


def test_a_day_that_is_none_is_refused_in_one_line(run: Run) -> None:
    answer = run("portfolio", "--as-of", "31.10.2026")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "write it as 2026-10-31" in answer.err


def test_help_leaves_with_status_0(run: Run) -> None:
    assert run("--help").status == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), ("", "–"), (0.0, "0.0"), (65.42, "65.4"), (True, "yes"), ("a\nb", "a b"), ({"high": 2}, "high 2")],
)
def test_cells_show_missing_as_missing(value: object, text: str) -> None:
    assert cell_text(value) == text
