"""Rows of many partnerships, read once in order of partnership and handed out one partnership at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

Rows = Iterable[tuple[Any, ...]]


class Grouped:
    """A stream of rows that begin with their partnership's id and come in its order.

    It holds the rows of one partnership only, so ten thousand take no more memory than one.
    """

    def __init__(self, rows: Rows) -> None:
        """Start before the first partnership."""
        self._groups: Iterator[tuple[int, Iterator[tuple[Any, ...]]]] = groupby(rows, key=itemgetter(0))
        self._id = -1
        self._rows: list[tuple[Any, ...]] = []

    def take(self, partnership_id: int) -> list[tuple[Any, ...]]:
        """Return the rows of a partnership; ids must be asked for in rising order."""
        while self._id < partnership_id:
            found = next(self._groups, None)
            if found is None:
                self._id, self._rows = 2**63, []
                break
            self._id, self._rows = found[0], list(found[1])
        return self._rows if self._id == partnership_id else []
