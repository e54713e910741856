"""The horizontal axis of charts over months, and what stands on it: events, gaps, cut lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from comotion.figures.figure import Spec
from comotion.figures.marks import number, text_layer, values
from comotion.figures.words import Wording

END_SPACE = 0.16


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, told in a few words."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Months:
    """The months of a chart, one place each, with room at the right end for labels of lines."""

    months: tuple[date, ...]
    wording: Wording
    is_narrow: bool = False

    def channel(self, field: str = "place") -> Spec:
        """Return the horizontal channel, its labels the names of the months."""
        last = max(len(self.months) - 1, 1)
        names = json.dumps([self.wording.short_month(month) for month in self.months], ensure_ascii=False)
        step = 2 if (self.is_narrow and len(self.months) > 6) or len(self.months) > 14 else 1
        places = list(range(0, len(self.months), step))
        axis = {"title": None, "values": places, "labelExpr": f"{names}[datum.value]", "labelFlush": False}
        scale = {"domain": [0, round(last * (1 + (0.3 if self.is_narrow else END_SPACE) * 2), 2)], "nice": False}
        return number(field, axis=axis, scale=scale)

    def place(self, day: date) -> float:
        """Return where a day lies, a month's value standing at its end."""
        first = self.months[0]
        whole = (day.year - first.year) * 12 + day.month - first.month
        return round(whole - 1 + min(day.day, 30) / 30, 2)


def event_layers(events: Sequence[Event], axis: Months) -> list[Spec]:
    """Return dotted rules with their text at the foot, for events within the months."""
    last = len(axis.months) - 1
    rows = [{"place": axis.place(event.day), "label": event.text} for event in events]
    rows = [row for row in rows if 0 <= float(str(row["place"])) <= last]
    rule = {"data": values(rows), "mark": {"type": "rule", "style": "cut"}, "encoding": {"x": axis.channel()}}
    foot = {"x": axis.channel(), "y": {"value": 240}}
    words = text_layer(rows, foot, style="note", align="left", baseline="bottom", dx=5, dy=-4)
    return [rule] if axis.is_narrow else [rule, words]


def gap_rows(numbers: Sequence[float | None], word: str) -> list[dict[str, Any]]:
    """Return an italic word for each gap between values, half-way between its neighbours."""
    present = [place for place, value in enumerate(numbers) if value is not None]
    rows = []
    for before, after in pairwise(present):
        if after - before > 1:
            middle = ((numbers[before] or 0.0) + (numbers[after] or 0.0)) / 2
            rows.append({"place": (before + after) / 2, "value": round(middle, 2), "label": word})
    return rows
