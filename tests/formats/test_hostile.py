"""Hostile files end within 5 seconds of the processor and 512 MB: with one clear line, or with what is honest in them."""

from __future__ import annotations

import pytest

from tests.formats.hostile import every, read_alone, read_apart

SECONDS, MEGABYTES = 5.0, 512.0
LARGE = "unpacks to more than"
REFUSED = {
    "a_bomb_of_zeros.xlsx": LARGE,
    "a_bomb_of_a_sheet_of_zeros.xlsx": LARGE,
    "a_bomb_of_one_row.xlsx": LARGE,
    "a_bomb_of_rows.xlsx": LARGE,
    "a_bomb_of_shared_texts.xlsx": LARGE,
    "a_bomb_of_entities.xlsx": "limit on input amplification factor",
    "a_bomb_of_entities_in_the_book.xlsx": "limit on input amplification factor",
    "an_entity_from_outside.xlsx": "undefined entity",
    "deep.json": "begins like JSON and is none",
    "an_endless_number.json": "begins like JSON and is none",
    "ten_thousand_sheets.xlsx": "has no header row in its first 40 rows",
    "a_cell_at_the_last_column.xlsx": "has a cell in column 16,384; at most 2,000 are read",
    "a_cell_beyond_the_last_column.xlsx": "has a cell in column 321,272,406; at most 2,000 are read",
    "a_million_blank_lines_above.csv": "has no header row in its first 40 rows",
    "a_million_columns.csv": "has 1,000,000 columns in line 1; at most 2,000 are read",
    "one_huge_line.csv": "look for a quote never closed",
    "one_huge_cell.csv": "look for a quote never closed",
    "nothing_but_quotes.csv": "look for a quote never closed",
    "a_header_of_blanks.csv": "is of no kind we know",
    "a_figure_without_end.csv": "has 150,003 columns in line 2; at most 2,000 are read",
    "a_zero_byte_inside.csv": "holds a NUL byte in line 2",
    "nothing_but_zero_bytes.csv": "is empty",
    "nothing.csv": "is empty",
    "really_a_web_page.xls": "is a web page (HTML), whatever its ending says",
    "really_a_document.xlsx": "is a ZIP archive without a workbook",
    "really_a_calendar.csv": "is a calendar, not a table",
    "encrypted.xlsx": "is locked with a password",
    "encrypted_archive.xlsx": "is locked with a password",
    "cut_off.xlsx": "is a damaged or locked workbook",
    "cut_off_early.xlsx": "is a damaged or locked workbook",
    "damaged_inside.xlsx": "is a damaged or locked workbook",
    "of_an_unknown_compression.xlsx": "is a damaged or locked workbook",
    "not_a_workbook.xlsx": "is a damaged or locked workbook",
    "not_an_old_workbook.xls": "cannot be read as an XLS workbook",
    "components_within_components.ics": "nests components deeper than 20",
}  # fmt: skip
# what is honest in a file is read: how many rows, or occurrences, and what is said about the rest
READ = {
    "a_million_open_merges.xlsx": (1, set()),
    "a_merge_of_everything.xlsx": (1, set()),
    "merges_of_the_same_column.xlsx": (9_000, {"REPEATED"}),
    "a_number_of_a_thousand_million_digits.xlsx": (2, set()),
    "a_number_of_a_thousand_million_digits.json": (1, set()),
    "ten_thousand_sheets_and_one_row.xlsx": (1, {"OTHER_SHEETS"}),
    "a_cell_at_the_last_row.xlsx": (2, set()),
    "a_million_empty_rows.xlsx": (1, set()),
    "a_million_rows_of_empty_cells.xlsx": (1, set()),
    "a_million_empty_rows.csv": (1, set()),
    "a_million_blank_lines.csv": (1, set()),
    "a_cell_of_dots.csv": (2, set()),
    "really_a_workbook.csv": (1, set()),
    "really_a_text.xlsx": (1, set()),
    "a_rule_without_end.ics": (362, set()),
    "a_rule_by_the_second.ics": (1, {"UNUSABLE_RULE"}),
    "a_rule_that_never_matches_by_the_hour.ics": (2, {"UNUSABLE_RULE"}),
    "a_rule_that_never_matches_by_the_day.ics": (2, {"UNUSABLE_RULE"}),
    "a_rule_that_never_matches_by_the_year.ics": (2, {"UNUSABLE_RULE"}),
    "a_rule_that_steps_past_its_day.ics": (2, {"UNUSABLE_RULE"}),
    "a_rule_of_an_impossible_position.ics": (2, {"UNUSABLE_RULE"}),
    "a_rule_of_a_thousand_million_times.ics": (5_001, {"TOO_MANY_OCCURRENCES"}),
    "a_rule_that_does_not_move.ics": (1, {"UNUSABLE_RULE"}),
    "a_rule_from_the_year_one.ics": (1, {"UNUSABLE_RULE"}),
    "a_zone_that_never_changes.ics": (1, {"INVALID_ZONE"}),
    "a_zone_by_the_second.ics": (1, {"INVALID_ZONE"}),
    "five_hundred_rules.ics": (501, {"UNUSABLE_RULE"}),
    "a_line_folded_a_million_times.ics": (1, {"LINE_TOO_LONG"}),
    "a_list_of_dates_without_end.ics": (1, {"LINE_TOO_LONG"}),
}


def check(end):
    """Hold an end against what is expected of its file."""
    assert end.cpu_seconds <= SECONDS, end
    if end.name in REFUSED:
        said = (end.line.startswith(f"{end.name} "), REFUSED[end.name] in end.line, len(end.line.splitlines()))
        assert said == (True, True, 1), end
    else:
        assert (end.line, end.rows, set(end.problems)) == ("", *READ[end.name])


@pytest.mark.parametrize("name", every())
def test_hostile_file_ends_with_one_clear_line_or_with_what_is_honest_in_it(name):
    check(read_alone(name))


@pytest.mark.parametrize("name", ["a_million_empty_rows.csv", "one_huge_line.csv"])
def test_hungriest_files_stay_within_the_memory_allowed(name):
    end = read_apart(name)
    check(end)
    assert end.peak_mb <= MEGABYTES


@pytest.mark.slow
@pytest.mark.parametrize("name", every())
def test_every_hostile_file_stays_within_the_memory_allowed(name):
    assert read_apart(name).peak_mb <= MEGABYTES


def test_hostile_files_are_all_expected():
    assert list(every()) == [name for name in every() if (name in REFUSED) != (name in READ)]
    assert REFUSED.keys() | READ.keys() == every().keys()
