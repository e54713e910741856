"""The example program, packed and brought into an empty installation: the same rows, and the same figures anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from examples.generate import FOLDER

from comotion.cli.example_audits import load_audits
from comotion.core.models import AuditEntry
from comotion.identity.models import Membership
from comotion.imports.models import ImportRun
from comotion.imports.operations import undo
from comotion.portfolio.models import PortfolioRow
from comotion.portfolio.operations import refresh
from comotion.scores.models import Snapshot
from tests.estate.test_archive import brought, emptied, packed, rows_there, same
from tests.examples.conftest import AT, program

__all__ = ["program"]
FIGURES = ("scorecard", "coverage", "relationship_health", "momentum_index", "tier", "phase", "trend", "open_warnings")


def figures() -> dict[str, tuple[Any, ...]]:
    return {name: tuple(found) for name, *found in PortfolioRow.objects.values_list("name", *FIGURES)}


@pytest.mark.slow
@pytest.mark.usefixtures("program")
def test_example_program_is_the_same_elsewhere(member: Membership, tmp_path: Path) -> None:
    load_audits(FOLDER)
    path = packed(member, tmp_path)
    before, scored = rows_there(), figures()
    log = before.pop("core.AuditEntry")
    emptied()

    brought(path)

    after = rows_there()
    assert sum(len(rows) for rows in before.values()) > 10_000
    assert same(before, after, but={"core.AuditChain"}) == []
    assert {number: row for number, row in after["core.AuditEntry"].items() if number in log} == log
    Snapshot.objects.all().delete()
    refresh(as_of=AT.date(), at=AT)
    assert figures() == scored
    assert len(scored) == 28
    last = ImportRun.objects.filter(state="applied").latest("pk")
    undo(run=last, at=AT)
    assert AuditEntry.objects.latest("sequence").action == "import.undo"
