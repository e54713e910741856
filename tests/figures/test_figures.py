from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from comotion.figures.before_after import Shift, before_after
from comotion.figures.configuration import CHART_CONFIG
from comotion.figures.exchange import ExchangeNames, ExchangeRow, exchange
from comotion.figures.horizons import HorizonRow, horizons
from comotion.figures.kpi_history import KpiLine, KpiMonth, kpi_history
from comotion.figures.labels import Label, Spot, placed
from comotion.figures.marks import padded, runs
from comotion.figures.months import gap_rows
from comotion.figures.portfolio_scatter import PortfolioPoint, portfolio_scatter
from comotion.figures.score_history import ScoreMonth, score_history
from comotion.narrative.wording import ENGLISH
from tests.figures.examples import EXAMPLES, history, kpi, preview, scatter, whole
from tests.figures.golden_files import as_written, golden

NAMES = sorted(EXAMPLES)


def layers(figure: Any, kind: str, style: str = "") -> list[dict[str, Any]]:
    return [
        layer
        for layer in figure.spec["layer"]
        if layer["mark"]["type"] == kind and (not style or layer["mark"].get("style") == style)
    ]


def rows(layer: dict[str, Any]) -> list[dict[str, Any]]:
    return layer["data"]["values"]


@pytest.mark.parametrize("name", NAMES)
def test_figure_is_the_one_written_down(name: str) -> None:
    figure = EXAMPLES[name]()

    assert as_written(figure) == golden(name, figure)


