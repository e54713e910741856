"""The comparison with polars at a small size: the same figures, and a difference is found where there is one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import cards_ours, cards_polars, scorecards
from bench.readings import Size, write_rows
from bench.rounds import compared
from bench.table import Line, verdict
from comotion.methods.settings import default_settings

SIZE = Size(30, 14)


@pytest.mark.parametrize("name", ["now", "history"])
def test_ours_and_polars_give_the_same_figures(name: str, tmp_path: Path) -> None:
    file, settings = write_rows(SIZE, tmp_path), default_settings()
    ours = getattr(cards_ours, name)(file, SIZE, settings)
    peer = getattr(cards_polars, name)(file, SIZE, settings)

    assert scorecards.difference(ours, peer) <= 1e-9
    assert ours["card.value"].size == (30 if name == "now" else 30 * 14)


def test_difference_sees_a_figure_that_only_one_side_has(tmp_path: Path) -> None:
    file, settings = write_rows(SIZE, tmp_path), default_settings()
    ours = cards_ours.now(file, SIZE, settings)
    ours["card.value"][3] = np.nan

    assert scorecards.difference(ours, cards_polars.now(file, SIZE, settings)) == np.inf


def test_lines_of_a_small_run_hold_both_jobs(tmp_path: Path) -> None:
    found = scorecards.lines(tmp_path, partnerships=10, pairs=1)

    assert [line.goal for line in found] == ["≤ 1.5", "≤ 0.3"]


def test_compared_takes_the_ratio_pair_by_pair() -> None:
    runs: list[str] = []
    found = compared(lambda: runs.append("a"), lambda: runs.append("b"), pairs=3)

    assert runs == ["a", "b"] * 3
    assert found.lowest <= found.wall_ratio <= found.highest


def test_verdict_names_what_is_missed_and_by_how_much() -> None:
    assert [verdict(found, 0.3) for found in (0.3, 0.5, 0.61)] == ["met", "missed", "missed by more than 2×"]
    assert str(Line("a", "b", "c", "d", "e", "f")) == "| a | b | c | d | e | f |"
