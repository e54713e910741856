"""One KPI over months against its target and its floor, cut where its definition changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import axis_y, number, runs, text_layer, values
from comotion.figures.months import Months, gap_rows
from comotion.figures.words import Wording

_HEIGHT = 200


@dataclass(frozen=True, slots=True)
class KpiMonth:
    """One month's reading, None where there is none; ``note`` says from whom it came."""

    month: date
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI: its name, unit and limits, and the months from which a new definition holds."""

    name: str
    unit: str = ""
    target: float | None = None
    floor: float | None = None
    decimals: int = 0
    redefined: frozenset[date] = field(default_factory=frozenset)


def kpi_history(kpi: KpiLine, months: Sequence[KpiMonth], wording: Wording) -> Figure | None:
    """Draw a KPI's readings, or None without any. A missing month or a new definition breaks the line."""
    if all(month.value is None for month in months):
        return None
    return Figure(
        spec=_spec(kpi, months, wording, WIDE),
        narrow_spec=_spec(kpi, months, wording, NARROW),
        table=_table(kpi, months, wording),
        sentence=_sentence(kpi, months, wording),
        caption=_caption(kpi, wording),
    )


def _spec(kpi: KpiLine, months: Sequence[KpiMonth], wording: Wording, width: int) -> Spec:
    axis = Months(tuple(month.month for month in months), wording, is_narrow=width == NARROW)
    scores = [month.value for month in months]
    title = f"{kpi.name} ({kpi.unit})" if kpi.unit else kpi.name
    y = number("value", scale={"zero": False, "nice": True}, axis=axis_y(title))
    place = {"x": axis.channel(), "y": y}
    rows = _rows(kpi, months)
    line = {
        "data": values(rows),
        "mark": {"type": "line", "style": "us", "fill": None},
        "encoding": {**place, "detail": {"field": "run", "type": "nominal"}},
    }
    dots = {
        "data": values(rows),
        "mark": {"type": "point", "style": "us", "shape": "circle", "size": 34},
        "encoding": place,
    }
    missing = gap_rows(scores, wording.translate("no reading"))
    words = text_layer(missing, place, style="missing", baseline="bottom", dy=-6)
    return layered(
        [*_limits(kpi, y, wording), line, dots, words, _end(kpi, rows, place, wording)], width=width, height=_HEIGHT
    )


def _rows(kpi: KpiLine, months: Sequence[KpiMonth]) -> list[dict[str, Any]]:
    rows, cuts = [], 0
    for place, (month, run) in enumerate(zip(months, runs([month.value for month in months]), strict=True)):
        cuts += 1 if month.month in kpi.redefined else 0
        if month.value is not None:
            rows.append({"place": place, "value": month.value, "run": f"{cuts}.{run}"})
    return rows


def _limits(kpi: KpiLine, y: Spec, wording: Wording) -> list[Spec]:
    named = ((kpi.target, "target {value}"), (kpi.floor, "floor {value}"))
    rows = [
        {"value": limit, "label": wording.translate(text).format(value=wording.number(limit, kpi.decimals))}
        for limit, text in named
        if limit is not None
    ]
    rule = {"data": values(rows), "mark": {"type": "rule", "style": "cut"}, "encoding": {"y": y}}
    place = {"x": {"value": "width"}, "y": y}
    return [rule, text_layer(rows, place, style="note", align="right", baseline="bottom", dy=-3)]


def _end(kpi: KpiLine, rows: list[dict[str, Any]], place: Spec, wording: Wording) -> Spec:
    label = wording.number(rows[-1]["value"], kpi.decimals)
    return text_layer(
        [rows[-1] | {"label": label}],
        place,
        align="left",
        dx=8,
        baseline="middle",
        fontWeight=600,
        style="us",
        stroke=None,
    )


def _sentence(kpi: KpiLine, months: Sequence[KpiMonth], wording: Wording) -> str:
    present = [month for month in months if month.value is not None]
    last = present[-1]
    text = "{name} was {value} in {month}"
    if kpi.target is not None:
        text = "{name} was {value} in {month}, against a target of {target}"
    known = {
        "name": kpi.name,
        "value": wording.number(last.value or 0.0, kpi.decimals),
        "month": wording.month(last.month),
    }
    known["target"] = wording.number(kpi.target or 0.0, kpi.decimals)
    return wording.translate(text).format(**known) + "."


def _caption(kpi: KpiLine, wording: Wording) -> str:
    if not kpi.redefined:
        return ""
    names = wording.listed([f"{wording.month(day)} {day.year}" for day in sorted(kpi.redefined)])
    return wording.translate("The definition changed in {months}: the line is cut there.").format(months=names)


def _table(kpi: KpiLine, months: Sequence[KpiMonth], wording: Wording) -> Table:
    heads = tuple(wording.translate(head) for head in ("Month", "Reading", "From"))
    rows = tuple(
        (
            f"{wording.month(month.month)} {month.month.year}",
            "–" if month.value is None else wording.number(month.value, kpi.decimals),
            month.note,
        )
        for month in months
    )
    return Table(heads, rows)
