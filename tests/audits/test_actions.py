"""The action table is complete, and every action leads to the page where it is done."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comotion import methods
from comotion.methods.data import table
from comotion.methods.friction.actions import action_row
from comotion.methods.friction.questions import questions
from comotion.methods.scored import InvalidInput

CODE = re.compile(r"[A-Z][A-Z0-9_]{4,}(:.*)?")
CHECKED = ("friction", "ownership", "communication", "incentives", "momentum", "process", "agreements", "guardrails")
REFUSED = {
    "AGREEMENT_CYCLE", "AMBIGUOUS_SIDE", "DATE_ORDER", "DUPLICATE_ANSWER", "EMPTY_INPUT",
    "OUT_OF_RANGE", "OVERRIDE_WITHOUT_REASON", "REASON_REQUIRED", "SPLIT_EXCEEDS_DURATION", "SPRINT_TOO_LONG",
    "TOO_FEW_PARTICIPANTS", "UNIT_MISMATCH", "UNKNOWN_ENUM", "UNKNOWN_ID", "UNKNOWN_ROLE", "WEIGHTS_EXCEED_ONE",
}  # fmt: skip
"""What a method answers to input that it cannot take: nothing a report could hold."""
NOTES = {"DATA_ASSETS_INCOMPLETE", "LAG_LOWER_BOUND", "LATENCY_LOWER_BOUND", "NOT_ASKED_AT_LEVEL:"}
"""What stands beside a figure and asks for no action of its own."""
BEGINNINGS = {"AUDIT_INCOMPLETE", "MBR_QUESTION_", "MISSING", "SIGNATURE_", "STALE"}
"""Parts of which codes are put together; the whole codes have their rows."""


def codes() -> Iterator[str]:
    """Every code that stands in the source of the methods that a report draws on."""
    for folder in CHECKED:
        for file in sorted((Path(methods.__file__).parent / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                    yield node.value


def has_row(code: str) -> bool:
    try:
        action_row(code)
    except InvalidInput:
        return False
    return True


def test_every_finding_code_has_a_row():
    found = set(codes())
    assert len(found) > 60
    assert {code for code in found if not has_row(code)} == REFUSED | NOTES | BEGINNINGS


@pytest.mark.parametrize(
    "code", ["AUDIT_INCOMPLETE:incentives", "MBR_QUESTION_2", "SIGNATURE_MISSING:a", "SIGNATURE_STALE:a"]
)
def test_codes_that_are_put_together_have_their_rows(code: str):
    assert (has_row(code), code.startswith(tuple(BEGINNINGS))) == (True, True)


def test_each_of_the_27_statements_has_a_row_of_its_own():
    rows = [row["id"] for row in table("friction-actions")["actions"] if row["kind"] == "item"]
    assert (sorted(rows), len(rows)) == (sorted(questions()), 27)
