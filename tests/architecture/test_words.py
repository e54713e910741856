"""What may not stand in the source does not stand there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture import words
from tests.architecture.unscoped import MAY_SAY_UNSCOPED, MAY_TALK_TO_THE_DATABASE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "comotion"


def test_nothing_is_marked_as_unfinished() -> None:
    assert words.unfinished_marks(SOURCE, ROOT / "tests", ROOT / "docs", ROOT / "bench", ROOT / "examples") == []


def test_templates_hold_no_script_and_no_style() -> None:
    assert words.inline_code(SOURCE) == []


def test_every_component_tag_has_a_component() -> None:
    assert words.unknown_components(SOURCE) == []


def test_pure_packages_import_what_is_on_their_list() -> None:
    assert words.impure_imports(SOURCE) == []


def test_pure_packages_read_no_clock() -> None:
    assert words.clock_readings(SOURCE) == []


def test_unscoped_is_said_only_where_a_reason_stands() -> None:
    assert sorted(words.modules_saying(re.compile(r"\bunscoped\b"), SOURCE)) == sorted(MAY_SAY_UNSCOPED)


def test_only_listed_modules_talk_to_the_database_past_the_models() -> None:
    assert sorted(words.modules_saying(words.RAW_ROADS, SOURCE)) == sorted(MAY_TALK_TO_THE_DATABASE)
