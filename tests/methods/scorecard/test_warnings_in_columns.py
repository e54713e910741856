"""The early warnings over columns equal their single forms."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.scorecard import warnings
from comotion.methods.scorecard.participation import Participation
from comotion.methods.scorecard.warnings import batch
from comotion.methods.settings import default_settings
from tests.methods.examples import few
from tests.methods.strategies import column, maybe_scores, tables

SETTINGS = default_settings()
STATES = {1: "fires", 0: "clear", -1: "unknown"}
maybe_counts = st.none() | st.integers(0, 30).map(float)
maybe_flags = st.sampled_from([None, 0.0, 1.0])


def codes_of(codes):
    return [STATES[code] for code in codes]


def table_of(rows):
    return np.stack([column(row) for row in rows])


@few
@given(st.lists(st.tuples(maybe_scores, maybe_counts, st.none() | st.floats(-10, 10), maybe_counts), min_size=1))
def test_perception_in_columns_equals_the_single_form(rows):
    found = batch.perception_split(*(column(values) for values in zip(*rows, strict=True)), SETTINGS)
    assert codes_of(found) == [
        warnings.perception_split(
            warnings.SideAnswers(trust, int(n or 0)), warnings.SideAnswers(satisfied, int(m or 0)), SETTINGS
        ).state
        for trust, n, satisfied, m in rows
    ]


@few
@given(st.lists(st.tuples(st.lists(st.booleans(), max_size=3), st.lists(st.booleans(), max_size=2)), min_size=1))
def test_rhythm_in_columns_equals_the_single_form(rows):
    mbrs = table_of([([None, None, *held])[-2:] for held, _ in rows])
    qsrs = column(([None, *held])[-1] for _, held in rows)
    singles = [warnings.rhythm_slip(mbr, qsr, SETTINGS).state for mbr, qsr in rows]
    assert codes_of(batch.rhythm_slip(mbrs, qsrs)) == singles


@few
@given(st.lists(st.tuples(*[st.none() | st.floats(0, 90), maybe_counts] * 2), min_size=1))
def test_lag_in_columns_equals_the_single_form(rows):
    def sample(days, signals):
        return None if days is None else warnings.LagSample(days, int(signals or 0))

    found = batch.lag_growth(*(column(values) for values in zip(*rows, strict=True)), SETTINGS)
    singles = [warnings.lag_growth(sample(*row[:2]), sample(*row[2:]), SETTINGS).state for row in rows]
    assert codes_of(found) == singles


days_back = st.none() | st.integers(0, 400)


@few
@given(st.lists(st.tuples(st.integers(0, 400), st.lists(st.tuples(st.booleans(), days_back), min_size=2, max_size=2))))
def test_sponsors_in_columns_equal_the_single_form(rows):
    today = date(2025, 6, 1).toordinal()

    def day(back):
        return None if back is None else date.fromordinal(today - back)

    found = batch.sponsor_gone(
        np.array([[has for has, _ in sides] for _, sides in rows], dtype=bool).reshape(-1, 2),
        column(None if back is None else today - back for _, sides in rows for _, back in sides).reshape(-1, 2),
        column(today - started for started, _ in rows),
        today,
        SETTINGS,
    )
    singles = [
        warnings.sponsor_gone(
            [warnings.SponsorSide(str(at), has, day(back)) for at, (has, back) in enumerate(sides)],
            day(started),
            day(0),
            SETTINGS,
        ).state
        for started, sides in rows
    ]
    assert codes_of(found) == singles


def test_rooms_without_sides_know_nothing_of_sponsors():
    found = batch.sponsor_gone(np.ones((2, 0), dtype=bool), np.ones((2, 0)), np.ones(2), 9.0, SETTINGS)
    assert codes_of(found) == ["unknown", "unknown"]


@few
@given(st.lists(st.tuples(maybe_scores, maybe_scores, maybe_scores), min_size=1))
def test_fairness_in_columns_equals_the_single_form(rows):
    found = batch.fairness_drift(table_of(rows), SETTINGS)
    assert codes_of(found) == [warnings.fairness_drift(row, SETTINGS).state for row in rows]


@few
@given(st.lists(st.tuples(maybe_flags, maybe_flags), min_size=1))
def test_horizons_in_columns_equal_the_single_form(rows):
    names = {None: None, 1.0: "today_only", 0.0: "full_span"}
    singles = [warnings.near_term_only([names[flag] for flag in row], SETTINGS).state for row in rows]
    assert codes_of(batch.near_term_only(table_of(rows))) == singles


@few
@given(st.lists(st.lists(st.tuples(maybe_counts, maybe_counts), min_size=2, max_size=2), min_size=1))
def test_participation_in_columns_equals_the_single_form(rows):
    now, usual = (table_of([[side[at] for side in row] for row in rows]) for at in (0, 1))
    singles = [
        warnings.participation_falling(
            {str(at): Participation(None if n is None else int(n), u) for at, (n, u) in enumerate(row)}, SETTINGS
        ).state
        for row in rows
    ]
    assert codes_of(batch.participation_falling(now, usual, SETTINGS)) == singles


@few
@given(tables, st.data())
def test_warnings_in_columns_equal_single_warnings(table, data):
    financial = [data.draw(maybe_scores) for _ in table]
    grid = np.stack([column(row) for row in table])
    eroding = batch.hidden_erosion(column(financial), grid, SETTINGS)
    apart = batch.divergence(column(financial), grid[:, -1], SETTINGS)
    floor = batch.category_floor({"a": column(financial), "b": grid[:, -1]}, SETTINGS)
    for row, values in enumerate(table):
        points = tuple((t, v) for t, v in enumerate(values) if v is not None)
        history = warnings.CategoryHistory(len(values) - 1, financial[row], points)
        assert STATES[eroding[row]] == warnings.hidden_erosion(history, SETTINGS).state
        assert STATES[apart[row]] == warnings.divergence(financial[row], values[-1], SETTINGS).state
        single = warnings.category_floor({"a": financial[row], "b": values[-1]}, SETTINGS)
        assert STATES[floor[row]] == single.state


@few
@given(st.lists(st.tuples(*[st.none() | st.floats(0, 1)] * 3), min_size=1, max_size=5))
def test_going_dark_in_columns_equals_the_single_form(rows):
    now, before, response = (column(values) for values in zip(*rows, strict=True))
    codes = batch.going_dark(now, before, response, SETTINGS)
    singles = [warnings.going_dark(n, b, {"a": r}, SETTINGS).state for n, b, r in rows]
    assert [STATES[code] for code in codes] == singles
