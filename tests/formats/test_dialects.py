"""A table that is written in any dialect reads back as it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from comotion.formats.reading import Unreadable, inspect, read

WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüñéß 'ABC,;\n\"."), min_size=1, max_size=20)
NAMES = st.builds("Firm {0} {1}".format, st.integers(1, 999), WORDS.map(lambda word: " ".join(word.split()))).map(
    str.strip
)
AMOUNTS = st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2039, 12, 31))
ROWS = st.lists(st.tuples(NAMES, AMOUNTS, DAYS, st.sampled_from([True, False, None])), min_size=1, max_size=12)
DAY_STYLES = ["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%b %d, %Y", "%Y-%m-%dT%H:%M:%SZ"]
ABOVE = [[], ["Report of deals"], ["Filtered by: all deals"], ["# exported on a Monday"], ["As of 2026-11-01", "", ""]]
FOOTERS = [
    [],
    [[], ["Grand Totals (3 records)", "", "", "", "", ""], [], ["Confidential Information - Do Not Distribute"]],
    [["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."]],
    [[], [], ["Total", "", "", "", "", ""]],
    [["# end of the export"]],
]
WORDS_OF_TRUTH = [("true", "false"), ("yes", "no"), ("TRUE", "FALSE"), ("1", "0"), ("ja", "nein")]


def money(amount, style):
    if amount is None:
        return ""
    shown = f"{amount:,.2f}"
    if style == "european":
        return shown.replace(",", "_").replace(".", ",").replace("_", ".")
    return {"plain": f"{amount:.2f}", "american": shown, "dollars": f"${shown}".replace("$-", "-$")}[style]


@st.composite
def dialects(draw):
    return {
        "delimiter": draw(st.sampled_from([",", ";", "\t", "|"])),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "money": draw(st.sampled_from(["plain", "american", "dollars", "european"])),
        "day": draw(st.sampled_from(DAY_STYLES)),
        "truth": draw(st.sampled_from(WORDS_OF_TRUTH)),
        "above": draw(st.lists(st.sampled_from(ABOVE), max_size=6)),
        "footer": draw(st.sampled_from(FOOTERS)),
    }


def write(rows, dialect):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect["delimiter"], lineterminator=dialect["end"], quoting=dialect["quoting"])
    writer.writerows(
        [*dialect["above"], ["Opportunity ID", "Opportunity Name", "Stage", "Amount", "Close Date", "Won"]]
    )
    for number, (name, amount, day, won) in enumerate(rows):
        shown = "" if won is None else dialect["truth"][0 if won else 1]
        writer.writerow(
            [
                f"D-{number:03}",
                name,
                "Open",
                money(amount, dialect["money"]),
                day.strftime(dialect["day"]) if day else "",
                shown,
            ]
        )
    writer.writerows(dialect["footer"])
    return text.getvalue().encode(dialect["encoding"])


@given(rows=ROWS, dialect=dialects())
@settings(max_examples=150, deadline=None)
def test_table_in_any_dialect_reads_back(rows, dialect):
    table = read(write(rows, dialect), "deals.csv", kind="opportunities")
    assert table.refused == frozenset()
    assert [
        (row.values["name"], row.values["amount"], row.values["close_date"], row.values["is_won"]) for row in table.rows
    ] == rows
    assert [row.values["external_id"] for row in table.rows] == [f"D-{number:03}" for number in range(len(rows))]


def deals(column, texts, delimiter=";"):
    """Write deals with one column of texts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["Opportunity Name", "Stage", column])
    writer.writerows(["Deal", "Open", each] for each in texts)
    return text.getvalue().encode()


def found(data, column, field, answer=None):
    """Give the values by row, and what was asked."""
    table = read(data, "deals.csv", kind="opportunities", choices={column: answer} if answer else {})
    rows = sorted([*table.rows, *table.refused_rows], key=lambda row: row.number)
    return [row.values[field] for row in rows], {problem.code for problem in table.problems if problem.row is None}


@given(
    days=st.lists(st.dates(date(1990, 1, 1), date(2039, 12, 31)), min_size=1, max_size=8),
    order=st.sampled_from(["dmy", "mdy"]), sign=st.sampled_from("/-"),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_slashed_dates_read_back_or_are_asked(days, order, sign):
    style = {"dmy": f"%d{sign}%m{sign}%Y", "mdy": f"%m{sign}%d{sign}%Y"}[order]
    data = deals("Close Date", [day.strftime(style) for day in days])
    proven, same = any(day.day > 12 for day in days), all(day.day == day.month for day in days)
    read_back, asked = found(data, "Close Date", "close_date")
    assert asked == (set() if proven or same else {"AMBIGUOUS_DATES"})
    assert read_back == [day if proven or day.day == day.month else None for day in days]
    assert found(data, "Close Date", "close_date", order)[0] == days


@given(
    amounts=st.lists(st.decimals(0, 10**9, places=3, allow_nan=False), min_size=1, max_size=8),
    places=st.sampled_from([0, 2, 3]), sign=st.sampled_from(["comma", "point"]), grouped=st.booleans(),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_amounts_read_back_or_are_asked_whatever_their_decimal_sign(amounts, places, sign, grouped):
    amounts = [round(amount, places) for amount in amounts]
    texts = [f"{amount:{',' if grouped else ''}.{places}f}" for amount in amounts]
    if sign == "comma":
        texts = [text.replace(",", "_").replace(".", ",").replace("_", ".") for text in texts]
    data = deals("Amount", texts)
    read_back, asked = found(data, "Amount", "amount")
    assert asked <= {"AMBIGUOUS_NUMBERS"}
    assert [mine for mine, theirs in zip(read_back, amounts, strict=True) if mine not in (None, theirs)] == []
    assert (None in read_back) == bool(asked)
    assert found(data, "Amount", "amount", sign)[0] == amounts


def outcome_of(data, name):
    try:
        found = inspect(data, name)
    except Unreadable as refusal:
        return str(refusal)
    return found.header_row or found.kind  # a calendar has no header


@given(data=st.binary(max_size=400), ending=st.sampled_from(["csv", "xlsx", "json"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_table_or_one_sentence(data, ending):
    opening = {"csv": b"Partner name,Tier\n", "xlsx": b"PK\x03\x04", "json": b'[{"Name": '}[ending]
    for each in (data, opening + data):
        assert outcome_of(each, f"file.{ending}")


def test_amount_without_proof_is_read_by_the_answer_given():
    data = b"Opportunity Name;Stage;Amount\na;Open;1.234\n"
    answers = {
        answer: read(data, "a.csv", choices={"Amount": answer}).rows[0].values["amount"]
        for answer in ("comma", "point")
    }
    assert answers == {"comma": Decimal(1234), "point": Decimal("1.234")}


def test_date_without_proof_is_read_by_the_answer_given():
    data = b"Opportunity Name,Stage,Close Date\na,Open,04/05/2026\n"
    answers = {
        answer: read(data, "a.csv", choices={"Close Date": answer}).rows[0].values["close_date"]
        for answer in ("dmy", "mdy")
    }
    assert answers == {"dmy": date(2026, 5, 4), "mdy": date(2026, 4, 5)}
