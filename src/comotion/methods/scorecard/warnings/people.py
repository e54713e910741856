"""Warnings that read people: what sides see, whether sponsors talk, whether sides take part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import reaches
from comotion.methods.scorecard.participation import Participation
from comotion.methods.scorecard.warnings.finding import Finding, Reading, finding, some
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class SideAnswers:
    """Gap between the sides in the last closed pulse, and the answers of the side with fewest."""

    gap: float | None
    smallest_n: int


@dataclass(frozen=True, slots=True)
class SponsorSide:
    """One side: whether it has a sponsor, and when that sponsor last met or talked to the other side."""

    side: str
    has_sponsor: bool
    last_contact: date | None = None


def perception_split(trust: SideAnswers, satisfaction: SideAnswers, settings: MethodSettings) -> Finding:
    """Warn when the sides see the partnership 20 points apart.

    Fires when the gap in trust (0–100), or the gap in satisfaction (0–10) × 10, is at least 20, with three answers of
    each side.

    Parameters
    ----------
    trust : gap in points 0–100
    satisfaction : gap on the scale 0–10
    settings : the limit and the smallest group

    """
    gaps = {"trust_gap": _gap(trust, 1.0, settings), "satisfaction_gap": _gap(satisfaction, 10.0, settings)}
    limit = settings.warnings.perception_split
    condition = some(None if gap is None else reaches(gap, limit) for gap in gaps.values())
    return finding("PERCEPTION_SPLIT", condition, gaps)


def _gap(answers: SideAnswers, scale: float, settings: MethodSettings) -> float | None:
    if answers.gap is None or answers.smallest_n < settings.perception.min_group_n:
        return None
    return abs(answers.gap) * scale


def sponsor_gone(sides: Sequence[SponsorSide], room_started: date, as_of: date, settings: MethodSettings) -> Finding:
    """Warn when a side has no sponsor, or its sponsor had no contact with the other side for 120 days.

    Parameters
    ----------
    sides : sponsors and their last contacts
    room_started : in a new room the days count from its start
    as_of : the day of the check
    settings : the limit in days

    """
    days = {side.side: (as_of - max(side.last_contact or room_started, room_started)).days for side in sides}
    conditions = [not side.has_sponsor or days[side.side] >= settings.warnings.sponsor_days for side in sides]
    notes = tuple(f"NO_SPONSOR:{side.side}" for side in sides if not side.has_sponsor)
    readings = {f"days_{name}": float(count) for name, count in days.items()}
    return finding("SPONSOR_GONE", some(conditions), readings, notes)


def participation_falling(sides: Mapping[str, Participation], settings: MethodSettings) -> Finding:
    """Warn when a side takes part half as much as usual or less.

    Fires for each side with a usual number of at least 6 acts and ``acts_now ≤ 0.5 × acts_usual``; carries
    ``ALL_SIDES`` where that holds for all.

    Parameters
    ----------
    sides : acts of the last 30 days and the usual number of each side (specification 10 c4)
    settings : least usual number and share

    """
    falling = {side: falls(acts, settings) for side, acts in sides.items()}
    notes = tuple(f"SIDE:{side}" for side, condition in falling.items() if condition)
    if falling and all(condition is True for condition in falling.values()):
        notes = (*notes, "ALL_SIDES")
    readings: dict[str, Reading] = {f"acts_now_{side}": acts.acts_now for side, acts in sides.items()}
    readings |= {f"acts_usual_{side}": acts.acts_usual for side, acts in sides.items()}
    return finding("PARTICIPATION_FALLING", some(falling.values()), readings, notes)


def falls(acts: Participation, settings: MethodSettings) -> bool | None:
    """Say whether one side takes part half as much as usual or less; None where too little is known."""
    limits = settings.participation
    if acts.acts_now is None or acts.acts_usual is None or acts.acts_usual < limits.usual_minimum:
        return None
    return reaches(limits.fall_share * acts.acts_usual, acts.acts_now)
