"""From columns of texts to typed rows: each distinct text is read once, each row stands or falls alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from comotion.formats import amounts, dates, wording
from comotion.formats.fields import Fault, Field, Kind
from comotion.formats.tables import Problem, Row
from comotion.formats.typed import Setting, Values, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from comotion.formats.grid import Grid, Vendor
    from comotion.formats.layout import Layout
    from comotion.formats.recognition import Meaning, Recognition

MISSING = Fault("MISSING", "is missing", "Fill it in, or leave the row out.")
SHOWN = 200
PERCENT_NOTED = frozenset({"value", "target"})
NOBODY = Fault("NOTHING_GIVEN", "has no value in any of its columns", "Fill in at least one, or leave the row out.")
GROUPING = frozenset({"partnership", "account_name"})


@dataclass(slots=True)
class Built:
    """What became of the records: rows to use, rows refused, and why."""

    rows: list[Row] = field(default_factory=list)
    refused_rows: list[Row] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """One column that was read: its meaning, its header, its texts and what each of them means."""

    meaning: Meaning
    header: str
    texts: list[str]
    values: Values


def assemble(
    layout: Layout, grid: Grid, columns: list[list[str]], found: Recognition, choices: Mapping[str, str]
) -> Built:
    """Make typed rows of the records of a recognised table."""
    built = Built()
    kind = found.kind
    assert kind is not None
    texts = {place: cleaned(columns[place], each.field, found.vendor) for place, each in found.meanings.items()}
    fill_groups(layout, found, texts, choices, built)
    read = read_columns(layout.names, grid, texts, found, choices)
    ask(read, built)
    add_all(kind, layout, read, built)
    for number, source in layout.refused.items():
        built.refused.add(number)
        built.refused_rows.append(Row(number, {}, source))
    note_repeats(kind, built)
    return built


def cleaned(column: list[str], field: Field, vendor: Vendor | None) -> list[str]:
    """Let the vendor put its own spellings right, each distinct text once."""
    if vendor is None:
        return column
    clean = {text: vendor.clean(field, text) for text in set(column)}
    return [clean[text] for text in column]


def fill_groups(
    layout: Layout,
    found: Recognition,
    texts: dict[int, list[str]],
    choices: Mapping[str, str],
    built: Built,
) -> None:
    """Fill down a first column that is written once a group, as summary reports do; say so."""
    meaning = found.meanings.get(0)
    if meaning is None or meaning.field.name not in GROUPING or not texts[0]:
        return
    column = texts[0] = list(texts[0])
    blanks = [index for index, text in enumerate(column) if not text.strip()]
    name = layout.names[0]
    if not column[0].strip() or len(blanks) * 3 < len(column) or choices.get(name) == "blank":
        return
    for index in blanks:
        column[index] = column[index - 1]
    built.problems.append(
        Problem(
            None,
            name,
            "GROUP_FILLED",
            f"{name} is blank in {len(blanks)} rows; each was given the value above it.",
            None,
            "If that is wrong, answer blank for this column.",
        )
    )


def read_columns(
    names: list[str], grid: Grid, texts: Mapping[int, list[str]], found: Recognition, choices: Mapping[str, str]
) -> list[Read]:
    """Read every column; what one column proves of the decimal sign answers for a column that proves nothing."""
    percent = bool(found.vendor and found.vendor.percent)
    read = {}
    for place, written in texts.items():
        sign: amounts.Sign | None = "point" if grid.typed and place not in grid.doubtful else None
        setting = Setting(names[place], choices.get(names[place]), sign, percent, strict=place in grid.doubtful)
        values = convert(found.meanings[place].field, list(dict.fromkeys(written)), setting)
        read[place] = Read(found.meanings[place], names[place], written, values)
    proven = {column.values.sign for column in read.values()} - {None}
    for place, column in read.items():
        if (
            len(proven) == 1
            and place not in grid.doubtful
            and column.values.question
            and column.values.question.code == "AMBIGUOUS_NUMBERS"
        ):
            setting = Setting(names[place], choices.get(names[place]), next(iter(proven)), percent)
            values = convert(column.meaning.field, list(column.values.of), setting)
            read[place] = Read(column.meaning, column.header, column.texts, values)
    return list(read.values())


def ask(read: list[Read], built: Built) -> None:
    """Turn what a column leaves open into one problem for the whole column."""
    for column in read:
        question = column.values.question
        if question:
            asked = set(column.values.asked)
            count = sum(text in asked for text in column.texts)
            shown = ", ".join(column.values.asked[:3])
            message = f"In {column.header}, {question.message} ({count} row{'s' if count > 1 else ''})."
            built.problems.append(Problem(None, column.header, question.code, message, shown, question.remedy))


def add_all(kind: Kind, layout: Layout, read: list[Read], built: Built) -> None:
    """Give the rows of all records; only those that need it are looked at one value at a time."""
    slow = careful(kind, read, len(layout.records))
    rows = plain_rows(kind, read, len(layout.records))
    for index, (record, values) in enumerate(zip(layout.records, rows, strict=True)):
        source = dict(zip(layout.names, record[1], strict=True))
        full = kind.complete(values) if kind.complete and index not in slow else values
        if index in slow or (kind.check and kind.check(full)):
            add(kind, Row(record[0], {}, source), read, index, built)
        else:
            built.rows.append(Row(record[0], full, source))


def careful(kind: Kind, read: list[Read], count: int) -> set[int]:
    """Find the rows that need a closer look: a fault, something required missing, something said beside a number."""
    given = {column.meaning.field.name for column in read}
    if any(column.meaning.wide for column in read) or any(name not in given for name in kind.required):
        return set(range(count))
    found: set[int] = set()
    for column in read:
        of, needed = column.values.of, column.meaning.field.required
        doubtful = {text for text, value in of.items() if isinstance(value, Fault) or (needed and value is None)}
        doubtful |= column.values.currency.keys() | column.values.percent
        if doubtful:
            found |= {index for index, text in enumerate(column.texts) if text in doubtful}
    return found


def plain_rows(kind: Kind, read: list[Read], count: int) -> Iterator[dict[str, object]]:
    """Give the values of each row, as they are, with None for the fields that no column gives."""
    by_field = {column.meaning.field.name: column for column in read}
    names = [each.name for each in kind.fields]
    columns: list[Iterable[object]] = []
    for name in names:
        column = by_field.get(name)
        columns.append(map(column.values.of.__getitem__, column.texts) if column else repeat(None, count))
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def add(kind: Kind, row: Row, read: list[Read], index: int, built: Built) -> None:
    """Give the rows of one record, or refuse it with its problems."""
    values: dict[str, object] = dict.fromkeys(each.name for each in kind.fields)
    items: list[tuple[Read, object]] = []
    good = True
    for column in read:
        text = column.texts[index]
        value = column.values.of[text]
        if isinstance(value, Fault):
            good = blame(built, row.number, column, text, value) and good
            value = None
        elif column.meaning.wide:
            items.append((column, value)) if value is not None else None
            continue
        values[column.meaning.field.name] = value
        beside(values, column, text)
    made = list(finished(kind, Row(row.number, values, row.source), items, read, built)) if good else [None]
    if None in made:
        built.refused.add(row.number)
        built.refused_rows.append(Row(row.number, values, row.source))
        return
    built.rows.extend(each for each in made if each is not None)


def blame(built: Built, number: int, column: Read, text: str, fault: Fault) -> bool:
    """Note a value that cannot be read; say whether the row may stand nevertheless."""
    if not fault.code.startswith("AMBIGUOUS"):
        built.problems.append(
            Problem(
                number, column.header, fault.code, f"“{text[:60].strip()}” {fault.message}.", text[:SHOWN], fault.remedy
            )
        )
    return not fault.refuses


def beside(values: dict[str, object], column: Read, text: str) -> None:
    """Keep what an amount says beside its digits: the currency where no column gives it, the percent sign."""
    if "currency" in values and values["currency"] is None and text in column.values.currency:
        values["currency"] = column.values.currency[text]
    if column.meaning.field.name in PERCENT_NOTED and text in column.values.percent:
        values[f"{column.meaning.field.name}_was_percent"] = True


def finished(
    kind: Kind, row: Row, items: list[tuple[Read, object]], read: list[Read], built: Built
) -> Iterator[Row | None]:
    """Give the row, or one for each item of a wide table; None for one that lacks or contradicts something."""
    if not any(column.meaning.wide for column in read):
        yield checked(kind, row, read, built)
        return
    if not items and any(column.meaning.wide and column.meaning.wide.free for column in read):
        built.problems.append(
            Problem(row.number, None, NOBODY.code, f"Row {row.number} {NOBODY.message}.", None, NOBODY.remedy)
        )
        yield None
    for column, value in items:
        wide = column.meaning.wide
        assert wide is not None
        values = {**row.values, wide.item: item_value(column), wide.value: value}
        beside(values, column, row.source.get(column.header, ""))
        yield checked(kind, Row(row.number, values, row.source), read, built)


def item_value(column: Read) -> object:
    """Give the value of the item field that a wide column stands for."""
    item = column.meaning.item or ""
    if column.meaning.wide and (column.meaning.wide.names or column.meaning.wide.free):
        return item
    return dates.period(item, dates.certain(item))


def checked(kind: Kind, row: Row, read: list[Read], built: Built) -> Row | None:
    """Give the row if it has what is required and does not contradict itself; else note why not."""
    headers = {column.meaning.field.name: column.header for column in read}
    lacking = [name for name in kind.required if row.values.get(name) is None]
    for name in lacking:
        header = headers.get(name, name)
        text = row.source.get(header) or None
        built.problems.append(Problem(row.number, header, MISSING.code, f"{header} is missing.", text, MISSING.remedy))
    if lacking:
        return None
    values = kind.complete(row.values) if kind.complete else row.values
    contradiction = kind.check(values) if kind.check else None
    if contradiction is None:
        return Row(row.number, values, row.source)
    name, fault = contradiction
    header = headers.get(name, name)
    built.problems.append(
        Problem(
            row.number,
            header,
            fault.code,
            f"“{row.source.get(header)}” {fault.message}.",
            row.source.get(header),
            fault.remedy,
        )
    )
    return None


def note_repeats(kind: Kind, built: Built) -> None:
    """Report rows that mean the same thing as an earlier one; which of them counts is for the import to say."""
    first: dict[tuple[object, ...], int] = {}
    for row in built.rows:
        key = identity(kind, row.values)
        if key is None:
            continue
        earlier = first.setdefault(key, row.number)
        if earlier != row.number:
            shown = " · ".join(str(part) for part in key[1:])[:SHOWN]
            built.problems.append(
                Problem(
                    row.number,
                    None,
                    "REPEATED",
                    f"Row {row.number} names the same record as row {earlier}.",
                    shown,
                    "Keep one of them, or check their ids.",
                )
            )


def identity(kind: Kind, values: Mapping[str, object]) -> tuple[object, ...] | None:
    """Give the first way of recognising a row for which it has all values."""
    for names in kind.identity:
        parts = tuple(values.get(name) for name in names)
        if None not in parts:
            return names[0], *parts
    return None


def looks_like(column: list[str]) -> str:
    """Say what the texts of an unused column look like: number, date, yes or no, or text."""
    texts = list(dict.fromkeys(text for text in column[:SHOWN] if text.strip()))
    if not texts:
        return "empty"
    if all(dates.certain(text) or dates.readings(text) for text in texts):
        return "date"
    if all(amounts.figure(text) and not leading_zero(text) for text in texts):
        return "number"
    return "bool" if all(wording.truth(text) is not None for text in texts) else "text"


def leading_zero(text: str) -> bool:
    """Say whether a text begins with a zero that a number would lose."""
    return len(text.strip()) > 1 and text.strip().startswith("0") and text.strip()[1].isdigit()
