"""What each level says about the three causes: one point a level, and the distance between them as a bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import number, text_layer, values
from comotion.figures.words import Wording

SHAPES = {"executive": "square", "management": "diamond", "operational": "circle"}
_ROW = 56
_CLOSE = 5.0


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """What one level says of a cause; ``value`` is None where too few answered, then ``band`` says how high it is."""

    level: str
    name: str
    value: float | None
    band: str = ""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One cause with its levels, from the highest level down."""

    name: str
    points: tuple[LevelPoint, ...]


def friction_levels(rows: Sequence[LevelRow], wording: Wording) -> Figure | None:
    """Draw the survey friction of each level, or None where no level may be shown."""
    if not any(point.value is not None for row in rows for point in row.points):
        return None
    return Figure(
        spec=_spec(rows, wording, WIDE - 130),
        narrow_spec=_spec(rows, wording, NARROW - 110),
        table=_table(rows, wording),
        sentence=_sentence(rows, wording),
        caption=_caption(rows, wording),
    )


def _spec(rows: Sequence[LevelRow], wording: Wording, width: int) -> Spec:
    names = [row.name for row in rows]
    ends = {
        0: "0",
        25: wording.translate("25 moderate"),
        50: wording.translate("50 high"),
        75: wording.translate("75 severe"),
    }
    words = " : ".join(f"datum.value == {at} ? '{text}'" for at, text in ends.items()) + " : '100'"
    axis = {"title": None, "grid": True, "values": [0, 25, 50, 75, 100], "labelExpr": words, "labelFlush": True}
    x = number("value", scale={"domain": [0, 100]}, axis=axis)
    y = {"field": "cause", "type": "nominal", "sort": names, "axis": {"title": None, "grid": False, "labelLimit": 130}}
    layers: list[Spec] = [_bars(rows, y)]
    for level, shape in SHAPES.items():
        data = [
            {"cause": row.name, "value": point.value}
            for row in rows
            for point in row.points
            if point.level == level and point.value is not None
        ]
        style = "ink" if level == "executive" else "us"
        mark = {"type": "point", "style": style, "shape": shape, "size": 110, "filled": True}
        layers.append({"data": values(data), "mark": mark, "encoding": {"x": x, "y": y}})
    layers.append(text_layer(_labels(rows, wording), {"x": x, "y": y}, align="center", dy=18))
    hidden = [{"cause": row.name, "label": _withheld(row, wording)} for row in rows if _withheld(row, wording)]
    layers.append(text_layer(hidden, {"x": {"value": 4}, "y": y}, style="missing", align="left", baseline="middle"))
    return layered(layers, width=width, height=_ROW * len(rows))


def _whole(wording: Wording, value: float) -> str:
    """Write a score without decimals, never rounded over a band that it has not reached."""
    rounded = math.floor(value + 0.5)
    crosses = any(value < cut <= rounded for cut in (25, 50, 75))
    return wording.score(value) if crosses else wording.number(rounded)


def _bars(rows: Sequence[LevelRow], y: Spec) -> Spec:
    spans = [(row.name, [one.value for one in row.points if one.value is not None]) for row in rows]
    data = [{"cause": name, "low": min(found), "high": max(found)} for name, found in spans if len(found) > 1]
    encoding = {"x": number("low"), "x2": {"field": "high"}, "y": y}
    return {"data": values(data), "mark": {"type": "bar", "style": "bounds", "height": 6}, "encoding": encoding}


def _labels(rows: Sequence[LevelRow], wording: Wording) -> list[dict[str, object]]:
    """Return the figures under the points; two that would touch are written together."""
    found: list[dict[str, object]] = []
    for row in rows:
        points = sorted(one.value for one in row.points if one.value is not None)
        groups: list[list[float]] = []
        for value in points:
            if groups and value - groups[-1][-1] < _CLOSE:
                groups[-1].append(value)
            else:
                groups.append([value])
        found += [
            {
                "cause": row.name,
                "value": sum(group) / len(group),
                "label": " ".join(_whole(wording, value) for value in group),
            }
            for group in groups
        ]
    return found


def _withheld(row: LevelRow, wording: Wording) -> str:
    return "" if any(one.value is not None for one in row.points) else wording.translate("fewer than 3")


def _sentence(rows: Sequence[LevelRow], wording: Wording) -> str:
    widest, gap = "", -1.0
    for row in rows:
        found = [one.value for one in row.points if one.value is not None]
        if len(found) > 1 and max(found) - min(found) > gap:
            widest, gap = row.name, max(found) - min(found)
    if not widest:
        return wording.translate("Survey friction by level, 0 to 100, higher is worse.")
    text = wording.translate("The levels are furthest apart on {cause}: {gap} points.")
    return text.format(cause=widest.lower(), gap=_whole(wording, gap))


def _caption(rows: Sequence[LevelRow], wording: Wording) -> str:
    key = wording.translate("Square: executive. Diamond: management. Circle: operational.")
    hidden = [
        wording.translate("{level} on {cause}").format(level=point.name, cause=row.name.lower())
        for row in rows
        for point in row.points
        if point.value is None
    ]
    if not hidden:
        return key
    return f"{key} {wording.translate('Not shown, as too few answered: {names}.').format(names=wording.listed(hidden))}"


def _table(rows: Sequence[LevelRow], wording: Wording) -> Table:
    heads = [point.name for point in rows[0].points]

    def cell(point: LevelPoint) -> str:
        return point.band or "–" if point.value is None else _whole(wording, point.value)

    body = tuple((row.name, *(cell(point) for point in row.points)) for row in rows)
    return Table((wording.translate("Cause"), *heads), body)
