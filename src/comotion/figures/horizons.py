"""The three horizons: how far value today, next and later have come, by the grade each side gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import SIDES, number, text_layer, values
from comotion.figures.words import Wording

GRADES = ("nothing", "stated", "planned", "started", "results")
SPANNED = 2
_ROW = 44


@dataclass(frozen=True, slots=True)
class HorizonRow:
    """One horizon with the grades 0 to 4 of both sides; None where a side has not graded it."""

    name: str
    us: float | None
    them: float | None


def horizons(rows: Sequence[HorizonRow], us: str, them: str, wording: Wording) -> Figure | None:
    """Draw the grades of both sides on five steps, or None where nobody has graded."""
    if all(row.us is None and row.them is None for row in rows):
        return None
    return Figure(
        spec=_spec(rows, wording, WIDE - 150),
        narrow_spec=_spec(rows, wording, NARROW - 110),
        table=_table(rows, us, them, wording),
        sentence=_sentence(rows, wording),
        caption=_caption(rows, us, them, wording),
    )


def _spec(rows: Sequence[HorizonRow], wording: Wording, width: int) -> Spec:
    names = [row.name for row in rows]
    steps = "[" + ",".join(f"'{wording.translate(grade)}'" for grade in GRADES) + "][datum.value]"
    axis = {
        "title": None,
        "orient": "top",
        "grid": True,
        "domain": False,
        "ticks": False,
        "values": [0, 1, 2, 3, 4],
        "labelExpr": steps,
        "labelOverlap": False,
        "labelFlush": False,
    }
    x = number("grade", scale={"domain": [0, 4]}, axis=axis)
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "grid": False, "labelLimit": 140}}
    cut = {"data": values([{"grade": SPANNED}]), "mark": {"type": "rule", "style": "cut"}, "encoding": {"x": x}}
    layers: list[Spec] = [cut]
    for side, shape in SIDES.items():
        graded = [(row, row.us if side == "us" else row.them) for row in rows]
        data = [{"name": row.name, "grade": grade} for row, grade in graded if grade is not None]
        shift = -5 if side == "us" else 5
        mark = {"type": "point", "style": side, "size": 90, "yOffset": shift, **shape}
        layers.append({"data": values(data), "mark": mark, "encoding": {"x": x, "y": y}})
    empty = [
        {"name": row.name, "label": wording.translate("not graded")}
        for row in rows
        if row.us is None and row.them is None
    ]
    layers.append(text_layer(empty, {"x": {"value": 4}, "y": y}, style="missing", align="left", baseline="middle"))
    return layered(layers, width=width, height=_ROW * len(rows))


def _spanned(row: HorizonRow) -> bool:
    grades = [grade for grade in (row.us, row.them) if grade is not None]
    return bool(grades) and min(grades) >= SPANNED


def _sentence(rows: Sequence[HorizonRow], wording: Wording) -> str:
    spanned = [row.name for row in rows if _spanned(row)]
    if not spanned:
        return wording.translate("No horizon has a plan with an owner and a date yet.")
    return wording.translate("Planned or further on both sides: {names}.").format(names=wording.listed(spanned))


def _caption(rows: Sequence[HorizonRow], us: str, them: str, wording: Wording) -> str:
    key = wording.translate("Circle: {us}. Square: {them}. A horizon counts from “planned”.").format(us=us, them=them)
    missing = [row.name for row in rows if row.us is None or row.them is None]
    if not missing:
        return key
    return f"{key} {wording.translate('Not graded by both sides: {names}.').format(names=wording.listed(missing))}"


def _table(rows: Sequence[HorizonRow], us: str, them: str, wording: Wording) -> Table:
    def word(grade: float | None) -> str:
        return "–" if grade is None else wording.translate(GRADES[round(grade)])

    return Table(
        (wording.translate("Horizon"), us, them), tuple((row.name, word(row.us), word(row.them)) for row in rows)
    )
