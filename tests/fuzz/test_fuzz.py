"""A small sample of fuzzing in every run: own samples changed at random, always in the same way; and every find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from comotion.formats.calendar.isolated import read_calendar_isolated
from comotion.formats.isolated import read_isolated
from comotion.formats.reading import Unreadable
from tests.fuzz import readers
from tests.fuzz.finds import FINDS

CHANGED = 60
WORDS = [
    bytes(line.split('"', 1)[1].rsplit('"', 1)[0], "utf-8").decode("unicode_escape").encode("latin-1")
    for path in sorted(Path(__file__).parent.glob("*.dict"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def changed(data, chance):
    """Change a file some times: a piece lost, repeated or moved, a byte or a word put in."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([1, 2, 8, 60]))
        piece = chance.choice([b"", data[start:end] * 2, chance.randbytes(2), chance.choice(WORDS)])
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", readers.READERS)
def test_reader_survives_changed_samples(name):
    chance = random.Random(name)
    seeds = [seed for seed in readers.seeds(name) if len(seed) < 6_000]
    for _ in range(CHANGED):
        readers.READERS[name](changed(chance.choice(seeds), chance))


def end_of(find):
    """Give the number of rows, and what was said where there are none."""
    try:
        if find.name.endswith(".ics"):
            return len(read_calendar_isolated(find.data, find.name, readers.WINDOW_OF_FINDS).occurrences), ""
        return len(read_isolated(find.data, find.name).rows), ""
    except Unreadable as refusal:
        return 0, str(refusal)


@pytest.mark.parametrize("find", FINDS, ids=[find.name for find in FINDS])
def test_find_ends_as_it_should(find):
    rows, said = end_of(find)
    assert (rows, find.said in said, bool(said)) == (find.rows, True, bool(find.said))
