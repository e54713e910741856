"""The example files: written the same each time, read without a refusal, and free of anything that is computed."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest
from examples.generate import FOLDER, write

from comotion.formats.reading import read
from comotion.formats.tables import Table

CAST = (
    "Halden Analytics", "Meridian Integration", "Oakline Robotics", "Kestrel Payments", "Brightwater Consulting",
    "Solvane Health", "Trellis Identity", "Pinegrove Retail", "Aurelia Banking", "Vantor Logistics",
    "Castlegate Security", "Fjordline Data", "Norrvik Telecom", "Quillon Legal", "Lumen & Pike", "Harrow & Finch",
    "Ibex Manufacturing", "Datenwerk Süd", "Elmhurst Labs", "Parallel Freight", "Sundial Workforce",
    "Juniper Row Media", "Greywater Utilities", "Orsino Travel", "Redshore Insurance", "Wexcombe Foods",
    "Cobalt Fields Energy", "Tamarind Commerce",
)  # fmt: skip
MANIFEST = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
FILES = [(file["path"], file["kind"]) for file in MANIFEST["files"]]
GIVEN = {
    "revenue_plan", "partnership_cost", "decision_latency_days", "commitments_kept", "lead_response_hours"
}  # fmt: skip
COMPUTED = re.compile(
    r"quick.?win|restructur|overhaul|sunset|measure.?first|HIDDEN|DIVERGENCE|GOING_DARK|CATEGORY_FLOOR|SPONSOR_GONE|RHYTHM_SLIP"
    r"|score\b|relationship.health|value.exchange|operational.efficiency|strategic.alignment|financial.performance"
    r"|\b(62\.6\d?|73\.96|57\.5|65\.8|61\.5|51\.4|59\.1)\b",
    re.IGNORECASE,
)


@cache
def table(path: str) -> Table:
    return read((FOLDER / path).read_bytes(), path)


def values(kind: str, field: str) -> list[object]:
    return [row.values[field] for path, its in FILES if its == kind for row in table(path).rows]


def parts(path: Path) -> dict[str, bytes]:
    """Give what is in a file; a workbook by its members, since how small they are packed is the machine's affair."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def text(path: Path) -> str:
    return "\n".join(content.decode("utf-8") for content in parts(path).values())


def test_generator_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two")
    first = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}


def test_committed_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.name: parts(path) for path in tmp_path.iterdir()}
    assert {path.name: parts(path) for path in FOLDER.iterdir()} == written


def test_manifest_names_every_file_once() -> None:
    assert sorted(path for path, _ in FILES) == sorted({path.name for path in FOLDER.iterdir()} - {"manifest.toml"})


@pytest.mark.parametrize(("path", "kind"), FILES)
def test_file_is_recognised_and_read_without_a_problem(path: str, kind: str) -> None:
    found = table(path)
    assert (found.inspection.kind, found.refused, found.problems) == (kind, frozenset(), [])
    assert len({row.number for row in found.rows}) == found.inspection.rows > 0


def test_program_is_the_cast() -> None:
    assert sorted(map(str, values("partnerships", "name"))) == sorted(CAST)


@pytest.mark.parametrize("kind", ["readings", "horizons", "goals", "roadmap", "ledger", "answers", "meetings"])
def test_records_name_partnerships_of_the_program(kind: str) -> None:
    assert set(values(kind, "partnership")) <= set(CAST)


def test_deals_name_partnerships_of_the_program_or_none() -> None:
    named = set(values("opportunities", "partner"))
    assert named - set(CAST) == {None}
    assert set(CAST) - named == {"Elmhurst Labs", "Cobalt Fields Energy"}


def test_readings_are_only_what_nobody_can_compute() -> None:
    assert set(values("readings", "kpi")) == GIVEN


def test_potential_is_never_typed() -> None:
    assert set(values("partnerships", "potential")) == {None}


@pytest.mark.parametrize("path", [path for path, _ in FILES])
def test_file_holds_no_computed_figure(path: str) -> None:
    assert COMPUTED.findall(text(FOLDER / path)) == []


@pytest.mark.parametrize("path", sorted(FOLDER.parent.glob("*.py")), ids=lambda path: path.name)
def test_script_holds_no_computed_figure(path: Path) -> None:
    assert COMPUTED.findall(path.read_text(encoding="utf-8")) == []


def test_crm_report_looks_like_a_report() -> None:
    rows = list(csv.reader(io.StringIO((FOLDER / "salesforce-report-opportunities.csv").read_text(encoding="utf-8"))))
    assert rows[1][5].startswith("$")
    assert rows[-1] == ["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."]
