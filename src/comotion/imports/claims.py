"""Rows of one file that mean the same thing: the first one counts, each later one is refused, naming both."""

from __future__ import annotations

from comotion.imports.cells import Plain
from comotion.imports.loaders.loader import Loader, Record

Key = tuple[int, tuple[Plain, ...]]
Pattern = tuple[bool, ...]


class Claims:
    """Which row of the file has already spoken for what."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self._by_key: dict[Key, dict[Pattern, int]] = {}
        self._by_id: dict[int, int] = {}

    def claim(self, record: Record) -> int | None:
        """Let a record speak for its keys; return the number of the row that already does, or None."""
        keys = self.loader.keys(record)
        patterns = [self._pattern(record, place) for place, _key in keys]
        earlier = self._earlier(record, keys, patterns)
        if earlier is not None:
            return earlier
        for key, pattern in zip(keys, patterns, strict=True):
            self._by_key.setdefault(key, {}).setdefault(pattern, record.number)
        if record.found_id is not None:
            self._by_id[record.found_id] = record.number
        return None

    def _pattern(self, record: Record, place: int) -> Pattern:
        """Say which better ways a record has."""
        return tuple(record.values.get(way[-1]) is not None for way in self.loader.ways[:place])

    def _earlier(self, record: Record, keys: list[Key], patterns: list[Pattern]) -> int | None:
        if record.found_id is not None and record.found_id in self._by_id:
            return self._by_id[record.found_id]
        for key, mine in zip(keys, patterns, strict=True):
            for other, number in self._by_key.get(key, {}).items():
                if not any(both == (True, True) for both in zip(mine, other, strict=True)):
                    return number
        return None
