"""What changes when the files change: one meeting, one deal and one answer, with the sums done by hand."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples.generate import FOLDER
from examples.months import TODAY
from pypdf import PdfReader

from comotion.imports.models import ImportRun
from comotion.portfolio.lines import PortfolioFilters
from comotion.portfolio.models import PortfolioRow
from comotion.reports.portfolio import portfolio_report

Portfolio = tuple[dict[str, PortfolioRow], dict[str, Any]]
TALK = "SOL-M900,Solvane Health,Sponsor talk,14 Oct 2026,14 Oct 2026,Camille Ferrand,Ottilie Brandl,yes,yes,30\n"
DEAL = '"Mossgill Group – Object Storage phase 2","Closed Won","Q4-2026","$36,900.00"'
ANSWER = "Harrow & Finch,2026-09-23,theirs,management,HAR-64,3,4,2,5,5,6\n"


def replaced(folder: Path, name: str, old: str, new: str) -> Path:
    """Change one place of a file; it must be there exactly once."""
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8", newline="")
    return path


def report() -> Counter[str]:
    """Return the lines of text of the printed portfolio, with how often each stands there."""
    content = portfolio_report(ending="pdf", filters=PortfolioFilters(), as_of=TODAY)
    pages = PdfReader(io.BytesIO(content)).pages
    return Counter(line.strip() for page in pages for line in page.extract_text().splitlines() if line.strip())


def scores(rows: dict[str, PortfolioRow]) -> dict[str, tuple[float | None, ...]]:
    return {
        name: (
            row.financial_performance, row.strategic_alignment, row.operational_efficiency, row.relationship_health
        )
        for name, row in rows.items()
    }  # fmt: skip


def test_changed_files_change_what_rests_on_them_and_nothing_else(
    program: Portfolio,
    load: Callable[[Path, str], ImportRun],
    refresh_portfolio: Callable[[], Portfolio],
    tmp_path: Path,
) -> None:
    before, totals_before = program
    printed_before = report()
    folder = shutil.copytree(FOLDER, tmp_path / "program")
    meetings = folder / "meetings.csv"
    meetings.write_text(meetings.read_text(encoding="utf-8") + TALK, encoding="utf-8", newline="")
    deals = replaced(folder, "salesforce-report-opportunities.csv", DEAL, DEAL.replace("36,900", "53,200"))
    answers = replaced(folder, "pulse-quarterly.csv", ANSWER, ANSWER.replace("5,5,6\n", "5,5,10\n"))

    runs = [load(meetings, "meetings"), load(deals, "opportunities"), load(answers, "answers")]
    assert [(run.created, run.changed, run.refused) for run in runs] == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    after, totals = refresh_portfolio()

    # The talk. Solvane's sponsors met once of two times due in August to October, at the review; now twice.
    #   satisfaction 6.0: 75 × (6.0 − 3) / 4.5 = 50; trust 60: 75 × (60 − 20) / 50 = 60; gap 6⅔: 75 + 25 × 8⅓ / 10 = 95.83
    #   engagement 0.5 → 50, 1.0 → 100:  (50 + 60 + 50 + 95.83) / 4 = 63.96  →  (50 + 60 + 100 + 95.83) / 4 = 76.46
    assert before["Solvane Health"].relationship_health == pytest.approx(63.958, abs=0.001)
    assert after["Solvane Health"].relationship_health == pytest.approx(76.458, abs=0.001)

    # The deal. Fjordline's October: 56,900 sourced + 0.3 × 81,250 influenced = 81,275; with 16,300 more 97,575.
    #   against a plan of 81,500: 0.99724 → 74.48;  1.19724 → 75 + 25 × 0.19724 / 0.3 = 91.44
    #   pipeline 739,100 / 254,700 = 2.90185 → 71.32, as before
    #   costs 236,270 / 943,645 = 0.25038 → 74.89;  / 959,945 = 0.24613 → 75 + 25 × 0.00387 / 0.15 = 75.65
    #   October 2025 was 51,250 + 0.3 × 73,200 = 73,210: growth 11.02 % → 66.46;  33.28 % → 75 + 25 × 18.28 / 35 = 88.06
    #   (2 × 74.48 + 71.32 + 74.89 + 66.46) / 5 = 72.33  →  (2 × 91.44 + 71.32 + 75.65 + 88.06) / 5 = 83.58
    assert before["Fjordline Data"].financial_performance == pytest.approx(72.327, abs=0.001)
    assert after["Fjordline Data"].financial_performance == pytest.approx(83.579, abs=0.001)

    # The answer. Six people at Harrow & Finch gave 7 + 6 + 5 + 7 + 6 + 5 = 36; with 10 for 6 it is 40.
    #   6.0 → 50;  6⅔ → 75 × 3⅔ / 4.5 = 61.11; trust 55.83 → 53.75, engagement 0.5 → 50 and the gap of trust 5 → 100 stay
    #   (50 + 53.75 + 50 + 100) / 4 = 63.44  →  (61.11 + 53.75 + 50 + 100) / 4 = 66.22
    assert before["Harrow & Finch"].relationship_health == pytest.approx(63.4375, abs=0.001)
    assert after["Harrow & Finch"].relationship_health == pytest.approx(66.215, abs=0.001)

    # Counts: Solvane's relationship passes 70, nobody else's figure does.
    good = {name: count for name, (count, *_) in totals["dimensions"].items()}
    assert good == {
        "strategic_alignment": 4, "value_exchange": 7, "operational_efficiency": 12, "relationship_health": 4
    }  # fmt: skip
    assert totals["good"][1] == totals_before["good"][1] - 1

    # Phases: with one good dimension Solvane may be a quick win. Potential: 5 × √(4 × 4) / 3 = 6.667,
    #   100 × ln(6.667 / 0.2) / ln 125 = 72.63. Health (59.0 + 65.6 + 56.0 + 76.5) / 4 = 64.3; (72.6 − 64.3) / 3 = 2.8.
    #   Trellis, fourth until now: potential 4 × √(4 × 3.5) / 1.5 = 9.978 → 80.98, health 78.9; 2.1 / 1 = 2.1.
    #   Four slots: Solvane takes Trellis' place, and Trellis the one that Solvane left in restructuring.
    assert after["Solvane Health"].priority > after["Trellis Identity"].priority == before["Trellis Identity"].priority
    moved = {name: (before[name].phase, row.phase) for name, row in after.items() if row.phase != before[name].phase}
    assert moved == {
        "Solvane Health": ("restructure", "quick_win"), "Trellis Identity": ("quick_win", "restructure")
    }  # fmt: skip

    # Nothing else moved.
    changed = {name for name, figures in scores(after).items() if figures != scores(before)[name]}
    assert changed == {"Solvane Health", "Fjordline Data", "Harrow & Finch"}

    # The printed portfolio says the same: Solvane's total gains 12.5 × 0.20 = 2.5, Fjordline's 11.25 × 0.30 = 3.4,
    #   Harrow & Finch's 2.78 × 0.20 = 0.6.
    printed = report()
    assert figures_only(printed_before - printed) == {
        "Relationship health 3 26 3–3": 1, "58.3 100% 58.1": 1, "64.0": 1, "66.0 100% 72.3": 1, "64.4 100% 55.4": 1,
        "63.4": 1,
    }  # fmt: skip
    assert figures_only(printed - printed_before) == {
        "Relationship health 4 26 4–4": 1, "60.8 100% 58.1": 1, "76.5": 1, "69.3 100% 83.6": 1, "65.0 100% 55.4": 1,
        "66.2": 1,
    }  # fmt: skip


def figures_only(lines: Counter[str]) -> dict[str, int]:
    """Leave out lines without a figure: names around the picture, which move with its points."""
    return {line: count for line, count in lines.items() if re.search(r"\d", line)}
