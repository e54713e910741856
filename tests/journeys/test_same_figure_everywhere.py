"""A figure is one figure: on its page, on the command line, in the API, in the workbook and on paper.

Two hundred figures of the example program are read from all five places: total, categories and Momentum Index of every
partnership that has any from the printed portfolio, potential and health of nineteen from their printed briefs, chosen
by a fixed seed. The page and paper show one decimal, the other three every digit; and the explanation alone is enough to compute
the value again.
"""

from __future__ import annotations

import io
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from examples.generate import FOLDER
from openpyxl import load_workbook
from pypdf import PdfReader

from comotion.cli.main import main
from comotion.core.principal import Principal
from comotion.identity.models import Membership
from comotion.narrative.names import figure_name
from comotion.narrative.wording import ENGLISH
from comotion.reports.tabular import columns
from comotion.scores.recomputation import recompute
from tests.api.conftest import secret_of
from tests.examples.conftest import load_file, refreshed

HEADLINES = (
    "scorecard",
    "category.financial_performance",
    "category.strategic_alignment",
    "category.operational_efficiency",
    "category.relationship_health",
    "momentum_index",
)
BRIEF_ONLY = ("potential", "health")
BRIEFS = 19
AS_OF = ("--as-of", "2026-11-16")
NUMBER = r"(\d+\.\d|–)"
WORD = r"(?:\d+%|(?:provisional|too little data), \d+%)"


@dataclass(frozen=True)
class Places:
    """The example program as each of the five places shows it; ``page`` and ``explained`` are asked figure by figure."""

    refs: dict[str, str]
    cli: dict[str, dict[str, Any]]
    api: dict[str, dict[str, Any]]
    workbook: dict[str, dict[str, float | None]]
    paper: dict[tuple[str, str], str]
    page: Callable[[str, str], str]
    explained: Callable[[str, str], dict[str, Any]]


@pytest.fixture
def places(principal: Principal, member: Membership, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Places:
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        load_file(FOLDER / file["path"], file["kind"])
    refreshed()
    assert main(["portfolio", "--json", *AS_OF]) == 0
    cli = {line["name"]: line for line in json.loads(capsys.readouterr().out)["partnerships"]}
    refs = {name: line["id"] for name, line in cli.items()}
    caller = Client(headers={"authorization": f"Bearer {secret_of(member)}"})
    reader = Client()
    reader.force_login(member.person)
    return Places(
        refs=refs,
        cli=cli,
        api={line["name"]: line for line in lines_of(caller)},
        workbook=workbook_of(report("portfolio", tmp_path / "portfolio.xlsx")),
        paper=printed(refs, tmp_path),
        page=lambda ref, figure: value_on(reader.get(f"/o/northwind-cloud/explain/{ref}/{figure}/").content.decode()),
        explained=lambda ref, figure: caller.get(f"/api/v1/partnerships/{ref}/figures/{figure}").json(),
    )


def report(name: str, file: Path, *about: str) -> bytes:
    assert main(["report", name, *about, "--out", str(file), *AS_OF]) == 0
    return file.read_bytes()


def lines_of(caller: Client) -> Iterator[dict[str, Any]]:
    address: str | None = "/api/v1/partnerships"
    while address:
        page = caller.get(address).json()
        yield from page["items"]
        address = page["next"]


def workbook_of(content: bytes) -> dict[str, dict[str, float | None]]:
    names = [column.name for column in columns()]
    rows = load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return {row["name"]: row for row in found}


def printed(refs: dict[str, str], folder: Path) -> dict[tuple[str, str], str]:
    """Every score on paper: those of the portfolio, and those that only a brief has."""
    text = text_of(report("portfolio", folder / "portfolio.pdf"))
    rows = {name: shown for name in refs if (shown := row_of(text, name))}
    found = {(name, figure): one for name, shown in rows.items() for figure, one in zip(HEADLINES, shown, strict=True)}
    for name in random.Random(20261116).sample(sorted(rows), BRIEFS):
        brief = text_of(report("brief", folder / "brief.pdf", refs[name]))
        found |= {(name, figure): score_of(brief, figure) for figure in BRIEF_ONLY}
    return found


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def row_of(text: str, name: str) -> list[str]:
    """The six scores behind a name in the table, each with its coverage; none for one that is named below it."""
    row = re.search(rf"^{re.escape(name)}\n.*\n((?:{NUMBER}\s+{WORD}\s+){{6}})", text, re.MULTILINE)
    return re.findall(rf"{NUMBER}\s+{WORD}", row.group(1)) if row else []


def score_of(brief: str, figure: str) -> str:
    """A score in the list of a brief."""
    match = re.search(
        rf"^{figure_name(figure, ENGLISH)} {NUMBER} {WORD}", brief[brief.index("\nScores\n") :], re.MULTILINE
    )
    assert match, figure
    return match.group(1)


def value_on(page: str) -> str:
    """The value at the head of an explanation."""
    match = re.search(r'<div class="co-explain-figure">.*?co-scored-value[^>]*>([^<]+)<', page, re.DOTALL)
    assert match, page
    return match.group(1)


def value_in(line: dict[str, Any], figure: str) -> float | None:
    """A figure in a line of the command line or the API."""
    group, _, name = figure.partition(".")
    found = line["categories"][name] if group == "category" else line[figure]
    return found["value"] if isinstance(found, dict) else found


def test_two_hundred_figures_are_the_same_in_all_five_places(places: Places) -> None:
    assert len(places.paper) == 27 * len(HEADLINES) + BRIEFS * len(BRIEF_ONLY) == 200
    unprinted = places.refs.keys() - {name for name, _ in places.paper}
    assert [value_in(places.cli[name], figure) for name in unprinted for figure in HEADLINES] == [None] * 6
    for (name, figure), on_paper in places.paper.items():
        ref = places.refs[name]
        explained = places.explained(ref, figure)
        value = explained["value"]
        shown = "–" if value is None else ENGLISH.score(value)
        assert value_in(places.cli[name], figure) == value, (name, figure, "command line")
        assert value_in(places.api[name], figure) == value, (name, figure, "API")
        assert places.workbook[name][figure] == pytest.approx(value, abs=1e-12), (name, figure, "workbook")
        assert on_paper == shown, (name, figure, "paper")
        assert places.page(ref, figure) == shown, (name, figure, "page")
        assert recompute(explained) == pytest.approx(value, abs=1e-9), (name, figure, "recomputed")
