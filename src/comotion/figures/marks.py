"""The layers that several charts share. Colours come from named styles of the configuration, never from here."""

from __future__ import annotations

from typing import Any

from comotion.figures.figure import Spec

SIDES = {"us": {"shape": "circle"}, "them": {"shape": "square"}}


def values(rows: list[dict[str, Any]]) -> Spec:
    """Return rows as the data of a layer."""
    return {"values": rows}


def number(field: str, **rest: Any) -> Spec:
    """Return a quantitative channel."""
    return {"field": field, "type": "quantitative", **rest}


def axis_y(title: str, ticks: int = 4) -> Spec:
    """Return the vertical axis: its title lies flat at its end, after an arrow."""
    return {"title": f"↑ {title}", "tickCount": ticks}


def axis_x(title: str, ticks: int = 5) -> Spec:
    """Return the horizontal axis: its title stands at its end, before an arrow."""
    return {"title": f"{title} →", "tickCount": ticks}


def text_layer(rows: list[dict[str, Any]], encoding: Spec, **mark: Any) -> Spec:
    """Return labels read from the field ``label``."""
    return {
        "data": values(rows),
        "mark": {"type": "text", **mark},
        "encoding": {**encoding, "text": {"field": "label", "type": "nominal"}},
    }


def padded(numbers: list[float], step: float = 10.0) -> tuple[float, float]:
    """Return limits around scores, half a step of air at each end, within 0 to 100."""
    low, high = min(numbers) - step / 2, max(numbers) + step / 2
    return max(0.0, low // 1), min(100.0, -(-high // 1))


def runs(numbers: list[float | None]) -> list[int | None]:
    """Return for each place the number of its unbroken run, None where there is no value.

    Examples
    --------
    >>> runs([1.0, 2.0, None, 3.0])
    [0, 0, None, 1]

    """
    found: list[int | None] = []
    run, was_missing = 0, False
    for number_ in numbers:
        if number_ is None:
            was_missing = bool(found)
            found.append(None)
            continue
        run += 1 if was_missing and any(place is not None for place in found) else 0
        was_missing = False
        found.append(run)
    return found
