"""Who meets whom: hours a quarter between sides and levels, and the pairs that never meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.figures.figure import NARROW, WIDE, Figure, Spec, Table, layered
from comotion.figures.marks import number, text_layer, values
from comotion.figures.words import Wording

_CELL = 34
_LEAST, _MOST = 30, 420
_OVERHANG = 60
"""How far the slanted name of the last column reaches beyond it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Two places and the hours they spend together a quarter; 0 where they never meet."""

    left: str
    right: str
    hours: float


def contact_map(places: Sequence[str], contacts: Sequence[Contact], wording: Wording) -> Figure | None:
    """Draw the hours between each two places as the area of a point, or None where nobody meets.

    Parameters
    ----------
    places : all places in order, sides together
    contacts : each pair once, those that never meet with 0 hours
    wording : the reader's language

    """
    if not any(one.hours for one in contacts):
        return None
    return Figure(
        spec=_spec(places, contacts, wording, WIDE - 210),
        narrow_spec=_spec(places, contacts, wording, NARROW - 150),
        table=_table(contacts, wording),
        sentence=_sentence(contacts, wording),
        caption=wording.translate("The area of a point is hours a quarter; a small cross is a pair that never meets."),
    )


def _spec(places: Sequence[str], contacts: Sequence[Contact], wording: Wording, width: int) -> Spec:
    order = list(places)
    quiet = {
        "title": None,
        "grid": False,
        "domain": False,
        "ticks": False,
        "labelLimit": 190,
        "labelOverlap": False,
        "labelFontSize": 11,
    }
    x = {"field": "left", "type": "nominal", "sort": order, "axis": quiet | {"orient": "top", "labelAngle": -30}}
    y = {"field": "right", "type": "nominal", "sort": order, "axis": quiet}
    place = {"x": x, "y": y}
    spent = [one for one in contacts if one.hours]
    met = [{"left": one.left, "right": one.right, "hours": one.hours} for one in spent]
    never = [{"left": one.left, "right": one.right} for one in contacts if not one.hours]
    most = max(one.hours for one in spent)
    size = number("hours", scale={"domain": [0, most], "range": [_LEAST, _MOST]}, legend=None)
    layers: list[Spec] = [
        {
            "data": values(met),
            "mark": {"type": "point", "style": "us", "shape": "circle", "filled": True, "opacity": 0.85},
            "encoding": place | {"size": size},
        },
        {
            "data": values(never),
            "mark": {"type": "point", "style": "quiet", "shape": "cross", "size": 26, "filled": True},
            "encoding": place,
        },
        text_layer(
            [{"left": one.left, "right": one.right, "label": wording.number(one.hours, 1)} for one in spent],
            place,
            align="left",
            baseline="middle",
            dx=14,
            fontSize=11,
        ),
    ]
    spec = layered(layers, width=width - _OVERHANG, height=_CELL * (len(order) - 1))
    return spec | {"padding": {"left": 5, "top": 5, "bottom": 5, "right": _OVERHANG}}


def _sentence(contacts: Sequence[Contact], wording: Wording) -> str:
    never = sum(not one.hours for one in contacts)
    if not never:
        return wording.translate("Every level of every side meets every other one.")
    text = wording.translate("{never} of {all} pairs of levels and sides never meet.")
    return text.format(never=never, all=len(contacts))


def _table(contacts: Sequence[Contact], wording: Wording) -> Table:
    ordered = sorted(contacts, key=lambda one: -one.hours)
    heads = (wording.translate("Between"), wording.translate("and"), wording.translate("Hours a quarter"))
    never = wording.translate("never")
    return Table(
        heads, tuple((one.left, one.right, wording.number(one.hours, 1) if one.hours else never) for one in ordered)
    )
