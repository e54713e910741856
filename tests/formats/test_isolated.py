"""Reading in a child process: the same result, and one clear line whatever a file tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from comotion.formats.isolated import Limits, allowance, inspect_isolated, read_isolated
from comotion.formats.reading import Unreadable, inspect, read

SAMPLES = Path(__file__).parent / "samples"


def test_child_that_takes_too_long_is_ended():
    data = b"Partner name,Tier\n" + b"Northwind,Gold\n" * 300_000
    with pytest.raises(Unreadable, match=r"big\.csv took longer than 0\.3 seconds"):
        read_isolated(data, "big.csv", limits=Limits(seconds=0.3))


def test_child_that_needs_too_much_memory_is_ended():
    data = b"Partner name,Tier\n" + b"".join(b"Northwind %d,Gold\n" % n for n in range(200_000))
    with pytest.raises(Unreadable, match=r"big\.csv needs more memory"):
        read_isolated(data, "big.csv", limits=Limits(seconds=30, memory_bytes=60_000_000))


@pytest.mark.parametrize(
    "name",
    ["partnerships_with_bad_rows.csv", "rows_too_short_and_too_long.csv", "workbook_of_1904.xlsx", "answers_wide.csv",
     "readings_long.csv", "salesforce_tree.json", "landscape_outline.yml", "dates_that_can_mean_two_days.csv"],
)  # fmt: skip
def test_isolated_reading_gives_the_same(name):
    data = (SAMPLES / name).read_bytes()
    assert read_isolated(data, name) == read(data, name)
    assert inspect_isolated(data, name) == inspect(data, name)


def test_isolated_reading_passes_kind_mapping_and_choices_on():
    data = b"Who;When;How much\nNorthwind;04/05/2026;1.234\n"
    options = {
        "kind": "opportunities",
        "mapping": {"Who": "name", "When": "close_date", "How much": "amount"},
        "choices": {"When": "dmy", "How much": "comma"},
    }
    assert read_isolated(data, "a.csv", **options) == read(data, "a.csv", **options)


def test_isolated_refusal_is_the_same_sentence():
    data = (SAMPLES / "pivot_table_saved_as_text.csv").read_bytes()
    with pytest.raises(Unreadable) as alone:
        read(data, "pivot.csv")
    with pytest.raises(Unreadable) as isolated:
        read_isolated(data, "pivot.csv")
    assert str(isolated.value) == str(alone.value)


def test_many_rows_come_back_whole():
    data = b"Partner name,Effort\n" + b"".join(b"Northwind %d,%d\n" % (n, n % 7) for n in range(9_001))
    found = read_isolated(data, "many.csv")
    assert found == read(data, "many.csv")
    assert (len(found.rows), len(found.refused_rows)) == (6_430, 2_571)


def test_time_allowed_grows_with_the_file():
    assert [allowance(5.0, bytes(size)).seconds for size in (0, 1_000_000, 5_000_000)] == [5.0, 9.0, 25.0]
