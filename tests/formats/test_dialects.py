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
        "delimiter": draw(st.sampled_from([",", ";", "\t"])),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "money": draw(st.sampled_from(["plain", "american", "dollars", "european"])),
        "day": draw(st.sampled_from(DAY_STYLES)),
        "truth": draw(st.sampled_from(WORDS_OF_TRUTH)),
        "above": draw(st.sampled_from([[], [["Report of deals"], []]])),
        "footer": draw(st.booleans()),
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
    if dialect["footer"]:
        writer.writerows(
            [
                [],
                [f"Grand Totals ({len(rows)} records)", "", "", "", "", ""],
                [],
                ["Confidential Information - Do Not Distribute"],
            ]
        )
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
