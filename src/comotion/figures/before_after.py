"""What a change of settings does to each total: from a hollow point to an arrow head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import number, padded, text_layer, values
from comotion.figures.words import Wording

MOST = 12
_ROW = 26


@dataclass(frozen=True, slots=True)
class Shift:
    """One total before and after; None where it had or will have too little data."""

    name: str
    before: float | None
    after: float | None


def before_after(shifts: Sequence[Shift], wording: Wording) -> Figure | None:
    """Draw the largest falls and rises, six of each at most, or None where nothing moves."""
    drawn = _largest(shifts)
    if not drawn:
        return None
    return Figure(
        spec=_spec(drawn, wording, WIDE - 150),
        narrow_spec=_spec(drawn, wording, NARROW - 150),
        table=_table(shifts, wording),
        sentence=_sentence(shifts, wording),
        caption=wording.translate("Hollow: now. Arrow: with the draft."),
    )


def _change(shift: Shift) -> float:
    return round((shift.after or 0.0) - (shift.before or 0.0), 1)


def _moved(shifts: Sequence[Shift]) -> list[Shift]:
    return [shift for shift in shifts if shift.before is not None and shift.after is not None and _change(shift)]


def _largest(shifts: Sequence[Shift]) -> list[Shift]:
    ordered = sorted(_moved(shifts), key=lambda shift: (_change(shift), shift.name))
    if len(ordered) <= MOST:
        return ordered
    falls = [shift for shift in ordered if _change(shift) < 0]
    rises = [shift for shift in ordered if _change(shift) > 0]
    room = max(MOST // 2, MOST - len(rises))
    shown = falls[:room]
    return shown + rises[-(MOST - len(shown)) :]


def _spec(shifts: list[Shift], wording: Wording, width: int) -> Spec:
    rows = [_row(shift, wording) for shift in shifts]
    low, high = padded([row[end] for row in rows for end in ("before", "after")], step=16)
    names = [row["name"] for row in rows]
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "grid": False, "labelLimit": 140}}
    axis = {"title": None, "orient": "top", "grid": True, "domain": False, "ticks": False, "tickCount": 5}
    x = number("before", scale={"domain": [low, high], "zero": False, "nice": False}, axis=axis)
    layers: list[Spec] = []
    for kind in ("ink", "us"):
        layers += _arrows([row for row in rows if row["kind"] == kind], kind, x, y)
    hollow = {"type": "point", "style": "before", "shape": "circle", "size": 42}
    layers.append({"data": values(rows), "mark": hollow, "encoding": {"x": x, "y": y}})
    return layered(layers, width=width, height=_ROW * len(rows))


def _row(shift: Shift, wording: Wording) -> dict[str, Any]:
    change = _change(shift)
    return {
        "name": shift.name,
        "before": round(shift.before or 0.0, 1),
        "after": round(shift.after or 0.0, 1),
        "kind": "ink" if change < 0 else "us",
        "label": wording.change(change, 1),
    }


def _arrows(rows: list[dict[str, Any]], kind: str, x: Spec, y: Spec) -> list[Spec]:
    falls = kind == "ink"
    to = {"x": x | {"field": "after"}, "y": y}
    rule = {"type": "rule", "style": f"arrow-{kind}", "strokeWidth": 2}
    head = {
        "type": "point",
        "style": f"arrow-{kind}",
        "shape": "triangle-left" if falls else "triangle-right",
        "size": 44,
    }
    word = {"align": "right" if falls else "left", "dx": -8 if falls else 8, "baseline": "middle"}
    return [
        {"data": values(rows), "mark": rule, "encoding": {"x": x, "x2": {"field": "after"}, "y": y}},
        {"data": values(rows), "mark": head, "encoding": to},
        text_layer(rows, to, style=f"arrow-{kind}", stroke=None, **word),
    ]


def _sentence(shifts: Sequence[Shift], wording: Wording) -> str:
    moved = _moved(shifts)
    falls = sum(1 for shift in moved if _change(shift) < 0)
    text = wording.translate("{falls} totals fall and {rises} rise.")
    return text.format(falls=wording.number(falls), rises=wording.number(len(moved) - falls))


def _table(shifts: Sequence[Shift], wording: Wording) -> Table:
    heads = tuple(wording.translate(head) for head in ("Partnership", "Now", "With the draft", "Change"))
    ordered = sorted(shifts, key=lambda shift: (_change(shift), shift.name))
    return Table(heads, tuple(_cells(shift, wording) for shift in ordered))


def _cells(shift: Shift, wording: Wording) -> tuple[str, ...]:
    before = "–" if shift.before is None else wording.score(shift.before)
    after = "–" if shift.after is None else wording.score(shift.after)
    both = shift.before is not None and shift.after is not None
    return (shift.name, before, after, wording.change(_change(shift), 1) if both else "")
