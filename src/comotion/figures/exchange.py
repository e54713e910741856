"""The exchange map: what each side put in, of three kinds, planned as an outline and happened as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import SIDES, axis_x, number, text_layer, values
from comotion.figures.words import Wording

_ROW = 26


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One kind of value of one side (``us`` or ``them``): planned and actual amounts, None where there is none."""

    side: str
    kind: str
    planned: float | None
    actual: float | None


@dataclass(frozen=True, slots=True)
class ExchangeNames:
    """What the sides and the unit are called."""

    us: str
    them: str
    unit: str


def exchange(rows: Sequence[ExchangeRow], names: ExchangeNames, wording: Wording) -> Figure | None:
    """Draw planned and actual amounts to scale from zero, or None where nothing is planned and nothing happened."""
    if all(row.planned is None and row.actual is None for row in rows):
        return None
    return Figure(
        spec=_spec(rows, names, wording, WIDE - 190),
        narrow_spec=_spec(rows, names, wording, NARROW - 130),
        table=_table(rows, names, wording),
        sentence=_sentence(rows, names, wording),
        caption=wording.translate("Bar: happened. Upright stroke: planned for the same time."),
    )


def _label(row: ExchangeRow, names: ExchangeNames, wording: Wording) -> str:
    side = names.us if row.side == "us" else names.them
    return wording.translate("{side}, {kind}").format(side=side, kind=wording.translate(row.kind))


def _spec(rows: Sequence[ExchangeRow], names: ExchangeNames, wording: Wording, width: int) -> Spec:
    data = [_datum(row, _label(row, names, wording)) for row in rows]
    order = [datum["name"] for datum in data]
    y = {"field": "name", "type": "nominal", "sort": order, "axis": {"title": None, "grid": False, "labelLimit": 180}}
    x = number("actual", scale={"zero": True}, axis=axis_x(names.unit, 4) | {"labelFlush": False})
    layers: list[Spec] = []
    for side in SIDES:
        mine = [datum for datum in data if datum["side"] == side and "actual" in datum]
        layers.append(
            {"data": values(mine), "mark": {"type": "bar", "style": side, "stroke": None}, "encoding": {"x": x, "y": y}}
        )
    planned = [datum for datum in data if "planned" in datum]
    tick = {"type": "tick", "thickness": 2, "size": 18}
    layers.append({"data": values(planned), "mark": tick, "encoding": {"x": x | {"field": "planned"}, "y": y}})
    word = wording.translate("nothing yet")
    empty = [{"planned": 0} | datum | {"label": word} for datum in data if "actual" not in datum]
    layers.append(
        text_layer(
            empty, {"x": x | {"field": "planned"}, "y": y}, style="missing", align="left", dx=6, baseline="middle"
        )
    )
    return layered(layers, width=width, height=_ROW * len(data))


def _datum(row: ExchangeRow, name: str) -> dict[str, Any]:
    datum: dict[str, Any] = {"name": name, "side": row.side}
    if row.actual is not None:
        datum["actual"] = row.actual
    if row.planned is not None:
        datum["planned"] = row.planned
    return datum


def _sum(rows: Sequence[ExchangeRow], side: str) -> float:
    return sum(row.actual or 0.0 for row in rows if row.side == side)


def _sentence(rows: Sequence[ExchangeRow], names: ExchangeNames, wording: Wording) -> str:
    text = wording.translate("{us} put in {ours} {unit}, {them} {theirs}.")
    ours, theirs = wording.number(_sum(rows, "us")), wording.number(_sum(rows, "them"))
    return text.format(us=names.us, them=names.them, unit=names.unit, ours=ours, theirs=theirs)


def _table(rows: Sequence[ExchangeRow], names: ExchangeNames, wording: Wording) -> Table:
    heads = tuple(wording.translate(head) for head in ("What", "Planned", "Happened"))

    def cell(amount: float | None) -> str:
        return "–" if amount is None else wording.number(amount)

    cells = tuple((_label(row, names, wording), cell(row.planned), cell(row.actual)) for row in rows)
    return Table(heads, cells)
