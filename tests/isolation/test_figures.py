"""The README says what the last whole isolation test did, as it wrote it down itself."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from tests.isolation.leaks import KINDS
from tests.isolation.tally import written_down

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages() -> Any:
    """The script that writes the README."""
    found = importlib.util.spec_from_file_location("isolation_pages", ROOT / "docs" / "isolation.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_readme_says_the_figures_of_the_last_run(pages: Any) -> None:
    figures, readme = json.loads(pages.FIGURES.read_text()), pages.README.read_text()

    assert pages.text_of(figures) in readme
    assert pages.readme_with(figures, readme) == readme


def test_every_leak_of_the_last_run_was_found(pages: Any) -> None:
    figures = json.loads(pages.FIGURES.read_text())

    assert figures["found"] == figures["leaks"]
    assert (list(figures["leaks"]), sum(figures["leaks"].values()) >= 40) == (list(KINDS), True)


def test_run_of_a_part_is_not_written_down(tmp_path: Path) -> None:
    assert written_down([], tmp_path / "figures.json") is False
    assert list(tmp_path.iterdir()) == []
