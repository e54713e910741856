from __future__ import annotations

import pytest

from comotion.formats.fields import Field
from comotion.formats.wording import answer, choice, is_missing, truth

NAME, TEXT, ANSWER = Field("name", "name"), Field("notes"), Field("value", "answer")


@pytest.mark.parametrize("text", ["", "  ", "n/a", "N/A", "-", "—", "Unknown", "None", "TBD", "anonymous"])
def test_placeholder_is_no_name(text):
    assert is_missing(NAME, text)


@pytest.mark.parametrize("text", ["Northwind", "NA Foods", "Unknown Worlds", "0"])
def test_name_is_not_taken_for_a_placeholder(text):
    assert not is_missing(NAME, text)


def test_free_text_and_answers_know_fewer_placeholders():
    assert [is_missing(TEXT, text) for text in ("none", "NA", "n/a")] == [False, False, True]
    assert [is_missing(ANSWER, text) for text in ("n/a", "")] == [False, True]


@pytest.mark.parametrize(
    ("text", "value"),
    [("Yes", True), ("x", True), ("1", True), ("FALSE", False), ("nein", False), ("0", False), ("maybe", None)],
)
def test_words_of_truth_are_read(text, value):
    assert truth(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("4.0", 4),
        ("10", 10),
        ("Don't know", "dont_know"),
        ("not applicable", "not_applicable"),
        ("often", None),
        ("4.5", None),
        ("-1", None),
    ],
)
def test_answers_are_read(text, value):
    assert answer(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("Co-Marketing", "co_marketing"), ("GTM", "co_marketing"), ("co_marketing", "co_marketing"), ("barter", None)],
)
def test_choice_is_found_by_its_words(text, value):
    field = Field("approach", "choice", choices={"co_marketing": ("co marketing", "gtm")})
    assert choice(field, text) == value
