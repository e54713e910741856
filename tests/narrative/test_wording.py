from __future__ import annotations

from datetime import date

import pytest

from comotion.narrative.wording import ENGLISH, Wording, capitalised

GERMAN = Wording("de", lambda text: {"and": "und", "Nov": "Nov", "November": "November"}.get(text, text))


@pytest.mark.parametrize(
    ("value", "decimals", "english", "german"),
    [(6709, 0, "6,709", "6.709"), (65.42, 1, "65.4", "65,4"), (-8, 0, "−8", "−8"), (-0.04, 1, "0.0", "0,0")],
)
def test_number_follows_the_language(value: float, decimals: int, english: str, german: str) -> None:
    assert (ENGLISH.number(value, decimals), GERMAN.number(value, decimals)) == (english, german)


@pytest.mark.parametrize(("value", "expected"), [(9, "+9"), (-8, "−8"), (0, "0"), (0.04, "0")])
def test_change_carries_its_sign(value: float, expected: str) -> None:
    assert ENGLISH.change(value) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, "0%"), (0.004, "1%"), (0.694, "69%"), (0.997, "99%"), (1.0, "100%")]
)
def test_percent_never_rounds_a_gap_away(share: float, expected: str) -> None:
    assert ENGLISH.percent(share) == expected


def test_percent_in_german_stands_apart() -> None:
    assert GERMAN.percent(0.94) == "94\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("value", "expected"), [(74.94, "74.9"), (74.97, "74.9"), (75.0, "75.0"), (49.96, "49.9"), (50.04, "50.0")]
)
def test_score_never_reaches_a_cut_by_rounding(value: float, expected: str) -> None:
    assert ENGLISH.score(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(81.4, "81"), (74.9, "74.9"), (49.6, "49.6"), (74.4, "74"), (0.2, "0")]
)
def test_whole_score_keeps_its_decimal_below_a_cut(value: float, expected: str) -> None:
    assert ENGLISH.whole_score(value) == expected


def test_few_writes_small_counts_as_words() -> None:
    assert [ENGLISH.few(count) for count in (0, 2, 12, 13)] == ["none", "two", "twelve", "13"]


def test_dates_follow_the_language() -> None:
    day = date(2026, 11, 16)

    assert (ENGLISH.day(day), GERMAN.day(day)) == ("16 Nov", "16. Nov")
    assert (ENGLISH.full_day(day), GERMAN.full_day(day)) == ("16 November 2026", "16. November 2026")


@pytest.mark.parametrize(
    ("names", "expected"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_listed_joins_as_prose(names: list[str], expected: str) -> None:
    assert ENGLISH.listed(names) == expected


def test_plural_is_chosen_and_translated() -> None:
    assert [GERMAN.plural(count, "and", "many") for count in (1, 2)] == ["und", "many"]


def test_capitalised_leaves_the_rest() -> None:
    assert capitalised("two of Halden") == "Two of Halden"