@pytest.mark.parametrize("name", NAMES)
def test_figure_holds_its_data_and_no_colour_of_its_own(name: str) -> None:
    text = json.dumps([EXAMPLES[name]().spec, EXAMPLES[name]().narrow_spec])

    assert '"url"' not in text
    assert re.findall(r"#[0-9A-Fa-f]{6}", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_figure_has_a_sentence_and_as_many_cells_as_heads(name: str) -> None:
    figure = EXAMPLES[name]()

    assert figure.sentence.endswith(".")
    assert {len(row) for row in figure.table.rows} == {len(figure.table.heads)}


@pytest.mark.parametrize("name", NAMES)
def test_styles_are_known_to_both_themes(name: str) -> None:
    styles = {layer["mark"]["style"] for layer in EXAMPLES[name]().spec["layer"] if "style" in layer["mark"]}

    assert styles <= CHART_CONFIG["light"]["style"].keys() & CHART_CONFIG["dark"]["style"].keys()


def test_scatter_draws_doubt_behind_hollow_points() -> None:
    figure = scatter()

    assert [(row["low"], row["high"]) for row in rows(layers(figure, "bar", "bounds")[0])] == [(36.0, 66.0)]
    assert [row["name"] for row in rows(layers(figure, "point", "provisional")[0])] == ["Kestrel Payments"]


def test_scatter_names_what_it_cannot_place() -> None:
    assert scatter().caption == "Not drawn for want of a figure: Elmhurst Labs (financial), Tamarind Commerce."


def test_scatter_says_who_is_far_apart() -> None:
    assert scatter().sentence == "3 of 4 partnerships earn better than they work together; one by 25 points or more."


def test_scatter_without_a_point_is_none() -> None:
    assert portfolio_scatter([PortfolioPoint("Elmhurst Labs", None, whole(72.0))], ENGLISH) is None


def test_scatter_of_one_point_can_be_drawn() -> None:
    figure = portfolio_scatter([PortfolioPoint("Only", whole(50.0), whole(50.0))], ENGLISH)

    assert figure is not None
    assert figure.sentence == "0 of 1 partnerships earn better than they work together; none by 25 points or more."


def test_history_breaks_where_a_month_has_no_survey() -> None:
    relationship = rows(layers(history(), "line", "us")[0])

    assert [(row["place"], row["run"]) for row in relationship][:3] == [(0, 0), (1, 0), (3, 1)]
    assert [row["label"] for row in rows(layers(history(), "text", "missing")[0])] == ["no survey"]


def test_history_tints_the_months_in_which_the_two_part() -> None:
    assert [row["place"] for row in rows(layers(history(), "area", "flag")[0])] == [3, 4, 5, 6, 7]


def test_history_shows_only_events_of_its_months() -> None:
    assert [row["label"] for row in rows(layers(history(), "rule", "cut")[0])] == ["last quarterly review"]


def test_history_writes_missing_as_a_dash() -> None:
    assert history().table.rows[2] == ("May 2026", "69.0", "–")


def test_history_of_one_month_is_none() -> None:
    assert score_history([ScoreMonth(date(2026, 3, 1), 50.0, None)], [], ENGLISH) is None


def test_kpi_line_is_cut_where_its_definition_changed() -> None:
    assert [row["run"] for row in rows(layers(kpi(), "line")[0])] == ["0.0", "0.0", "0.0", "0.1", "0.1", "1.1", "1.1"]
    assert kpi().caption == "The definition changed in September 2026: the line is cut there."


def test_kpi_without_a_reading_is_none() -> None:
    assert kpi_history(KpiLine("Trust"), [KpiMonth(date(2026, 3, 1), None)], ENGLISH) is None


def test_kpi_without_limits_draws_none() -> None:
    figure = kpi_history(KpiLine("Trust"), [KpiMonth(date(2026, 3, 1), 61.0)], ENGLISH)

    assert figure is not None
    assert rows(layers(figure, "rule", "cut")[0]) == []
    assert figure.sentence == "Trust was 61 in March."


def test_preview_draws_what_moves_and_lists_everything() -> None:
    assert [row["name"] for row in rows(layers(preview(), "point", "before")[0])] == [
        "Kestrel Payments",
        "Lumen & Pike",
    ]
    assert ("Tamarind Commerce", "–", "60.3", "") in preview().table.rows


def test_preview_shows_the_largest_of_many() -> None:
    shifts = [Shift(f"P{number:02}", 50.0, 50.0 + number) for number in range(-20, 21)]
    figure = before_after(shifts, ENGLISH)

    assert figure is not None
    shown = [row["after"] - 50 for row in rows(layers(figure, "point", "before")[0])]
    assert shown == [-20, -19, -18, -17, -16, -15, 15, 16, 17, 18, 19, 20]


def test_preview_fills_up_with_rises_where_falls_are_few() -> None:
    shifts = [Shift("Falls", 50.0, 49.0)] + [Shift(f"P{number:02}", 50.0, 50.0 + number) for number in range(1, 20)]
    figure = before_after(shifts, ENGLISH)

    assert figure is not None
    assert len(rows(layers(figure, "point", "before")[0])) == 12


def test_preview_without_a_change_is_none() -> None:
    assert before_after([Shift("Same", 50.0, 50.0)], ENGLISH) is None


def test_horizons_that_nobody_graded_are_none() -> None:
    assert horizons([HorizonRow("Today", None, None)], "A", "B", ENGLISH) is None


def test_exchange_of_nothing_is_none() -> None:
    assert exchange([ExchangeRow("us", "financial", None, None)], ExchangeNames("A", "B", "points"), ENGLISH) is None


def test_names_do_not_touch() -> None:
    spots = [Spot("First", 100.0, 100.0), Spot("Second", 112.0, 104.0), Spot("Edge", 395.0, 40.0)]

    assert placed(spots, [], width=400.0, most=9) == [
        Label("First", "left"),
        Label("Second", "right"),
        Label("Edge", "left"),
    ]


def test_names_of_banded_points_stand_below() -> None:
    assert placed([Spot("Kestrel", 200.0, 100.0, is_banded=True)], [], width=400.0, most=1) == [
        Label("Kestrel", "below")
    ]


def test_names_are_limited_in_number() -> None:
    assert placed([Spot("A", 10.0, 10.0), Spot("B", 10.0, 90.0)], [], width=400.0, most=1) == [Label("A", "right")]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], []),
        ([None, None], [None, None]),
        ([None, 1.0], [None, 0]),
        ([1.0, None, None, 2.0, 3.0], [0, None, None, 1, 1]),
    ],
)
def test_runs_are_unbroken(numbers: list[float | None], expected: list[int | None]) -> None:
    assert runs(numbers) == expected


def test_gap_word_stands_between_its_neighbours() -> None:
    assert gap_rows([None, 10.0, None, None, 16.0, None], "none") == [{"place": 2.5, "value": 13.0, "label": "none"}]


def test_limits_stay_on_the_scale() -> None:
    assert padded([3.0, 97.0]) == (0.0, 100.0)
