"""Financial performance against relationship health: who earns better than they work together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.labels import BELOW, Spot, placed
from comotion.figures.marks import axis_x, axis_y, number, padded, text_layer, values
from comotion.figures.words import Wording
from comotion.methods.scored import Scored

APART = 25.0
_HEIGHT = 360
_SIDES: dict[str, Spec] = {
    "right": {"align": "left", "dx": 9},
    "left": {"align": "right", "dx": -9},
    "below": {"align": "center", "dy": BELOW},
}


@dataclass(frozen=True, slots=True)
class PortfolioPoint:
    """One partnership: its two category scores (None where there is none), and whether a warning is open."""

    name: str
    financial: Scored | None
    relationship: Scored | None
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class _Picture:
    points: list[dict[str, Any]]
    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    wording: Wording

    def across(self, **rest: Any) -> Spec:
        """Return the horizontal channel: relationship health."""
        scale = {"domain": list(self.x), "zero": False, "nice": False, "padding": 0}
        title = self.wording.translate("Relationship health")
        return number("relationship", scale=scale, axis=axis_x(title), **rest)

    def up(self) -> Spec:
        """Return the vertical channel: financial performance."""
        scale = {"domain": list(self.y), "zero": False, "nice": False, "padding": 0}
        return number("financial", scale=scale, axis=axis_y(self.wording.translate("Financial performance")))


def portfolio_scatter(points: Sequence[PortfolioPoint], wording: Wording) -> Figure | None:
    """Draw the scatter of a portfolio, or None where no partnership has both scores.

    Provisional points are hollow with their bounds behind them; what cannot be placed is named in the caption.
    """
    drawn = [
        _row(point)
        for point in points
        if _value(point.financial) is not None and _value(point.relationship) is not None
    ]
    if not drawn:
        return None
    return Figure(
        spec=_spec(drawn, WIDE, wording),
        narrow_spec=_spec(drawn, NARROW, wording),
        table=_table(points, wording),
        sentence=_sentence(drawn, wording),
        caption=_caption(points, wording),
    )


def _value(figure: Scored | None) -> float | None:
    return None if figure is None or figure.status == "insufficient" else figure.value


def _row(point: PortfolioPoint) -> dict[str, Any]:
    financial, relationship = point.financial, point.relationship
    assert financial is not None
    assert relationship is not None
    doubtful = "provisional" in {financial.status, relationship.status}
    return {
        "name": point.name,
        "financial": round(financial.value or 0.0, 1),
        "relationship": round(relationship.value or 0.0, 1),
        "low": round(relationship.low, 1),
        "high": round(relationship.high, 1),
        "lowest": round(financial.low, 1),
        "highest": round(financial.high, 1),
        "kind": "provisional" if doubtful else "flag" if point.is_flagged else "us",
        "flagged": point.is_flagged,
    }


def _spec(rows: list[dict[str, Any]], width: int, wording: Wording) -> Spec:
    x = padded([row["relationship"] for row in rows])
    y = _with_room_above(padded([row["financial"] for row in rows]), max(row["financial"] for row in rows))
    picture = _Picture(rows, x, y, width, wording)
    layers = [
        _zone(picture),
        _zone_words(picture),
        *_equal(picture),
        *_bounds(picture),
        *_dots(picture),
        *_names(picture),
    ]
    return layered(layers, width=width, height=_HEIGHT)


def _with_room_above(y: tuple[float, float], highest: float) -> tuple[float, float]:
    """Keep the top eighth free of points: the words of the zone stand there."""
    return y[0], max(y[1], highest + (highest - y[0]) / 7)


def _zone(picture: _Picture) -> Spec:
    """Return the only tint: earning 25 points or more ahead of the relationship."""
    end = min(picture.x[1], picture.y[1] - APART)
    corners = [picture.x[0], max(picture.x[0], picture.y[0] - APART), end]
    rows = [
        {"relationship": x, "financial": max(picture.y[0], min(x + APART, picture.y[1])), "top": picture.y[1]}
        for x in sorted(set(corners))
        if x <= end
    ]
    mark = {"type": "area", "style": "flag", "opacity": 0.08, "stroke": None, "line": False, "clip": True}
    encoding = {"x": picture.across(), "y": picture.up(), "y2": {"field": "top"}}
    return {"data": values(rows), "mark": mark, "encoding": encoding}


def _zone_words(picture: _Picture) -> Spec:
    long = "Earning, but 25 points or more\nahead of the relationship"
    text = picture.wording.translate(long if picture.width == WIDE else "25 or more apart")
    rows = [{"label": text.split("\n")}]
    place = {"x": {"value": 8}, "y": {"value": 8}}
    return text_layer(rows, place, align="left", baseline="top", style="flag", stroke=None, lineHeight=15)


def _equal(picture: _Picture) -> list[Spec]:
    low, high = max(picture.x[0], picture.y[0]), min(picture.x[1], picture.y[1])
    ends = [{"relationship": end, "financial": end} for end in (low, high)] if low < high else []
    place = {"x": picture.across(), "y": picture.up()}
    mark = {"type": "line", "style": "cut", "strokeWidth": 1, "clip": True}
    line = {"data": values(ends), "mark": mark, "encoding": place}
    if picture.width != WIDE:
        return [line]
    rows = [end | {"label": picture.wording.translate("both equal")} for end in ends[1:]]
    return [line, text_layer(rows, place, style="quiet", fontWeight=400, align="right", dx=-16, baseline="middle")]


def _bounds(picture: _Picture) -> list[Spec]:
    rows = [row for row in picture.points if row["kind"] == "provisional"]
    across = {"x": picture.across() | {"field": "low"}, "x2": {"field": "high"}, "y": picture.up()}
    up = {"y": picture.up() | {"field": "lowest"}, "y2": {"field": "highest"}, "x": picture.across()}
    mark = {"type": "bar", "style": "bounds", "height": 8, "clip": True}
    return [
        {"data": values([row for row in rows if row["low"] < row["high"]]), "mark": mark, "encoding": across},
        {
            "data": values([row for row in rows if row["lowest"] < row["highest"]]),
            "mark": {"type": "bar", "style": "bounds", "width": 8, "clip": True},
            "encoding": up,
        },
    ]


def _dots(picture: _Picture) -> list[Spec]:
    tooltip = [
        {"field": "name", "type": "nominal", "title": picture.wording.translate("Partnership")},
        number("financial", title=picture.wording.translate("Financial")),
        number("relationship", title=picture.wording.translate("Relationship")),
    ]
    encoding = {"x": picture.across(), "y": picture.up(), "tooltip": tooltip}
    shapes = {"us": "circle", "provisional": "circle", "flag": "diamond"}
    return [
        {
            "data": values([row for row in picture.points if row["kind"] == kind]),
            "mark": {"type": "point", "style": kind, "shape": shape, "size": 70 if kind == "flag" else 56},
            "encoding": encoding,
        }
        for kind, shape in shapes.items()
    ]


def _names(picture: _Picture) -> list[Spec]:
    ranked = sorted(picture.points, key=lambda row: (not row["flagged"], -_remarkable(row), row["name"]))
    spots = [_spot(picture, row) for row in ranked]
    labels = placed(spots, [], width=picture.width, most=12 if picture.width == WIDE else 4)
    known = {row["name"]: row for row in picture.points}
    return [
        _name_layer(picture, [known[label.name] for label in labels if label.side == side], side, is_bold=is_bold)
        for side in _SIDES
        for is_bold in (True, False)
    ]


def _name_layer(picture: _Picture, rows: list[dict[str, Any]], side: str, *, is_bold: bool) -> Spec:
    shown = [row | {"label": row["name"]} for row in rows if _is_apart(row) == is_bold]
    style: Spec = {"fontWeight": 600} if is_bold else {"style": "note"}
    place = {"x": picture.across(), "y": picture.up()}
    return text_layer(shown, place, baseline="middle", **_SIDES[side], **style)


def _remarkable(row: dict[str, Any]) -> float:
    financial, relationship = float(row["financial"]), float(row["relationship"])
    return abs(financial - relationship) + max(financial, relationship) / 4


def _is_apart(row: dict[str, Any]) -> bool:
    return bool(row["financial"] - row["relationship"] >= APART)


def _spot(picture: _Picture, row: dict[str, Any]) -> Spot:
    x = picture.width * (row["relationship"] - picture.x[0]) / (picture.x[1] - picture.x[0])
    y = _HEIGHT * (picture.y[1] - row["financial"]) / (picture.y[1] - picture.y[0])
    return Spot(row["name"], x, y, is_banded=row["kind"] == "provisional")


def _sentence(rows: list[dict[str, Any]], wording: Wording) -> str:
    ahead = sum(1 for row in rows if row["financial"] > row["relationship"])
    text = wording.translate(
        "{ahead} of {all} partnerships earn better than they work together; {apart} by 25 points or more."
    )
    apart = sum(1 for row in rows if _is_apart(row))
    return text.format(ahead=wording.number(ahead), all=wording.number(len(rows)), apart=wording.few(apart))


def _table(points: Sequence[PortfolioPoint], wording: Wording) -> Table:
    heads = tuple(wording.translate(head) for head in ("Partnership", "Financial", "Relationship", "Open warning"))
    yes, no = wording.translate("yes"), wording.translate("no")
    rows = tuple(
        (
            point.name,
            _cell(point.financial, wording),
            _cell(point.relationship, wording),
            yes if point.is_flagged else no,
        )
        for point in points
    )
    return Table(heads, rows)


def _cell(figure: Scored | None, wording: Wording) -> str:
    value = _value(figure)
    return "–" if value is None else wording.score(value)


def _caption(points: Sequence[PortfolioPoint], wording: Wording) -> str:
    names = [_unplaced(point, wording) for point in points]
    missing = [name for name in names if name]
    if not missing:
        return ""
    return wording.translate("Not drawn for want of a figure: {names}.").format(names=", ".join(missing))


def _unplaced(point: PortfolioPoint, wording: Wording) -> str:
    lacks = [_value(point.financial) is None, _value(point.relationship) is None]
    if not any(lacks):
        return ""
    if all(lacks):
        return point.name
    return f"{point.name} ({wording.translate('financial' if lacks[0] else 'relationship')})"
