"""What each side answered in a pulse: one row a question, one point a side, and the distance between them as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import number, text_layer, values
from comotion.figures.words import Wording

_ROW = 40
_NEAR = 5.0


@dataclass(frozen=True, slots=True)
class PulseRow:
    """One question with what each side answered, 0–100; None where too few of a side did."""

    name: str
    ours: float | None
    theirs: float | None

    @property
    def gap(self) -> float | None:
        """Return how far the sides are apart, None where one of them is not known."""
        return None if self.ours is None or self.theirs is None else abs(self.ours - self.theirs)


def pulse_sides(rows: Sequence[PulseRow], us: str, them: str, wording: Wording) -> Figure | None:
    """Draw both sides of each question, or None where neither side may be shown."""
    if all(row.ours is None and row.theirs is None for row in rows):
        return None
    key = wording.translate("Circle: {us}. Square: {them}.").format(us=us, them=them)
    return Figure(
        spec=_spec(rows, wording, WIDE - 190),
        narrow_spec=_spec(rows, wording, NARROW - 150),
        table=_table(rows, us, them, wording),
        sentence=_sentence(rows, wording),
        caption=key,
    )


def _spec(rows: Sequence[PulseRow], wording: Wording, width: int) -> Spec:
    names = [row.name for row in rows]
    axis = {"title": None, "grid": True, "values": [0, 25, 50, 75, 100], "labelFlush": True}
    x = number("value", scale={"domain": [0, 100]}, axis=axis)
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "grid": False, "labelLimit": 190}}
    bars = [{"name": row.name, "low": _low(row), "high": _high(row)} for row in rows if row.gap is not None]
    span = {"x": number("low"), "x2": {"field": "high"}, "y": y}
    layers: list[Spec] = [
        {"data": values(bars), "mark": {"type": "bar", "style": "bounds", "height": 6}, "encoding": span}
    ]
    for side, shape, size in (("them", "square", 130), ("us", "circle", 60)):  # where both agree, both are seen
        points = [
            {"name": row.name, "value": round(value, 1)}
            for row in rows
            if (value := row.ours if side == "us" else row.theirs) is not None
        ]
        mark = {"type": "point", "style": side, "shape": shape, "size": size, "filled": True}
        layers.append({"data": values(points), "mark": mark, "encoding": {"x": x, "y": y}})
    layers.append(text_layer(_labels(rows, wording), {"x": x, "y": y}, align="center", dy=-9))
    hidden = [{"name": row.name, "label": wording.translate("fewer than 3")} for row in rows if _is_withheld(row)]
    layers.append(text_layer(hidden, {"x": {"value": 4}, "y": y}, style="missing", align="left", baseline="middle"))
    return layered(layers, width=width, height=_ROW * len(rows))


def _low(row: PulseRow) -> float:
    return round(min(row.ours or 0.0, row.theirs or 0.0), 1)


def _high(row: PulseRow) -> float:
    return round(max(row.ours or 0.0, row.theirs or 0.0), 1)


def _is_withheld(row: PulseRow) -> bool:
    return row.ours is None and row.theirs is None


def _labels(rows: Sequence[PulseRow], wording: Wording) -> list[dict[str, object]]:
    """Return the gap above the middle of its bar, where it is wide enough to speak of."""
    return [
        {"name": row.name, "value": (_high(row) + _low(row)) / 2, "label": wording.number(round(row.gap))}
        for row in rows
        if row.gap is not None and row.gap >= _NEAR
    ]


def _sentence(rows: Sequence[PulseRow], wording: Wording) -> str:
    widest = max(rows, key=lambda row: -1.0 if row.gap is None else row.gap)
    if widest.gap is None:
        return wording.translate("One side only can be shown, 0 to 100, higher is better.")
    if widest.gap < _NEAR:
        return wording.translate("Both sides see it alike.")
    text = wording.translate("The sides are furthest apart on “{question}”: {gap} points.")
    return text.format(question=widest.name, gap=wording.number(round(widest.gap)))


def _table(rows: Sequence[PulseRow], us: str, them: str, wording: Wording) -> Table:
    def cell(value: float | None) -> str:
        return wording.translate("fewer than 3") if value is None else wording.score(value)

    heads = (wording.translate("Question"), us, them)
    return Table(heads, tuple((row.name, cell(row.ours), cell(row.theirs)) for row in rows))
