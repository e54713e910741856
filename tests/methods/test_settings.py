"""The configuration object, its JSON and its hash; how records are read from JSON."""

from dataclasses import FrozenInstanceError, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.payloads import as_json, read_record, read_value
from comotion.methods.schemas import json_schema
from comotion.methods.scored import InvalidInput, Part, Scored
from comotion.methods.settings import MethodSettings, config_hash, default_settings
from tests.methods.examples import few

SETTINGS = default_settings()


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_defaults_are_those_of_the_specification():
    assert SETTINGS.card.category_weights.pairs() == {
        "financial_performance": 30,
        "strategic_alignment": 25,
        "operational_efficiency": 25,
        "relationship_health": 20,
    }
    assert table("kpis")["category_weights"] == SETTINGS.card.category_weights.pairs()
    assert table("kpis")["target_score"] == SETTINGS.card.target_score
    assert tuple(SETTINGS.tiers.shares.pairs().values()) == (10, 20, 70)
    assert [part.weight for _, part in SETTINGS.momentum.components()] == [0.30, 0.25, 0.25, 0.20]
    slots = [(SETTINGS.phases.slots(1 / 7, n), SETTINGS.phases.slots(2 / 7, n)) for n in (1, 7, 28)]
    assert slots == [(1, 1), (1, 2), (4, 8)]


@pytest.mark.parametrize("name", ["kpis", "rubrics", "question-bank", "clauses", "claims", "friction-actions"])
def test_tables_are_shipped(name):
    assert table(name)["format"] == 1


def test_settings_survive_their_json():
    again = MethodSettings.from_json(SETTINGS.as_json())
    assert again == SETTINGS
    assert config_hash(again) == config_hash(SETTINGS)


def test_the_hash_has_16_hexadecimal_digits_and_follows_every_change():
    assert len(config_hash(SETTINGS)) == 16
    assert int(config_hash(SETTINGS), 16)
    changed = replace(SETTINGS, bands=replace(SETTINGS.bands, margin=4))
    assert config_hash(changed) != config_hash(SETTINGS)
    assert config_hash(replace(SETTINGS, bands=replace(SETTINGS.bands, margin=3))) == config_hash(SETTINGS)


def test_what_is_left_out_of_the_json_keeps_its_default():
    found = MethodSettings.from_json({"coverage": {"ok": 0.9}})
    assert (found.coverage.ok, found.coverage.minimum, found.card) == (0.9, 0.5, SETTINGS.card)


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        SETTINGS.version = 2


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"nonsense": 1}, "UNKNOWN_FIELD"),
        ({"coverage": {"ok": "much"}}, "WRONG_TYPE"),
        ({"coverage": {"ok": 1.5}}, "OUT_OF_RANGE"),
        ({"coverage": {"ok": 0.4}}, "OUT_OF_RANGE"),
        ({"bands": {"score_cuts": [75, 50]}}, "CUTS_NOT_ASCENDING"),
        ({"bands": {"margin": 20}}, "MARGIN_TOO_LARGE"),
        ({"bands": {"margin": -1}}, "OUT_OF_RANGE"),
        ({"trend": {"minimum": 5}}, "OUT_OF_RANGE"),
        ({"trend": {"falling": 9}}, "OUT_OF_RANGE"),
        ({"perception": {"noteworthy": -1}}, "OUT_OF_RANGE"),
        ({"agreement": {"tentative": 0.9}}, "OUT_OF_RANGE"),
        ({"card": {"category_weights": {"relationship_health": -1}}}, "WEIGHTS_NEGATIVE"),
        ({"card": {"kpis": [{"id": "x"}]}}, "MISSING_FIELD"),
        ({"card": {"floor_rule": 1}}, "WRONG_TYPE"),
        ({"card": {"target_score": 101}}, "OUT_OF_RANGE"),
        ({"warnings": {"clear_after_periods": 0}}, "OUT_OF_RANGE"),
        ({"participation": {"fall_share": 2}}, "OUT_OF_RANGE"),
        ({"horizons": {"h1": 0, "h2": 0, "h3": 0}}, "WEIGHTS_SUM_TO_ZERO"),
        ({"fairness": {"skewed_below": 90}}, "CUTS_NOT_ASCENDING"),
        ({"roi": {"low": 0.6}}, "SHARES_NOT_ORDERED"),
        ({"roi": {"high": 1.6}}, "OUT_OF_RANGE"),
        ({"alignment": {"horizon_score": -1}}, "WEIGHTS_NEGATIVE"),
        ({"phases": {"good_cut": 120}}, "OUT_OF_RANGE"),
        ({"phases": {"quick_win_share": 2}}, "OUT_OF_RANGE"),
        ({"tiers": {"margin": -1}}, "OUT_OF_RANGE"),
        ({"tiers": {"shares": {"strategic": 10, "growth": 20}}}, "MISSING_FIELD"),
        ({"momentum": {"late_credit": 2}}, "OUT_OF_RANGE"),
    ],
)
def test_settings_that_cannot_work_are_refused(payload, code):
    assert refusal(MethodSettings.from_json, payload) == code


