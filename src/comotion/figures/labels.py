"""Which points of a scatter carry their name, and on which side, so that no two words touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["right", "left", "below"]
BELOW = 14.0
_CHARACTER, _LINE, _GAP, _POINT = 6.6, 15.0, 9.0, 5.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in pixels with the name it would carry; ``is_banded`` where bounds lie beside it."""

    name: str
    x: float
    y: float
    is_banded: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name that has found its place: ``right`` or ``left`` of its point, or ``below`` it."""

    name: str
    side: Side


_Box = tuple[float, float, float, float]


def placed(spots: Sequence[Spot], others: Sequence[Spot], *, width: float, most: int) -> list[Label]:
    """Name up to ``most`` spots in order of importance; a name that would touch a point or a name is left out.

    Parameters
    ----------
    spots : candidates, the most important first
    others : further points that must stay free
    width : of the picture, so that no name leaves it
    most : names at most

    """
    taken = [_around(spot) for spot in (*spots, *others)]
    labels: list[Label] = []
    for spot in spots:
        sides: tuple[Side, ...] = ("below",) if spot.is_banded else ("right", "left")
        for side in sides:
            box = _box(spot, side)
            fits = box[0] >= 0 and box[1] <= width
            if len(labels) < most and fits and not any(_touch(box, other) for other in taken):
                labels.append(Label(spot.name, side))
                taken.append(box)
                break
    return labels


def _around(spot: Spot) -> _Box:
    return spot.x - _POINT, spot.x + _POINT, spot.y - _POINT, spot.y + _POINT


def _box(spot: Spot, side: Side) -> _Box:
    length = len(spot.name) * _CHARACTER
    starts = {"right": spot.x + _GAP, "left": spot.x - _GAP - length, "below": spot.x - length / 2}
    middle = spot.y + (BELOW if side == "below" else 0)
    return starts[side], starts[side] + length, middle - _LINE / 2, middle + _LINE / 2


def _touch(a: _Box, b: _Box) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
