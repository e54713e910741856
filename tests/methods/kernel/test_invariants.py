"""Invariants of specification 01 e."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comotion.methods.kernel.agreement import alpha
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.bands import Scale, bands, next_band
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.suppression import shown, suppressed_cells
from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.settings import default_settings
from tests.methods.examples import few
from tests.methods.strategies import parts, scores, weights

SETTINGS = default_settings()
SCALE = Scale(("weak", "workable", "strong"), (50.0, 75.0), 3.0)
series = st.lists(st.tuples(st.integers(0, 30), scores), min_size=3, max_size=8, unique_by=lambda point: point[0])
durations = st.lists(st.floats(0, 100), max_size=8)
cells = st.fixed_dictionaries(
    {
        side: st.fixed_dictionaries(
            {level: st.lists(scores, max_size=5) for level in ("executive", "management", "operational")}
        )
        for side in ("a", "b", "c")
    }
)


@few
@given(parts)
def test_weighted_mean_lies_within_its_bounds(given_parts):
    found = weighted_mean(given_parts, SETTINGS)
    if found.value is not None:
        assert found.low <= found.value <= found.high
    if all(value is not None for _, _, value in given_parts):
        assert found.low == pytest.approx(found.high, abs=1e-9)
        assert found.coverage == pytest.approx(1)


@few
@given(parts, st.floats(0.1, 50))
def test_weighted_mean_ignores_the_scale_of_weights(given_parts, factor):
    found = weighted_mean(given_parts, SETTINGS)
    scaled = weighted_mean([(name, factor * weight, value) for name, weight, value in given_parts], SETTINGS)
    assume(all(abs(found.coverage - cut) > 1e-6 for cut in (0.5, 0.8)))
    assert scaled.value == pytest.approx(found.value, abs=1e-7)
    assert (scaled.low, scaled.high) == pytest.approx((found.low, found.high), abs=1e-7)


@few
@given(parts)
def test_weighted_mean_lies_between_its_parts_and_contributions_add_up(given_parts):
    found = weighted_mean(given_parts, SETTINGS)
    assume(found.value is not None)
    present = [value for _, _, value in given_parts if value is not None]
    assert min(present) - 1e-9 <= found.value <= max(present) + 1e-9
    assert sum(part.contribution or 0 for part in found.parts) == pytest.approx(found.value, abs=1e-9)


@few
@given(parts, st.data())
def test_removing_a_part_never_raises_coverage(given_parts, data):
    at = data.draw(st.integers(0, len(given_parts) - 1))
    fewer = [(n, w, None if index == at else v) for index, (n, w, v) in enumerate(given_parts)]
    before, after = weighted_mean(given_parts, SETTINGS), weighted_mean(fewer, SETTINGS)
    assert after.coverage <= before.coverage + 1e-12
    assert after.low <= before.low + 1e-9
    assert after.high >= before.high - 1e-9


@few
@given(parts, parts, weights, weights)
def test_bounds_hold_under_nesting(left, right, left_weight, right_weight):
    children = [
        ("left", left_weight, weighted_mean(left, SETTINGS)),
        ("right", right_weight, weighted_mean(right, SETTINGS)),
    ]
    found = weighted_mean(children, SETTINGS)
    if found.value is not None:
        assert found.low <= found.value <= found.high
    assert found.n == sum(value is not None for _, _, value in left + right)


@few
@given(st.floats(-500, 500), st.floats(-500, 500))
def test_normalisation_is_monotone_and_within_0_to_100(left, right):
    low, high = sorted((left, right))
    higher, lower = Limits("higher", 0, 100, 150), Limits("lower", 42, 14, 7)
    assert 0 <= normalise(low, higher).score <= normalise(high, higher).score <= 100
    assert 100 >= normalise(low, lower).score >= normalise(high, lower).score >= 0


@few
@given(st.lists(st.floats(47.001, 52.999), min_size=1, max_size=10), st.sampled_from(["weak", "workable"]))
def test_readings_within_the_margin_never_change_the_band(readings, start):
    band = start
    for reading in readings:
        band = next_band(band, reading, SCALE)
        assert band == start


@few
@given(st.lists(scores, min_size=2, max_size=10).map(sorted), st.floats(0, 12.5), st.floats(0, 12.5), st.booleans())
def test_a_larger_margin_never_gives_more_changes_on_a_monotone_path(path, one, other, falling):
    path = path[::-1] if falling else path
    small, large = sorted((one, other))
    changes = []
    for margin in (small, large):
        at = [SCALE.names.index(state.band) for state in bands(path, replace(SCALE, margin=margin))]
        changes.append(sum(abs(right - left) for left, right in pairwise(at)))
    assert changes[1] <= changes[0]


@few
@given(st.integers(0, 500), st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_largest_remainder_sums_and_stays_near_its_quotas(total, shares):
    found = largest_remainder(total, shares)
    assert sum(found) == total
    assert all(abs(n - total * share / sum(shares)) < 1 for n, share in zip(found, shares, strict=True))


@few
@given(series, st.floats(-50, 50))
def test_slope_ignores_a_constant_and_flips_with_time(points, constant):
    slope = theil_sen(points)
    assert theil_sen([(t, v + constant) for t, v in points]) == pytest.approx(slope, abs=1e-9)
    assert theil_sen([(-t, v) for t, v in points]) == pytest.approx(-slope, abs=1e-9)


@few
@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=4), min_size=10, max_size=14), st.randoms())
def test_alpha_ignores_names_and_order(units, random):
    before = alpha(units, SETTINGS)
    shuffled = [random.sample(unit, len(unit)) for unit in units]
    random.shuffle(shuffled)
    after = alpha(shuffled, SETTINGS)
    assert (after.alpha is None) == (before.alpha is None)
    if before.alpha is not None:
        assert after.alpha == pytest.approx(before.alpha, abs=1e-9)


@few
@given(st.lists(st.integers(1, 5), min_size=10, max_size=14).filter(lambda values: len(set(values)) > 1))
def test_perfect_agreement_with_variation_gives_alpha_one(values):
    for metric in ("nominal", "ordinal", "interval"):
        assert alpha([[value] * 3 for value in values], SETTINGS, metric).alpha == pytest.approx(1)


@few
@given(durations, durations, st.floats(0, 100))
def test_an_open_item_never_lowers_the_median(closed, still_open, more):
    before, after = median_time(closed, still_open), median_time(closed, [*still_open, more])
    if after.median is not None:
        assert before.median is not None
        assert after.median >= before.median


@few
@given(cells)
def test_small_cells_and_their_lines_are_never_shown(table):
    hidden = suppressed_cells(table, SETTINGS)
    view = shown(table, SETTINGS, SCALE)
    for cell in view.cells:
        n = len(table[cell.side][cell.level])
        assert cell.suppressed == ((cell.side, cell.level) in hidden)
        assert (cell.mean is None) == (cell.suppressed or n == 0)
        assert n == 0 or n >= 3 or cell.suppressed
    for line, at in [(line, 0) for line in view.sides] + [(line, 1) for line in view.levels]:
        own = [cell for cell in view.cells if (cell.side, cell.level)[at] == line.name]
        if any(cell.suppressed for cell in own):
            assert (line.mean, line.n) == (None, None)
        suppressed = sum(cell.suppressed for cell in own)
        assert not (suppressed == 1 and any(cell.mean is not None for cell in own))


@few
@given(cells, st.sampled_from("abc"), st.sampled_from(["executive", "management", "operational"]))
def test_duplicating_a_cell_changes_no_gap(table, side, level):
    doubled = {name: dict(levels) for name, levels in table.items()}
    doubled[side][level] = doubled[side][level] * 2
    before, after = gaps(table, SETTINGS), gaps(doubled, SETTINGS)
    assert after.side_gap == pytest.approx(before.side_gap, abs=1e-9)
    assert after.level_gap == pytest.approx(before.level_gap, abs=1e-9)
