from __future__ import annotations

import re

import pytest

from comotion.web.shared import glyphs
from comotion.web.shared.measured import Measured, measured

COMPLETE = Measured(72.6, 1.0, "ok", 72.6, 72.6)
NEARLY = Measured(65.4, 0.94, "ok", 61.6, 67.8)
PROVISIONAL = Measured(62.2, 0.69, "provisional", 43.0, 74.0)
TOO_LITTLE = Measured(None, 0.3, "insufficient", 18.0, 88.0)


def classes(svg: str) -> list[str]:
    return re.findall(r'class="co-g-([\w-]+)', svg)


def test_track_of_a_complete_figure_has_a_marker_and_no_band() -> None:
    assert classes(glyphs.track(COMPLETE)) == ["track", "cut", "cut", "dot"]


def test_track_places_the_marker_to_scale() -> None:
    assert '<circle class="co-g-dot" cx="54.3" cy="7" r="3.4"/>' in glyphs.track(NEARLY)


def test_track_draws_the_band_from_low_to_high() -> None:
    assert '<rect class="co-g-band" x="51.3" y="3" width="4.9" height="8"/>' in glyphs.track(NEARLY)


def test_track_of_a_provisional_figure_is_hollow() -> None:
    assert classes(glyphs.track(PROVISIONAL)) == ["track", "cut", "cut", "band", "hollow"]


def test_track_without_a_value_is_dotted_and_has_no_marker() -> None:
    assert classes(glyphs.track(TOO_LITTLE)) == ["miss"]


def test_track_of_friction_has_three_cuts() -> None:
    assert classes(glyphs.track(COMPLETE, cuts=glyphs.FRICTION_CUTS)).count("cut") == 3


def test_track_keeps_values_beyond_the_scale_at_its_ends() -> None:
    assert 'cx="82"' in glyphs.track(Measured(130.0, 1.0, "ok", 130.0, 130.0))


def test_strip_draws_strong_weak_and_missing_cells() -> None:
    cells = [
        glyphs.Cell(measured(82.4), "82"),
        glyphs.Cell(measured(66.0), "66"),
        glyphs.Cell(measured(44.8), "45"),
        glyphs.Cell(measured(None), "no data"),
    ]

    assert classes(glyphs.strip(cells)) == [
        *("num", "track", "cut", "dot"),
        *("num", "track", "cut", "dot"),
        *("num", "track", "cut", "weak"),
        *("word", "miss"),
    ]


def test_strip_is_216_by_30() -> None:
    assert 'width="216" height="30" viewBox="0 0 216 30"' in glyphs.strip([glyphs.Cell(COMPLETE, "73")] * 4)


def test_strip_hollows_a_weak_provisional_cell() -> None:
    weak = Measured(41.0, 0.6, "provisional", 30.0, 70.0)

    assert classes(glyphs.strip([glyphs.Cell(weak, "41")])) == ["num", "track", "cut", "band", "weak-hollow"]


def test_comet_falls_in_red_from_five_points() -> None:
    assert classes(glyphs.comet(measured(60.0), 65.0)) == ["track", "cut", "start-fall", "fall", "fall"]
    assert classes(glyphs.comet(measured(60.0), 64.9)) == ["track", "cut", "start", "comet", "comet"]


def test_comet_without_a_past_has_no_tail() -> None:
    assert classes(glyphs.comet(measured(60.0), None)) == ["track", "cut", "comet"]


def test_comet_marks_a_value_beyond_its_scale() -> None:
    assert "›" in glyphs.comet(measured(94.0), None)
    assert "‹" in glyphs.comet(measured(12.0), None)
    assert "›" not in glyphs.comet(measured(90.0), None)


def test_comet_without_a_reading_is_dotted() -> None:
    assert classes(glyphs.comet(TOO_LITTLE, 50.0)) == ["miss"]


def test_large_comet_shows_the_months_between() -> None:
    words = glyphs.CometWords("68 in Jul", "stalled", "Momentum 60.0")
    svg = glyphs.comet_large(measured(60.0), (68.0, 66.0, None), words)

    assert classes(svg).count("fall") == 3
    assert "68 in Jul" in svg


def test_sparkline_breaks_where_a_month_is_missing() -> None:
    assert classes(glyphs.sparkline([1.0, 2.0, None, 3.0, 4.0])) == ["line", "line", "ink"]


def test_sparkline_of_equal_values_is_level() -> None:
    assert 'd="M3 10L43 10"' in glyphs.sparkline([5.0, 5.0])


def test_sparkline_without_values_is_dotted() -> None:
    assert classes(glyphs.sparkline([None, None])) == ["miss"]


def test_shares_keep_what_is_small_visible() -> None:
    svg = glyphs.shares([("unchanged", 100_000), ("refused", 1), ("new", 0)])

    assert re.findall(r'class="co-f-(\w+)" x="[\d.]+" y="0" width="([\d.]+)"', svg) == [
        ("unchanged", "1000.0"),
        ("refused", "3.0"),
    ]


def test_interval_is_drawn_around_zero() -> None:
    assert classes(glyphs.interval(8.0, 48.0, 69.0)) == ["cut", "band", "dot"]


@pytest.mark.parametrize("svg", [glyphs.track(NEARLY), glyphs.comet(PROVISIONAL, 70.0), glyphs.interval(1, 2, 3)])
def test_glyphs_carry_no_style(svg: str) -> None:
    assert "style=" not in svg


def test_measured_reads_stored_json() -> None:
    stored = {"value": 65.4, "coverage": 0.94, "status": "ok", "low": 61.6, "high": 67.8, "n": 15, "parts": []}

    assert measured(stored) == NEARLY


def test_measured_reads_a_number_as_complete() -> None:
    assert measured(72.6) == COMPLETE
