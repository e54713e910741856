"""Files as texts, read and loaded for the organization of the test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comotion.core.principal import Principal
from comotion.imports import operations
from comotion.imports.models import ImportRun

AT = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
REAL = Path(__file__).parents[3] / "shared" / "data"
Load = Callable[..., ImportRun]


def previewed(text: str | bytes, name: str = "rows.csv", **answers: Any) -> ImportRun:
    """A file that was read and not loaded."""
    data = text.encode() if isinstance(text, str) else text
    return operations.preview(data=data, file_name=name, at=answers.pop("at", AT), **answers)


@pytest.fixture
def load(principal: Principal) -> Load:
    """Return ``load(text)``: reads a file and loads it."""

    def loaded(text: str | bytes, name: str = "rows.csv", **answers: Any) -> ImportRun:
        at = answers.get("at", AT)
        return operations.apply(run=previewed(text, name, **answers), at=at)

    return loaded


@pytest.fixture
def load_real(load: Load) -> Load:
    """Return ``load_real(path)``: loads a file of the folder of real data."""
    return lambda path: load((REAL / path).read_bytes(), Path(path).name)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, refused; they always add up."""
    assert run.rows == run.created + run.changed + run.unchanged + run.refused
    return run.created, run.changed, run.unchanged, run.refused


def codes(run: ImportRun) -> list[tuple[str, str | None]]:
    """Code and column of each reason."""
    return [(each["code"], each["column"]) for each in run.problems]
