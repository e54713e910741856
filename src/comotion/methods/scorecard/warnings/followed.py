"""What followed warnings (specification 10 c4): how often each kind fired, so that its worth can be judged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from comotion.methods.checks import unique, within
from comotion.methods.momentum.plan import months_later
from comotion.methods.publishing import method
from comotion.methods.scorecard.warnings.finding import SEVERITIES, WarningCode
from comotion.methods.settings import MethodSettings

Event = Literal["ended", "reduced", "renewed", "expanded"]


@dataclass(frozen=True, slots=True)
class OpenedWarning:
    """A warning that opened on a day, with the scorecard then and two quarters later (0–100, None where missing)."""

    code: WarningCode
    partnership: str
    opened_on: date
    card_then: float | None = None
    card_after: float | None = None

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100."""
        for score in (self.card_then, self.card_after):
            if score is not None:
                within(score, 0.0, 100.0, f"{self.partnership}.card")


@dataclass(frozen=True, slots=True)
class PartnershipEvent:
    """Something that happened to a partnership: it was ended, reduced, renewed or expanded."""

    partnership: str
    on: date
    event: Event


@dataclass(frozen=True, slots=True)
class WarningHistory:
    """Every warning that opened, every event, and the day it is looked at."""

    warnings: tuple[OpenedWarning, ...]
    events: tuple[PartnershipEvent, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class Followed:
    """One kind of warning: how often it fired, for how many two quarters are over, and what followed within them.

    ``events`` counts warnings, each once per kind of event; ``nothing`` those without any. ``card_change`` is the mean
    change of the scorecard in points over ``card_n`` warnings.
    """

    fired: int
    over: int
    events: dict[Event, int]
    nothing: int
    card_change: float | None
    card_n: int


@dataclass(frozen=True, slots=True)
class FollowedResult:
    """Each kind of warning that ever fired, in the order of codes."""

    by_code: dict[WarningCode, Followed]
    config_hash: str


_EXAMPLE = {
    "warnings": [
        {"code": "HIDDEN_EROSION", "partnership": "p1", "opened_on": "2024-03-01", "card_then": 62, "card_after": 51},
        {"code": "HIDDEN_EROSION", "partnership": "p2", "opened_on": "2024-05-01"},
    ],
    "events": [{"partnership": "p1", "on": "2024-07-15", "event": "reduced"}],
    "as_of": "2025-01-01",
}


@method(name="scorecard.followed", version="1", example=_EXAMPLE)
def what_followed(inputs: WarningHistory, settings: MethodSettings) -> FollowedResult:
    """Say what followed each kind of warning.

    Asks: is a warning worth its noise, and do its limits suit us? Formula: for each kind the number that opened; of
    those that are two quarters old, how many saw an end, a cut, a renewal or an expansion within these six months, how
    many nothing, and the mean change of the scorecard.

    Sure: Counts of what came after, and nothing about why: warnings are no predictions, and some of what did not happen
    was kept from happening.

    Parameters
    ----------
    inputs : warnings with the day they opened and scorecards 0–100, events with their day, and the day of the look
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for one warning of one partnership that opens twice on a day, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 10 c4; which events count is our inference. Warnings are no predictions: what followed may
    have followed anyway, or have been kept from happening.

    """
    unique((f"{one.code}/{one.partnership}/{one.opened_on}" for one in inputs.warnings), "warnings")
    fired = {one.code for one in inputs.warnings}
    codes = [code for code in sorted(SEVERITIES) if code in fired]
    return FollowedResult(
        {code: _followed([one for one in inputs.warnings if one.code == code], inputs) for code in codes},
        settings.config_hash,
    )


def _followed(opened: Sequence[OpenedWarning], inputs: WarningHistory) -> Followed:
    over = [one for one in opened if _until(one) <= inputs.as_of]
    events = [_events_after(one, inputs.events) for one in over]
    counts = Counter(event for found in events for event in found)
    pairs = [(one.card_then, one.card_after) for one in over]
    changes = [after - then for then, after in pairs if then is not None and after is not None]
    return Followed(
        len(opened),
        len(over),
        dict(sorted(counts.items())),
        sum(not found for found in events),
        fmean(changes) if changes else None,
        len(changes),
    )


def _until(warning: OpenedWarning) -> date:
    """Return the day on which two quarters are over."""
    return months_later(warning.opened_on, 6)


def _events_after(warning: OpenedWarning, events: Iterable[PartnershipEvent]) -> set[Event]:
    return {
        one.event
        for one in events
        if one.partnership == warning.partnership and warning.opened_on <= one.on < _until(warning)
    }
