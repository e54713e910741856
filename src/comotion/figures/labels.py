"""Which points of a scatter carry their name, and on which side, so that no two words touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_CHARACTER, _LINE, _GAP, _POINT = 6.6, 15.0, 9.0, 5.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in pixels with the name it would carry; the first spots of a list are named first."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name that has found its place: right of its point, or left."""

    name: str
    is_left: bool


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
        for is_left in (False, True):
            box = _box(spot, is_left=is_left)
            fits = box[0] >= 0 and box[1] <= width
            if len(labels) < most and fits and not any(_touch(box, other) for other in taken):
                labels.append(Label(spot.name, is_left))
                taken.append(box)
                break
    return labels


def _around(spot: Spot) -> _Box:
    return spot.x - _POINT, spot.x + _POINT, spot.y - _POINT, spot.y + _POINT


def _box(spot: Spot, *, is_left: bool) -> _Box:
    length = len(spot.name) * _CHARACTER
    start = spot.x - _GAP - length if is_left else spot.x + _GAP
    return start, start + length, spot.y - _LINE / 2, spot.y + _LINE / 2


def _touch(a: _Box, b: _Box) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
