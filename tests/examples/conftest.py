"""Loading the example program as a company would: file by file through the importers, then one refresh."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples.generate import FOLDER

from comotion.core.principal import Principal
from comotion.imports.models import ImportRun
from comotion.imports.operations import apply, preview
from comotion.portfolio.models import PortfolioRow, ProgramTotals
from comotion.portfolio.operations import refresh

AT = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)
Portfolio = tuple[dict[str, PortfolioRow], dict[str, Any]]


def load_file(path: Path, kind: str) -> ImportRun:
    """Preview and apply one file."""
    return apply(run=preview(data=path.read_bytes(), file_name=path.name, kind=kind, at=AT), at=AT)


def refreshed() -> Portfolio:
    """Bring the portfolio up to date; return its rows by name and its counts."""
    refresh(as_of=AT.date(), at=AT)
    rows = {row.name: row for row in PortfolioRow.objects.all()}
    return rows, ProgramTotals.objects.get().content


@pytest.fixture
def load() -> Callable[[Path, str], ImportRun]:
    """Return what loads one file."""
    return load_file


@pytest.fixture
def refresh_portfolio() -> Callable[[], Portfolio]:
    """Return what brings the portfolio up to date."""
    return refreshed


@pytest.fixture
def program(principal: Principal) -> Portfolio:
    """The example program, loaded and scored for 16 November 2026."""
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["as_of"] == AT.date()
    for file in manifest["files"]:
        run = load_file(FOLDER / file["path"], file["kind"])
        assert (run.refused, run.created) == (0, run.rows), file["path"]
    return refreshed()
