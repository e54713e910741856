"""Which lines of a file are no records, and why."""

from __future__ import annotations

from comotion.formats.reading import inspect

TABLE = (
    b"Report: deals by partner,,,,\n\n"
    b"Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
    b"(the key),(free text),(from the list),(in euro),(a day)\n"
    b"O1,One,Proposal,100,2026-03-01\n"
    b"# checked by Ana,,,,\n"
    b"O2,Two,Proposal,100,2026-03-01\n\n"
    b"Grand Totals (2 records),,,200,\n"
    b"Confidential Information - Do Not Distribute,,,,\n\n"
    b"Ask Ana about these,,,,\n"
)


def test_every_line_that_is_no_record_is_named_with_its_reason():
    found = inspect(TABLE, "deals.csv")

    assert {each.why: [row for row, _ in each.lines] for each in found.left_out} == {
        "above": [1], "blank": [2, 8, 11], "explanation": [4], "remark": [6], "total": [9], "footer": [10], "below": [12],
    }  # fmt: skip
    assert (found.rows, found.skipped_rows) == (2, sum(each.rows for each in found.left_out) - 2)


def test_lines_are_counted_and_the_first_are_shown_shortened():
    long = b"Total " + b"," * 4 + b"\n"
    found = inspect(TABLE.replace(b"Ask Ana", b"x" * 300).replace(b"Grand", long * 9 + b"Grand"), "deals.csv")

    totals = next(each for each in found.left_out if each.why == "total")
    below = next(each for each in found.left_out if each.why == "below")
    assert (totals.rows, len(totals.lines)) == (10, 5)
    assert max(len(text) for _, text in below.lines) == 80


def test_table_without_such_lines_leaves_nothing_out():
    assert inspect(b"Partner,Level\nHalden,Gold\nKestrel,Silver\n", "partners.csv").left_out == ()