@dataclass(frozen=True)
class Everything:
    number: float
    whole: int = 0
    text: str = ""
    yes: bool = False
    kind: Literal["a", "b"] = "a"
    day: date | None = None
    at: datetime | None = None
    pair: tuple[int, str] = (0, "")
    many: tuple[float, ...] = ()
    names: frozenset[str] = frozenset()
    by_name: dict[str, float | None] | None = None


def test_a_record_is_read_from_json_and_written_back():
    payload = {
        "number": 1,
        "whole": 2.0,
        "text": "x",
        "yes": True,
        "kind": "b",
        "day": "2025-01-06",
        "at": "2025-01-06T10:00:00",
        "pair": [1, "y"],
        "many": [1, 2.5],
        "names": ["b", "a"],
        "by_name": {"a": None, "b": 3},
    }
    found = read_record(Everything, payload)
    assert found == Everything(
        1.0,
        2,
        "x",
        yes=True,
        kind="b",
        day=date(2025, 1, 6),
        at=datetime(2025, 1, 6, 10, tzinfo=UTC),
        pair=(1, "y"),
        many=(1.0, 2.5),
        names=frozenset("ab"),
        by_name={"a": None, "b": 3.0},
    )
    written = as_json(found)
    assert written["names"] == ["a", "b"]
    assert read_record(Everything, written) == found
    assert read_record(Everything, {"number": 1, "day": date(2025, 1, 6), "at": datetime(2025, 1, 6)}).day.year == 2025  # noqa: DTZ001


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ([], "WRONG_TYPE"),
        ({}, "MISSING_FIELD"),
        ({"number": "1"}, "WRONG_TYPE"),
        ({"number": True}, "WRONG_TYPE"),
        ({"number": float("nan")}, "NOT_FINITE"),
        ({"number": 1, "whole": 1.5}, "WRONG_TYPE"),
        ({"number": 1, "text": 2}, "WRONG_TYPE"),
        ({"number": 1, "yes": 1}, "WRONG_TYPE"),
        ({"number": 1, "kind": "c"}, "UNKNOWN_ENUM"),
        ({"number": 1, "day": "yesterday"}, "WRONG_TYPE"),
        ({"number": 1, "at": "now"}, "WRONG_TYPE"),
        ({"number": 1, "pair": [1]}, "WRONG_TYPE"),
        ({"number": 1, "many": "12"}, "WRONG_TYPE"),
        ({"number": 1, "by_name": [1]}, "WRONG_TYPE"),
        ({"number": 1, "more": 1}, "UNKNOWN_FIELD"),
    ],
)
def test_json_that_does_not_fit_is_refused(payload, code):
    assert refusal(read_record, Everything, payload) == code


def test_a_union_reads_the_first_kind_that_fits():
    scored = Scored(60.0, 1.0, "ok", 60.0, 60.0, 1)
    assert read_value(Scored | float | None, as_json(scored), "x") == scored
    assert read_value(Scored | float | None, 4, "x") == 4.0
    assert read_value(Scored | float | None, None, "x") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"coverage": 1.5}, "x.coverage"),
        ({"low": -1.0}, "x.low"),
        ({"high": 101.0}, "x.high"),
        ({"low": 70.0, "value": 70.0}, "x.high"),
        ({"value": 61.0}, "x.value"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(changes, field):
    figure = {"value": 60, "coverage": 1, "status": "ok", "low": 60, "high": 60, "n": 1}
    assert read_value(Scored, figure, "x").value == 60.0
    assert read_value(Scored, {**figure, "value": None}, "x").value is None
    with pytest.raises(InvalidInput) as caught:
        read_value(Scored, {**figure, **changes}, "x")
    assert (caught.value.code, caught.value.field) == ("OUT_OF_RANGE", field)


def test_a_scored_figure_writes_the_same_json_by_both_roads():
    scored = Scored(60.0, 1.0, "ok", 60.0, 60.0, 1, (Part("a", 1.0, 60.0, 1.0, 60.0),), ("N",), "h")
    assert scored.as_json() == as_json(scored)


def test_anything_is_read_as_it_stands():
    assert read_value(Any, {"x": [1]}, "x") == {"x": [1]}
    assert json_schema(dict[str, Any])["additionalProperties"] == {}


def test_the_schema_names_types_defaults_and_choices():
    schema = json_schema(Everything)["$defs"]["Everything"]
    assert schema["required"] == ["number"]
    assert schema["properties"]["kind"] == {"enum": ["a", "b"]}
    assert schema["properties"]["pair"]["prefixItems"] == [{"type": "integer"}, {"type": "string"}]
    assert schema["additionalProperties"] is False


@few
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_without_loss(value):
    assert read_value(float, value, "x") == value
