"""Details of the kernel: ends of intervals, what stands beside a figure, and figures of which parts are missing."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from comotion.methods.kernel import batch
from comotion.methods.kernel.agreement import Alpha, alpha
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.bands import friction_scale
from comotion.methods.kernel.likert import dont_know_share
from comotion.methods.kernel.normalise import Limits, Normalised, normalise
from comotion.methods.kernel.suppression import (
    ShownCell,
    ShownGap,
    ShownLine,
    ShownSurvey,
    shown,
    suppressed_cells,
)
from comotion.methods.kernel.survival import Durations, MedianTime, median_time
from comotion.methods.kernel.trend import Trend, theil_sen, trend
from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.scored import Part, Scored
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
TWO_POINTS = replace(SETTINGS, trend=replace(SETTINGS.trend, minimum=2))
BAND = Limits("band", floor_low=0.2, band_low=0.4, band_high=0.6, floor_high=0.9)
UNITS = [[1, 1], [2, 2], [3, 3], [3, 4], [2, 2], [1, 1], [4, 4], [5, 4], [2, 2], [3, 3]]


def test_alpha_is_read_by_its_limits():
    perfect = alpha([[1, 1], [2, 2]] * 5, SETTINGS)
    assert perfect == Alpha(1.0, "reliable", 10)
    strict = replace(SETTINGS, agreement=replace(SETTINGS.agreement, reliable=0.99))
    assert alpha(UNITS, strict).reading == "tentative"
    stricter = replace(SETTINGS, agreement=replace(SETTINGS.agreement, tentative=0.98, reliable=0.99))
    assert alpha(UNITS, stricter).reading == "recalibrate"
    assert alpha([[2, 2]] * 11, SETTINGS) == Alpha(None, None, 11, ("NO_VARIATION",))


def test_those_who_know_are_not_counted_as_those_who_do_not():
    assert dont_know_share(["dont_know", 3, 4]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.2, Normalised(0.0, 0.2, clamped=False)),
        (0.4, Normalised(100.0, 0.4, clamped=False)),
        (0.6, Normalised(100.0, 0.6, clamped=False)),
        (0.9, Normalised(0.0, 0.9, clamped=False)),
        (0.1, Normalised(0.0, 0.1, clamped=True)),
        (1.0, Normalised(0.0, 1.0, clamped=True)),
    ],
)
def test_a_band_ends_where_its_limits_stand(value, expected):
    assert normalise(value, BAND) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (42.0, Normalised(0.0, 42.0, clamped=False)),
        (14.0, Normalised(75.0, 14.0, clamped=False)),
        (7.0, Normalised(100.0, 7.0, clamped=False)),
        (43.0, Normalised(0.0, 43.0, clamped=True)),
        (6.0, Normalised(100.0, 6.0, clamped=True)),
    ],
)
def test_lower_is_better_between_its_limits(value, expected):
    assert normalise(value, Limits("lower", 42.0, 14.0, 7.0)) == expected


def test_two_readings_make_a_trend_where_two_are_enough():
    assert theil_sen([(1, 10.0), (3, 20.0)], 2) == 5.0
    assert theil_sen([(1, 10.0)], 0) is None
    assert trend([(1, 10.0), (3, 20.0)], TWO_POINTS) == Trend(5.0, "rising", 2)


def test_two_readings_make_a_trend_in_columns_too():
    values = np.array([[1.0, np.nan, 5.0], [np.nan, np.nan, 5.0], [1.0, 2.0, np.nan]])
    assert batch.last_slopes(values, 3, 2) == pytest.approx([2.0, np.nan, 1.0], nan_ok=True)
    assert batch.rolling_slopes(values, 3, 2)[:, 2] == pytest.approx([2.0, np.nan, 1.0], nan_ok=True)
    assert batch.last_slopes(values[:, :1], 3, 2) == pytest.approx([np.nan] * 3, nan_ok=True)
    assert batch.rolling_slopes(values[:, :1], 3, 2).shape == (3, 1)


@pytest.mark.parametrize(
    "limits", [Limits("higher", 0, 3.5, 4.5), Limits("higher", 0, 2.0, 4.5), Limits("higher", 0, 3, 4)]
)
def test_limits_bend_up_or_down_or_not_at_all(limits):
    readings = [0.5, 2.0, 3.0, 3.4, 3.6, 4.0, 4.4]
    expected = [normalise(reading, limits).score for reading in readings]
    assert batch.normalised(np.array(readings), limits, 75.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("total", "shares", "counts"),
    [
        (5, (3, 3, 1), (2, 2, 1)),  # quotas 2.14, 2.14, 0.71: the last has the largest fraction
        (4, (1, 5, 4), (0, 2, 2)),  # quotas 0.4, 2, 1.6
        (1, (1, 1), (1, 0)),  # a tie goes to the earlier share
        (0, (1, 1), (0, 0)),
    ],
)
def test_what_is_left_goes_to_the_largest_fractions(total, shares, counts):
    assert largest_remainder(total, shares) == counts


def test_codes_and_counts_of_columns_are_whole_numbers():
    figures = batch.mean_of_numbers([2.0, 2.0], np.array([[40.0, np.nan], [60.0, np.nan]]), SETTINGS.coverage)
    assert (figures.status.dtype, figures.status.tolist()) == (np.int8, [2, 0])
    assert figures.n.tolist() == [2, 0]
    assert figures.value == pytest.approx([50.0, np.nan], nan_ok=True)
    assert (figures.low.tolist(), figures.high.tolist()) == ([50.0, 0.0], [50.0, 100.0])


def test_weights_of_figures_in_columns_are_relative():
    one = batch.mean_of_numbers([1.0], np.array([[40.0]]), SETTINGS.coverage)
    other = batch.mean_of_numbers([1.0], np.array([[np.nan]]), SETTINGS.coverage)
    found = batch.mean_of_figures([6.0, 2.0], [one, other], SETTINGS.coverage)
    assert (found.value.tolist(), found.coverage.tolist(), found.n.tolist()) == ([40.0], [0.75], [1])
    assert (found.low.tolist(), found.high.tolist(), found.status.tolist()) == ([30.0], [55.0], [1])


@pytest.mark.parametrize(("share", "code"), [(0.5 - 1e-10, 1), (0.5 - 1e-8, 0), (0.8 - 1e-10, 2), (0.8 - 1e-8, 1)])
def test_a_coverage_this_close_below_its_limit_has_reached_it(share, code):
    assert batch.status_codes(np.array([share]), SETTINGS.coverage).tolist() == [code]


def test_everything_that_may_be_shown_is_shown():
    cells = {"a": {"m": [10.0] * 4, "o": [90.0, 80.0, 100.0]}, "b": {"m": [40.0] * 5}}
    assert shown(cells, SETTINGS, friction_scale(SETTINGS)) == ShownSurvey(
        (
            ShownCell("a", "m", suppressed=False, mean=10.0, n=4),
            ShownCell("a", "o", suppressed=False, mean=90.0, n=3),
            ShownCell("b", "m", suppressed=False, mean=40.0, n=5),
            ShownCell("b", "o", suppressed=False, mean=None, n=None),
        ),
        (ShownLine("a", "low", 10.0, 7), ShownLine("b", "moderate", 40.0, 5)),
        (ShownLine("m", "moderate", 25.0, 9), ShownLine("o", "severe", 90.0, 3)),
        ShownGap(-30.0, noteworthy=True),
        ShownGap(65.0, noteworthy=True),
        ("LEVEL_LEFT_OUT:o",),
    )


def test_what_would_give_a_small_cell_away_is_hidden_with_it():
    cells = {"a": {"m": [10.0] * 2, "e": [20.0] * 5, "o": [30.0] * 4}, "b": {"m": [], "e": [], "o": []}}
    assert suppressed_cells(cells, SETTINGS) == (("a", "m"), ("a", "o"))
    view = shown(cells, SETTINGS, friction_scale(SETTINGS))
    assert [(line.name, line.band, line.mean, line.n) for line in view.levels] == [
        ("m", "low", None, None),
        ("e", "low", 20.0, 5),
        ("o", "moderate", None, None),
    ]
    assert view.level_gap == ShownGap(None, noteworthy=False)


def test_an_empty_cell_has_nothing_to_hide():
    assert suppressed_cells({"a": {"m": [10.0] * 3, "o": []}}, SETTINGS) == ()


def test_the_median_is_reached_at_one_half_with_what_stands_beside_it():
    assert median_time([1.0, 2.0]) == MedianTime(1.0, 2.0, 2, 0)
    assert median_time([4.0, 2.0], [9.0]) == MedianTime(4.0, 9.0, 2, 1)
    assert median_time([4.0], [9.0, 5.0]) == MedianTime(None, 9.0, 1, 2)
    assert median_time([4.0], [9.0, 5.0]).lower_bound == 9.0
    assert Durations((1.0, 2.0), (3.0,)).n == 3


def test_a_figure_holds_its_parts_notes_and_hash():
    found = weighted_mean([("a", 3, 40.0), ("b", 1, None)], SETTINGS, notes=("SEEN",))
    assert found == Scored(
        40.0,
        0.75,
        "provisional",
        30.0,
        55.0,
        1,
        (Part("a", 3, 40.0, 1.0, 40.0), Part("b", 1, None, 0.0, None)),
        ("SEEN",),
        SETTINGS.config_hash,
    )
    assert number(None, SETTINGS) == Scored(None, 0.0, "insufficient", 0.0, 100.0, 0, config_hash=SETTINGS.config_hash)
    assert number(40.0, SETTINGS) == Scored(40.0, 1.0, "ok", 40.0, 40.0, 1, config_hash=SETTINGS.config_hash)


def test_rounding_leads_no_figure_outside_its_bounds():
    random = Random(5)
    for _ in range(300):
        weights = [random.uniform(0.01, 9.0) for _ in range(7)]
        missing = weighted_mean([("x", weight, None) for weight in weights], SETTINGS)
        assert (missing.low, missing.high) == (0.0, pytest.approx(100.0))
        assert missing.high <= 100.0
        values = np.array([[random.uniform(0.0, 100.0)] * 7 for _ in range(20)]).T
        single = batch.mean_of_numbers(weights, values, SETTINGS.coverage)
        nested = batch.mean_of_figures(weights, [single] * 7, SETTINGS.coverage)
        nothing = batch.mean_of_numbers(weights, np.full((7, 1), np.nan), SETTINGS.coverage)
        assert batch.mean_of_figures(weights, [nothing] * 7, SETTINGS.coverage).high[0] <= 100.0
        for found in (single, nested):
            assert (found.low <= found.value).all()
            assert (found.value <= found.high).all()


def test_parts_of_an_insufficient_figure_have_no_contribution():
    found = weighted_mean([("a", 1, 40.0), ("b", 3, None)], SETTINGS)
    assert found == Scored(
        None,
        0.25,
        "insufficient",
        10.0,
        85.0,
        1,
        (Part("a", 1, 40.0, 1.0, None), Part("b", 3, None, 0.0, None)),
        config_hash=SETTINGS.config_hash,
    )
