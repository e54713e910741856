from __future__ import annotations

from datetime import date

import pytest

from comotion.formats.dates import certain, order_of, period, readings

FIRST_OF_OCTOBER = [
    "2026-10-01", "2026/10/1", "2026.10.01", "20261001", "2026-10-01 08:00:00", "2026-10-01T08:00:00Z", "2026-10-01T08:00:00+03:00", "1.10.2026", "01.10.26",
    "1-Oct-2026", "1 October 2026", "Oct 1, 2026", "October 1st, 2026", "Thursday, October 1, 2026", "1. Oktober 2026", "46296", "46296.5", "01.10.2026 14:30",
]  # fmt: skip


@pytest.mark.parametrize("text", FIRST_OF_OCTOBER)
def test_certain_date_is_read(text):
    assert certain(text) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "text", ["", "soon", "31.2.2026", "2026-13-01", "2026-02-30", "10/01/2026", "1 Foo 2026", "123", "12.2026"]
)
def test_other_text_is_no_certain_date(text):
    assert certain(text) is None


@pytest.mark.parametrize(
    ("text", "meanings"),
    [("10/01/2026", {"dmy": date(2026, 1, 10), "mdy": date(2026, 10, 1)}), ("13/01/2026", {"dmy": date(2026, 1, 13)}), ("01-13-2026", {"mdy": date(2026, 1, 13)}),
     ("1/2/26 3:15 PM", {"dmy": date(2026, 2, 1), "mdy": date(2026, 1, 2)}), ("31/31/2026", {}), ("1.2.2026", {})],
)  # fmt: skip
def test_slashed_date_has_the_meanings_the_calendar_allows(text, meanings):
    assert readings(text) == meanings


@pytest.mark.parametrize(
    ("texts", "header", "order"),
    [(["01/02/2026", "13/02/2026"], "Close Date", "dmy"), (["01/02/2026", "02/13/2026"], "Close Date", "mdy"), (["01/02/2026"], "Close Date", None),
     (["13/02/2026", "02/13/2026"], "Close Date", None), (["01/02/2026"], "Close (mm/dd/yyyy)", "mdy"), (["01/02/2026"], "Close (DD/MM/YYYY)", "dmy")],
)  # fmt: skip
def test_order_of_a_column_is_proven_or_open(texts, header, order):
    assert order_of(texts, header) == order


@pytest.mark.parametrize(
    "text", ["2026-10", "2026/10", "10/2026", "Oct 2026", "October 2026", "Oct-26", "2026 Oct", "oct 2026"]
)
def test_month_is_read_in_its_spellings(text):
    assert period(text, None) == (date(2026, 10, 1), "month")


@pytest.mark.parametrize("text", ["2026-Q3", "2026Q3", "Q3 2026", "q3/2026", "Q3'26", "2026 Q3"])
def test_quarter_is_read_in_its_spellings(text):
    assert period(text, None) == (date(2026, 7, 1), "quarter")


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-Q5", "Foo 2026", ""])
def test_other_text_is_no_period(text):
    assert period(text, None) is None


def test_whole_date_stands_for_its_month():
    assert period("2026-10-17", date(2026, 10, 17)) == (date(2026, 10, 1), "month")
