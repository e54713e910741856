"""Financial performance against relationship health over months, to see whether they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import number, padded, runs, text_layer, values
from comotion.figures.months import Event, Months, event_layers, gap_rows
from comotion.figures.words import Wording

_HEIGHT = 250


@dataclass(frozen=True, slots=True)
class ScoreMonth:
    """The two scores of one month; None where a month has none."""

    month: date
    financial: float | None
    relationship: float | None


def score_history(months: Sequence[ScoreMonth], events: Sequence[Event], wording: Wording) -> Figure | None:
    """Draw the two lines, or None with fewer than two months that have a value.

    A missing month breaks its line and says so; the pale area marks the months in which finance runs ahead.
    """
    if sum(1 for month in months if month.financial is not None or month.relationship is not None) < 2:
        return None
    return Figure(
        spec=_spec(months, events, wording, WIDE),
        narrow_spec=_spec(months, events, wording, NARROW),
        table=_table(months, wording),
        sentence=_sentence(months, wording),
        caption=_caption(months, wording),
    )


def _rows(axis: Months, scores: list[float | None]) -> list[dict[str, Any]]:
    return [
        {"place": place, "value": round(value, 1), "run": run}
        for place, (value, run) in enumerate(zip(scores, runs(scores), strict=True))
        if value is not None and place < len(axis.months)
    ]


def _spec(months: Sequence[ScoreMonth], events: Sequence[Event], wording: Wording, width: int) -> Spec:
    axis = Months(tuple(month.month for month in months), wording, is_narrow=width == NARROW)
    financial = [month.financial for month in months]
    relationship = [month.relationship for month in months]
    low, high = padded([value for value in (*financial, *relationship) if value is not None])
    y = number(
        "value", scale={"domain": [low, high], "zero": False, "nice": False}, axis={"title": None, "tickCount": 4}
    )
    layers = [_gap_area(months, axis, y), *event_layers(events, axis)]
    layers += _line(_rows(axis, financial), axis, y, ink=True) + _line(_rows(axis, relationship), axis, y, ink=False)
    layers += [_missing(relationship, axis, y, wording), *_ends(months, axis, y, wording)]
    return layered(layers, width=width, height=_HEIGHT)


def _gap_area(months: Sequence[ScoreMonth], axis: Months, y: Spec) -> Spec:
    rows = _widening(months)
    mark = {"type": "area", "style": "flag", "opacity": 0.1, "stroke": None, "line": False}
    return {"data": values(rows), "mark": mark, "encoding": {"x": axis.channel(), "y": y, "y2": {"field": "other"}}}


def _widening(months: Sequence[ScoreMonth]) -> list[dict[str, Any]]:
    """Return the last unbroken months in which finance leads and its lead grows."""
    rows: list[dict[str, Any]] = []
    for place in range(len(months) - 1, -1, -1):
        month = months[place]
        if month.financial is None or month.relationship is None or month.financial < month.relationship:
            break
        lead = month.financial - month.relationship
        if rows and lead > rows[-1]["value"] - rows[-1]["other"]:
            break
        rows.append({"place": place, "value": round(month.financial, 1), "other": round(month.relationship, 1)})
    return rows[::-1] if len(rows) > 1 else []


def _line(rows: list[dict[str, Any]], axis: Months, y: Spec, *, ink: bool) -> list[Spec]:
    place = {"x": axis.channel(), "y": y}
    style = {"style": "ink"} if ink else {"style": "us"}
    line = {
        "data": values(rows),
        "mark": {"type": "line", **style, "fill": None},
        "encoding": {**place, "detail": {"field": "run", "type": "nominal"}},
    }
    dots = {
        "data": values(rows),
        "mark": {"type": "point", "style": "us", "shape": "circle", "size": 30},
        "encoding": place,
    }
    return [line] if ink else [line, dots]


def _missing(scores: list[float | None], axis: Months, y: Spec, wording: Wording) -> Spec:
    rows = gap_rows(scores, wording.translate("no survey"))
    return text_layer(rows, {"x": axis.channel(), "y": y}, style="missing", baseline="bottom", dy=-6)


def _last(scores: list[float | None]) -> tuple[int, float] | None:
    return next(((place, value) for place, value in reversed(list(enumerate(scores))) if value is not None), None)


def _ends(months: Sequence[ScoreMonth], axis: Months, y: Spec, wording: Wording) -> list[Spec]:
    named = (
        ("Financial {value}", [month.financial for month in months], {"fontWeight": 600}),
        (
            "Relationship {value}",
            [month.relationship for month in months],
            {"fontWeight": 600, "style": "us", "stroke": None},
        ),
    )
    layers = []
    for template, scores, mark in named:
        end = _last(scores)
        if end is None:
            continue
        label = wording.translate(template).format(value=wording.score(end[1]))
        rows = [{"place": end[0], "value": round(end[1], 1), "label": label}]
        layers.append(text_layer(rows, {"x": axis.channel(), "y": y}, align="left", dx=8, baseline="middle", **mark))
    return layers


def _sentence(months: Sequence[ScoreMonth], wording: Wording) -> str:
    parts = []
    for template, scores in (
        ("Financial performance went from {first} to {last}", [month.financial for month in months]),
        ("relationship health from {first} to {last}", [month.relationship for month in months]),
    ):
        present = [value for value in scores if value is not None]
        if present:
            text = wording.translate(template)
            parts.append(text.format(first=wording.score(present[0]), last=wording.score(present[-1])))
    return ", ".join(parts) + "."


def _caption(months: Sequence[ScoreMonth], wording: Wording) -> str:
    area = wording.translate("Pale area: the months in which the two move apart.") if _widening(months) else ""
    missing = [wording.month(month.month) for month in months if month.relationship is None]
    gap = (
        wording.translate("Relationship has no value for {months}.").format(months=wording.listed(missing))
        if missing
        else ""
    )
    return " ".join(part for part in (area, gap) if part)


def _table(months: Sequence[ScoreMonth], wording: Wording) -> Table:
    heads = tuple(wording.translate(head) for head in ("Month", "Financial", "Relationship"))
    rows = tuple(
        (
            f"{wording.month(month.month)} {month.month.year}",
            "–" if month.financial is None else wording.score(month.financial),
            "–" if month.relationship is None else wording.score(month.relationship),
        )
        for month in months
    )
    return Table(heads, rows)
