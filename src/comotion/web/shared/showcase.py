"""What the page of components shows: invented figures, one for every state."""

from __future__ import annotations

from typing import Any

from comotion.methods.scored import Scored
from comotion.narrative.sentence import Segment

COMPLETE = Scored(72.6, 1.0, "ok", 72.6, 72.6, 16)
NEARLY = Scored(65.4, 0.94, "ok", 61.6, 67.8, 15)
PROVISIONAL = Scored(62.2, 0.69, "provisional", 43.0, 74.0, 11)
TOO_LITTLE = Scored(None, 0.30, "insufficient", 18.0, 88.0, 5)
FRICTION = Scored(58.0, 1.0, "ok", 58.0, 58.0, 24)
_NAMES = ("financial_performance", "strategic_alignment", "operational_efficiency", "relationship_health")


def _strip(*values: float | Scored | None) -> dict[str, Any]:
    return dict(zip(_NAMES, values, strict=True))


def figures() -> list[dict[str, Any]]:
    """Return the scored figures with what is to be seen in each."""
    return [
        {"figure": COMPLETE, "note": "ok, all inputs present: no band, no word"},
        {"figure": NEARLY, "note": "ok, coverage 94%: band from 61.6 to 67.8"},
        {"figure": PROVISIONAL, "note": "provisional: hollow, band, word and coverage"},
        {"figure": TOO_LITTLE, "note": "insufficient: no number, dotted track, word"},
        {"figure": None, "note": "nothing at all: no data"},
        {"figure": FRICTION, "note": "friction: cuts at 25, 50 and 75", "scale": "friction"},
    ]


def strips() -> list[dict[str, Any]]:
    """Return the strips with what is to be seen in each."""
    doubtful = Scored(51.9, 0.7, "provisional", 36.0, 66.0, 3)
    return [
        {
            "strip": _strip(69.7, 82.4, 71.0, 74.9),
            "note": "82 bold: strong; 74.9 keeps its decimal, as 75 would read as strong",
        },
        {"strip": _strip(64.2, 66.0, 44.8, 48.7), "note": "45 and 49: weak, red wedge"},
        {"strip": _strip(72.5, 58.0, None, doubtful), "note": "one missing, one provisional"},
        {"strip": _strip(38.2, 46.6, 61.5, 71.3), "note": "38: below the floor of 40"},
    ]


def _row(name: str, note: str, strip: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"name": name, "note": note, "strip": strip, "warnings": (), **rest}


def rows() -> list[dict[str, Any]]:
    """Return rows of a table as a portfolio has them."""
    doubtful = Scored(61.3, 0.75, "provisional", 46.0, 71.0, 3)
    complete = Scored(67.6, 1.0, "ok", 67.6, 67.6, 16)
    halden, kestrel = _strip(81.0, 59.1, doubtful, 55.0), _strip(72.5, 58.0, None, 51.9)
    brightwater, cobalt = _strip(58.4, 71.2, 66.5, 78.3), _strip(49.0, None, None, None)
    technology, warned = "Technology integration", ("HIDDEN_EROSION", "DIVERGENCE")
    going = ("GOING_DARK",)
    return [
        _row("Halden Analytics", technology, halden, total=NEARLY, now=60.0, before=68.0, slope=0.7, warnings=warned),
        _row(
            "Kestrel Payments",
            technology,
            kestrel,
            total=PROVISIONAL,
            now=55.0,
            before=61.0,
            slope=-1.6,
            warnings=going,
        ),
        _row("Brightwater Consulting", "Co-marketing", brightwater, total=complete, now=72.0, before=63.0, slope=2.4),
        _row(
            "Cobalt Fields Energy", "Strategic investment", cobalt, total=TOO_LITTLE, now=None, before=None, slope=None
        ),
    ]


def comets() -> list[dict[str, Any]]:
    """Return comets: rising, fallen, provisional, beyond the scale, without a reading."""
    return [
        {"now": 72.0, "before": 63.0},
        {"now": 60.0, "before": 68.0},
        {"now": Scored(55.0, 0.7, "provisional", 40, 70, 3), "before": 61.0},
        {"now": 94.0, "before": 88.0},
        {"now": 60.0, "before": None},
        {"now": None, "before": None},
    ]


HEAD = (
    Segment("Relationship health has fallen three months running, from "),
    Segment("68", "start"),
    Segment(" to "),
    Segment("55", "now"),
    Segment(", while revenue grew; the last quarterly review was "),
    Segment("140\N{NO-BREAK SPACE}days", "qsr"),
    Segment(" ago."),
)


def board() -> list[dict[str, Any]]:
    """Return the five phases with a few cards."""
    card = {"name": "Halden Analytics", "value": "65", "warning": "HIDDEN_EROSION"}
    going = {"name": "Kestrel Payments", "value": "62", "warning": "GOING_DARK"}
    return [
        {"name": "Quick win", "note": "months 1–3", "cards": [card, {"name": "Oakline Robotics", "value": "74"}]},
        {"name": "Restructure", "note": "months 4–6", "cards": [going]},
        {"name": "Overhaul", "note": "months 7–9", "cards": [{"name": "Norrvik Telecom", "value": "57"}]},
        {"name": "Sunset review", "note": "needs a person’s decision", "cards": []},
        {
            "name": "Measure first",
            "note": "coverage below 50%",
            "cards": [{"name": "Cobalt Fields Energy", "value": "–"}],
        },
    ]
