"""The generator: the same seed gives the same program, and it has what a program has."""

from __future__ import annotations

import numpy as np
import pytest

from bench.readings import MISSING, Size, cube, measures, rows

SMALL = Size(12, 18)


def test_generator_is_deterministic() -> None:
    assert rows(SMALL).equals(rows(SMALL))
    assert not rows(SMALL).equals(rows(SMALL, seed=2))


def test_size_counts_the_readings_of_the_goal() -> None:
    assert (len(measures()), Size(10_000).readings) == (17, 10_200_000)


def test_rows_are_the_readings_that_were_entered_month_by_month() -> None:
    values, found = cube(SMALL), rows(SMALL)

    assert len(found) == int((~np.isnan(values)).sum())
    assert found["month"].is_sorted()
    first = found.row(0, named=True)
    assert values[first["kpi"], first["partnership"], first["month"]] == first["value"]


def test_a_few_readings_are_missing() -> None:
    assert float(np.isnan(cube(Size(200, 24))).mean()) == pytest.approx(MISSING, abs=0.005)
