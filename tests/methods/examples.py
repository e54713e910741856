"""The worked examples of the specification, and how a result is compared with one."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from comotion.methods.payloads import as_json

few = settings(max_examples=int(os.environ.get("EXAMPLES", "60")), deadline=None, derandomize="EXAMPLES" in os.environ)
"""How many inputs a property is held to; ``make mutation`` asks for fewer, and for the same ones each time."""


@cache
def _all() -> dict[str, dict[str, Any]]:
    content = json.loads(Path(__file__).with_name("worked-examples.json").read_text(encoding="utf-8"))
    return {example["id"]: example for example in content["examples"]}


def example(identifier: str) -> tuple[Any, Any, float]:
    """Inputs, expected results and tolerance of an example."""
    found = _all()[identifier]
    return found["inputs"], found["expected"], found["tolerance"]


def near(actual: Any, expected: Any, tolerance: float) -> bool:
    """Whether a result holds every expected key and number; keys that the example does not name are free."""
    actual = as_json(actual)
    if isinstance(expected, Mapping):
        return all(key in actual and near(actual[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, Sequence) and not isinstance(expected, str):
        pairs = zip(actual, expected, strict=True)
        return len(actual) == len(expected) and all(near(left, right, tolerance) for left, right in pairs)
    if isinstance(expected, float | int) and not isinstance(expected, bool) and actual is not None:
        return actual == pytest.approx(expected, abs=tolerance)
    return actual == expected
