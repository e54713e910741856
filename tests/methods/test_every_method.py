"""What holds for every published method: range, parts, order, untouched input, gaps, and the same result twice."""

import json
from copy import deepcopy
from dataclasses import replace
from functools import cache
from random import Random

import jsonschema
import pytest

from comotion.methods.catalogue import find, published
from comotion.methods.payloads import as_json, read_record
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.drawn import canonical, drawn, gaps, shuffled

SETTINGS = replace(
    default_settings(),
    patterns=replace(default_settings().patterns, resamples=100, permutations=100, exact_splits=100),
)
NAMES = [method.name for method in published()]
DRAWS, ENOUGH = 400, 12
every_method = pytest.mark.parametrize("name", NAMES)

ORDERED = {
    "communication.map": {"sides"},
    "friction.audit": {"sides"},
    "kernel.apportionment": {"shares"},
    "kernel.bands": {"readings"},
    "kernel.perception": {"cells"},
    "momentum.how_agreement": {"priorities", "leaders", "sides", "sponsors", "metrics", "dates", "agreed_by"}
    | {"influenced_by", "sits_beside"},
    "momentum.shared_view": {"commitments", "decisions", "insights", "warnings"},
    "patterns.leverage": {"outcome", "values"},
    "scorecard.warnings": {"mbrs_held", "qsrs_held", "fairness", "horizon_classes"},
}
"""Fields whose order has a meaning: series, what is handed out in order, which side comes first, what was signed."""
ABOVE_ONE = {"delivery_share"}
"""Shares that may be above 1: more may be delivered than was planned."""


def computed(method, payload):
    """The result for an input, or None where it is refused with a code."""
    try:
        record = read_record(method.input_type, payload)
        before = as_json(record)
        result = as_json(method.function(record, SETTINGS))
    except InvalidInput:
        return None
    assert as_json(record) == before
    return result


@cache
def draws(name):
    """Inputs of a method that are not refused, with their results: the example, and what is drawn around it."""
    method, random, found = find(name), Random(name), []
    for number in range(DRAWS):
        example = deepcopy(as_json(method.example))
        payload = drawn(random, method.input_type, example) if number else example
        before = deepcopy(payload)
        result = computed(method, payload)
        assert payload == before
        if result is not None:
            found.append((payload, result))
        if len(found) == ENOUGH:
            break
    assert len(found) >= 4
    return tuple(found)


def figures(value):
    """Every figure with coverage and bounds in a result."""
    if isinstance(value, dict):
        if {"value", "coverage", "status", "low", "high", "parts"} <= value.keys():
            yield value
        for item in value.values():
            yield from figures(item)
    elif isinstance(value, list):
        for item in value:
            yield from figures(item)


def named_numbers(value):
    """Every number in a result, with its name."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, int | float) and not isinstance(item, bool):
                yield key, item
            yield from named_numbers(item)
    elif isinstance(value, list):
        for item in value:
            yield from named_numbers(item)


@every_method
def test_drawn_inputs_give_results_in_range_that_obey_their_schema(name):
    method = find(name)
    schema = jsonschema.Draft202012Validator(method.output_schema())
    for payload, result in draws(name):
        schema.validate(result)
        json.dumps(result, allow_nan=False)
        for figure in figures(result):
            check_figure(figure)
        for key, number in named_numbers(result):
            check_number(key, number)
        assert computed(method, payload) == result


def check_figure(figure):
    value, low, high = figure["value"], figure["low"], figure["high"]
    assert -1e-9 <= figure["coverage"] <= 1 + 1e-9
    assert -1e-9 <= low <= high + 1e-9 <= 100 + 2e-9
    assert figure["status"] in {"ok", "provisional", "insufficient"}
    if value is None:
        return
    assert figure["status"] != "insufficient"
    assert low - 1e-9 <= value <= high + 1e-9
    contributions = [part["contribution"] for part in figure["parts"] if part["contribution"] is not None]
    if contributions:
        assert sum(contributions) == pytest.approx(value, abs=1e-6)


def check_number(key, number):
    if key.endswith(("_share", "_rate", "coverage")) and key not in ABOVE_ONE:
        assert -1e-9 <= number <= 1 + 1e-9, key
    if key.endswith(("_friction", "_health", "_score", "_index")):
        assert -1e-9 <= number <= 100 + 1e-9, key
    if key.endswith("_days"):
        assert number >= 0, key


@every_method
def test_whatever_is_left_out_gives_a_result_or_a_refusal_with_a_code(name):
    method = find(name)
    for _, payload in gaps(method.input_type, as_json(method.example)):
        result = computed(method, payload)
        if result is not None:
            json.dumps(result, allow_nan=False)


@every_method
def test_the_order_of_lists_and_mappings_does_not_matter(name):
    method, random = find(name), Random(f"order {name}")
    for payload, result in draws(name):
        mixed = shuffled(random, method.input_type, payload, ORDERED.get(name, set()))
        assert canonical(computed(method, mixed)) == canonical(result)


READING = {"WRONG_TYPE", "MISSING_FIELD", "UNKNOWN_FIELD", "UNKNOWN_ENUM", "NOT_FINITE"}
"""Codes of an input that does not fit its schema, before any method sees it."""
PASSED_ON = ("hatever", "those of the methods", "As ``")


@every_method
def test_every_refusal_has_a_code_that_its_page_names(name):
    method, random = find(name), Random(f"refusals {name}")
    raises = method.documentation.partition("Raises\n")[2].partition("Notes\n")[0]
    for _ in range(60):
        payload = drawn(random, method.input_type, deepcopy(as_json(method.example)))
        try:
            method.function(read_record(method.input_type, payload), SETTINGS)
        except InvalidInput as refusal:
            named = f"``{refusal.code}``" in raises or any(words in raises for words in PASSED_ON)
            if not named and refusal.code not in READING:
                pytest.fail(f"{refusal.code} ({refusal.field}) is not named by {name}")
