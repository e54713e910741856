"""Rows of one file that mean the same thing: the first one counts, each later one is refused, naming both."""

from __future__ import annotations

from operator import and_

from comotion.imports.cells import Plain
from comotion.imports.loaders.loader import Loader, Record

Pattern = tuple[bool, ...]


class Claims:
    """Which row of the file has already spoken for what.

    Kept by way and by which better ways the row had, because two rows that both have a better way are told apart by it.
    """

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self._by_key: dict[tuple[int, Pattern], dict[tuple[Plain, ...], int]] = {}
        self._by_id: dict[int, int] = {}

    def claim(self, record: Record) -> int | None:
        """Let a record speak for its keys; return the number of the row that already does, or None."""
        keys = [(place, self._pattern(record, place), key) for place, key in self.loader.keys(record)]
        earlier = self._by_id.get(record.found_id or 0) or self._earlier(keys)
        if earlier is not None:
            return earlier
        for place, pattern, key in keys:
            self._by_key.setdefault((place, pattern), {}).setdefault(key, record.number)
        if record.found_id is not None:
            self._by_id[record.found_id] = record.number
        return None

    def _pattern(self, record: Record, place: int) -> Pattern:
        """Say which better ways a record has."""
        return tuple([record.values.get(way[-1]) is not None for way in self.loader.ways[:place]])

    def _earlier(self, keys: list[tuple[int, Pattern, tuple[Plain, ...]]]) -> int | None:
        for place, pattern, key in keys:
            for (other_place, other), spoken in self._by_key.items():
                told_apart = other_place != place or any(map(and_, pattern, other))
                if not told_apart and key in spoken:
                    return spoken[key]
        return None
