"""The tree keeps its limits."""

from __future__ import annotations

from pathlib import Path

from tests.architecture import limits

SOURCE = Path(__file__).parents[2] / "src" / "comotion"


def test_functions_and_views_keep_their_limits() -> None:
    assert limits.long_functions(SOURCE) == []


def test_median_function_is_short() -> None:
    assert limits.median_function(SOURCE) <= limits.FUNCTION_MEDIAN


def test_files_keep_their_limit() -> None:
    assert limits.long_files(SOURCE) == []


def test_templates_keep_their_limit() -> None:
    assert limits.long_templates(SOURCE) == []


def test_names_of_modules_say_what_is_in_them() -> None:
    assert limits.forbidden_names(SOURCE) == []
