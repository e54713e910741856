"""Every worked example of specification 01."""

from comotion.methods.kernel.agreement import alpha
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.bands import bands, score_scale
from comotion.methods.kernel.likert import likert_friction
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.suppression import suppressed_cells
from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.settings import default_settings
from tests.methods.examples import example, near

SETTINGS = default_settings()


def test_k_01_likert_answers_give_friction():
    inputs, expected, tolerance = example("K-01")
    forward = [likert_friction(value) for value in inputs["values"]]
    backward = [likert_friction(value, reverse=True) for value in inputs["values"]]
    assert near({"forward": forward, "reverse": backward}, expected, tolerance)


def test_k_02_weighted_mean_with_a_missing_part_keeps_its_bounds():
    inputs, expected, tolerance = example("K-02")
    child = weighted_mean([("x", weight, value) for weight, value in inputs["child_parts"]], SETTINGS)
    parts = [("x", weight, child if value == "child" else value) for weight, value in inputs["parts"]]
    assert near({"child": child, "parent": weighted_mean(parts, SETTINGS)}, expected, tolerance)


def test_k_02b_too_little_data_gives_no_score():
    inputs, expected, tolerance = example("K-02b")
    assert near(weighted_mean([("x", *part) for part in inputs["parts"]], SETTINGS), expected, tolerance)


def test_k_03_readings_are_normalised():
    inputs, expected, tolerance = example("K-03")
    for kind, direction in (("higher", "higher"), ("lower", "lower"), ("no_ceiling", "higher"), ("band", "band")):
        limits = {name: value for name, value in inputs[kind].items() if name not in ("x", "direction")}
        scores = [normalise(value, Limits(direction, **limits)).score for value in inputs[kind]["x"]]
        assert near(scores, expected[kind], tolerance)


def test_k_04_bands_do_not_flicker():
    inputs, expected, _ = example("K-04")
    assert [state.band for state in bands(inputs["sequence"], score_scale(SETTINGS))] == expected["bands"]


def test_k_05_slope_counts_a_gap_as_a_gap():
    inputs, expected, tolerance = example("K-05")
    assert near(theil_sen(inputs["points"]), expected["slope_per_period"], tolerance)


def test_k_06_sides_agree_and_levels_do_not():
    inputs, expected, tolerance = example("K-06")
    cells = {"side_a": inputs["side_a"], "side_b": inputs["side_b"]}
    found = gaps(cells, SETTINGS)
    result = {
        "mean_a": found.side_means["side_a"],
        "mean_b": found.side_means["side_b"],
        "side_gap": found.side_gap,
        "level_means": found.level_means,
        "level_gap": found.level_gap,
        "cells_suppressed": [f"{side}/{level}" for side, level in suppressed_cells(cells, SETTINGS)],
    }
    assert near(result, expected, tolerance)


def test_k_07_alpha_of_the_published_table():
    inputs, expected, tolerance = example("K-07")
    raters = [[None if cell == "." else float(cell) for cell in row.split()] for row in inputs["raters_by_unit"]]
    units = list(zip(*raters, strict=True))
    found = {metric: alpha(units, SETTINGS, metric).alpha for metric in ("nominal", "ordinal", "interval")}
    assert near(found, expected, tolerance)


def test_k_08_counts_sum_to_the_total():
    inputs, expected, _ = example("K-08")
    found = [list(largest_remainder(total, shares)) for total, shares in inputs["cases"]]
    assert found == expected["allocations"]


def test_k_09_open_items_raise_the_median():
    inputs, expected, _ = example("K-09")
    assert median_time(inputs["closed_days"], inputs["open_days"]).median == expected["median_days"]
    assert median_time(inputs["closed_days"]).median == expected["naive_median_of_closed"]
    never = median_time([5], [10, 20, 30])
    assert (never.median, never.longest, never.lower_bound) == (expected["never_reached"], 30, 30)
