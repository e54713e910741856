"""The forms over columns equal the single forms to 1e-9."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.kernel.batch import STATUSES, last_slopes, normalised, rolling_slopes
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.kernel.weighted_mean import number
from comotion.methods.portfolio import batch as portfolio_batch
from comotion.methods.portfolio.phases import phases
from comotion.methods.portfolio.tiers import TierInput, tiers
from comotion.methods.scorecard import batch
from comotion.methods.scorecard.card import scorecard
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CATEGORIES, DIMENSIONS, PHASES
from tests.methods.examples import few
from tests.methods.strategies import column, phase_rows, tables, tier_rows

SETTINGS = default_settings()
KPIS = [kpi.id for kpi in SETTINGS.card.kpis]
rows_of_readings = st.lists(
    st.fixed_dictionaries({kpi: st.none() | st.floats(-50, 150) for kpi in KPIS}), min_size=1, max_size=5
)


def same(array, values):
    assert array == pytest.approx(column(values), abs=1e-9, nan_ok=True)


def same_figures(figures, scored):
    same(figures.value, [item.value for item in scored])
    same(figures.coverage, [item.coverage for item in scored])
    same(figures.low, [item.low for item in scored])
    same(figures.high, [item.high for item in scored])
    assert [STATUSES[code] for code in figures.status] == [item.status for item in scored]
    assert figures.n.tolist() == [item.n for item in scored]


@few
@given(rows_of_readings)
def test_cards_in_columns_equal_single_cards(rows):
    cards = [scorecard(row, SETTINGS) for row in rows]
    found = batch.scorecards({kpi: column(row[kpi] for row in rows) for kpi in KPIS}, SETTINGS)
    same_figures(found.card, [card.card for card in cards])
    for category in CATEGORIES:
        same_figures(found.categories[category], [card.categories[category] for card in cards])
    for kpi in KPIS:
        same(found.kpis[kpi], [card.kpis[kpi].scored.value for card in cards])


@few
@given(rows_of_readings)
def test_cards_over_periods_equal_cards_of_each_period(rows):
    grid = {kpi: column(row[kpi] for row in rows).reshape(-1, 1).repeat(3, axis=1) for kpi in KPIS}
    flat = batch.scorecards({kpi: values[:, 0] for kpi, values in grid.items()}, SETTINGS)
    found = batch.scorecards(grid, SETTINGS)
    assert found.card.value[:, 2] == pytest.approx(flat.card.value, abs=1e-12, nan_ok=True)
    assert found.card.value.shape == (len(rows), 3)


def test_kpis_left_out_are_missing_everywhere_and_unknown_ones_refused():
    found = batch.scorecards({"trust_survey": np.array([70.0, np.nan])}, SETTINGS)
    assert found.card.n.tolist() == [1, 0]
    assert batch.scorecards({}, SETTINGS).card.value.shape == (0,)
    with pytest.raises(InvalidInput, match="UNKNOWN_ID"):
        batch.scorecards({"x": np.array([1.0])}, SETTINGS)


def test_a_category_without_kpis_is_missing_in_columns_too():
    kept = tuple(kpi for kpi in SETTINGS.card.kpis if kpi.category != "strategic_alignment")
    changed = replace(SETTINGS, card=replace(SETTINGS.card, kpis=kept))
    found = batch.scorecards({"trust_survey": np.array([70.0])}, changed)
    same_figures(found.categories["strategic_alignment"], [number(None, changed)])


@few
@given(st.lists(st.floats(-10, 10), min_size=1, max_size=6))
def test_columns_are_normalised_like_single_readings(values):
    for limits in (
        Limits("higher", 0, 3, 5),
        Limits("lower", 4, 1, -2),
        Limits("higher", -1, 2),
        Limits("higher", 0, 8, 9),
        Limits("band", floor_low=-3, band_low=-1, band_high=2, floor_high=4),
    ):
        same(normalised(np.array(values), limits, 75.0), [normalise(value, limits).score for value in values])


@few
@given(tables)
def test_slopes_in_columns_equal_single_slopes(table):
    width = len(table[0])
    grid = np.stack([column(row) for row in table])
    rolled = rolling_slopes(grid, 4, 3)
    last = last_slopes(grid, 4, 3)
    for row, values in enumerate(table):
        for end in range(width):
            points = [(t, v) for t, v in enumerate(values) if v is not None and end - 4 < t <= end]
            same(rolled[row, end : end + 1], [theil_sen(points)])
        same(last[row : row + 1], rolled[row, -1:].tolist() if not np.isnan(rolled[row, -1]) else [None])


@few
@given(phase_rows())
def test_phases_in_columns_equal_single_phases(rows):
    values = np.array([column(row.dimensions[name] for row in rows) for name in DIMENSIONS])
    columns = portfolio_batch.PhaseColumns(
        ids=np.array([row.id for row in rows], dtype=str),
        values=values,
        coverage=(~np.isnan(values)).astype(float),
        potential=column(row.potential for row in rows),
        effort=column(row.effort for row in rows),
        sponsor=np.array([row.sponsor for row in rows], dtype=bool),
        willing=np.array([row.partner_willing is True for row in rows], dtype=bool),
        age_months=column(row.age_months for row in rows),
    )
    found = portfolio_batch.phases(columns, SETTINGS)
    single = phases(rows, SETTINGS).values()
    assert [PHASES[code] for code in found.phase] == [result.phase for result in single]
    same(found.health, [result.health.value for result in single])
    same(found.coverage, [result.health.coverage for result in single])
    same(found.priority, [result.priority for result in single])
    assert found.too_early.tolist() == [bool(result.guardrails) for result in single]


def tier_columns(rows):
    potential, maturity = (column(getattr(row, name) for row in rows) for name in ("potential", "maturity"))
    codes = {name: code for code, name in enumerate(portfolio_batch.TIER_CODES)}
    return portfolio_batch.TierColumns(
        ids=np.array([row.id for row in rows], dtype=str),
        potential=potential,
        potential_coverage=(~np.isnan(potential)).astype(float),
        maturity=maturity,
        maturity_coverage=(~np.isnan(maturity)).astype(float),
        previous=np.array([codes.get(row.previous, -1) for row in rows], dtype=np.int8),
        pinned=np.array([codes.get(row.pinned, -1) for row in rows], dtype=np.int8),
    )


@few
@given(tier_rows(), st.sampled_from([None, "strategic", "growth", "transactional"]))
def test_tiers_in_columns_equal_single_tiers(rows, pin):
    rows = [replace(row, pinned=pin) if number == 0 else row for number, row in enumerate(rows)]
    try:
        single = [result.tier for result in tiers(rows, SETTINGS).values()]
    except InvalidInput:
        with pytest.raises(InvalidInput, match="TOO_MANY_PINS"):
            portfolio_batch.tiers(tier_columns(rows), SETTINGS)
        return
    found = portfolio_batch.tiers(tier_columns(rows), SETTINGS)
    assert [portfolio_batch.TIER_CODES[code] for code in found] == single


def test_too_many_pins_and_repeated_ids_are_refused_in_columns():
    rows = [TierInput(f"p{number}", 50.0, 50.0) for number in range(12)]
    pinned = [replace(row, pinned="strategic") for row in rows]
    with pytest.raises(InvalidInput, match="TOO_MANY_PINS"):
        portfolio_batch.tiers(tier_columns(pinned), SETTINGS)
    with pytest.raises(InvalidInput, match="DUPLICATE_ID"):
        portfolio_batch.tiers(tier_columns(rows[:1] * 2), SETTINGS)


def test_rows_out_of_range_are_refused_in_columns():
    one = np.ones(1)
    rows = portfolio_batch.PhaseColumns(
        np.array(["a"]), np.ones((4, 1)), np.ones((4, 1)), one, one, one > 0, one > 0, one
    )
    for changed in ({"potential": one * 101}, {"effort": one * 0}, {"age_months": -one}):
        with pytest.raises(InvalidInput, match="OUT_OF_RANGE"):
            portfolio_batch.phases(replace(rows, **changed), SETTINGS)
