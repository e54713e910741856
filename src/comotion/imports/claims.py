"""Rows of one file that mean the same thing: the first one counts, each later one is refused, naming both."""

from __future__ import annotations

from operator import and_

from comotion.imports.cells import Plain
from comotion.imports.loaders.loader import Loader, Record

Pattern = tuple[bool, ...]
Spoken = dict[Pattern, dict[tuple[Plain, ...], int]]


class Claims:
    """Which row of the file has already spoken for what.

    Kept by way and by which better ways the row had, because two rows that both have a better way are told apart by it.
    """

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self._better = [tuple(way[-1] for way in loader.ways[:place]) for place in range(len(loader.ways))]
        self._by_key: list[Spoken] = [{} for _ in loader.ways]
        self._by_id: dict[int, int] = {}

    def claim(self, record: Record) -> int | None:
        """Let a record speak for its keys; return the number of the row that already does, or None."""
        value = record.values.get
        keys = [
            (self._by_key[place], tuple([value(name) is not None for name in self._better[place]]), key)
            for place, key in self.loader.keys(record)
        ]
        earlier = self._by_id.get(record.found_id or 0) or self._earlier(keys)
        if earlier is not None:
            return earlier
        for spoken, pattern, key in keys:
            spoken.setdefault(pattern, {}).setdefault(key, record.number)
        if record.found_id is not None:
            self._by_id[record.found_id] = record.number
        return None

    def _earlier(self, keys: list[tuple[Spoken, Pattern, tuple[Plain, ...]]]) -> int | None:
        """Return the row that speaks for a key already, unless a better way that both have tells the two apart."""
        for spoken, pattern, key in keys:
            for other, numbers in spoken.items():
                if key in numbers and not any(map(and_, pattern, other)):
                    return numbers[key]
        return None
