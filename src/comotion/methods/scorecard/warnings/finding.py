"""What one early warning says, and how conditions combine when some inputs are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import Severity

WarningCode = Literal[
    "HIDDEN_EROSION",
    "DIVERGENCE",
    "CATEGORY_FLOOR",
    "PERCEPTION_SPLIT",
    "GOING_DARK",
    "RHYTHM_SLIP",
    "LAG_GROWTH",
    "SPONSOR_GONE",
    "FAIRNESS_DRIFT",
    "NEAR_TERM_ONLY",
    "PARTICIPATION_FALLING",
]
FindingState = Literal["fires", "clear", "unknown"]
Reading = float | str | None

SEVERITIES: dict[WarningCode, Severity] = {
    "HIDDEN_EROSION": "high",
    "DIVERGENCE": "medium",
    "CATEGORY_FLOOR": "high",
    "PERCEPTION_SPLIT": "medium",
    "GOING_DARK": "medium",
    "RHYTHM_SLIP": "medium",
    "LAG_GROWTH": "medium",
    "SPONSOR_GONE": "high",
    "FAIRNESS_DRIFT": "medium",
    "NEAR_TERM_ONLY": "low",
    "PARTICIPATION_FALLING": "medium",
}
NEXT_STEPS: dict[WarningCode, str] = {
    "HIDDEN_EROSION": "separate_interviews_on_both_sides",
    "DIVERGENCE": "ask_what_the_figures_hide",
    "CATEGORY_FLOOR": "treat_the_weakest_category_first",
    "PERCEPTION_SPLIT": "compare_both_views_in_one_sitting",
    "GOING_DARK": "ask_the_silent_side_for_its_readings",
    "RHYTHM_SLIP": "set_the_next_review_date",
    "LAG_GROWTH": "follow_one_signal_from_first_sight_to_answer",
    "SPONSOR_GONE": "arrange_a_talk_between_sponsors",
    "FAIRNESS_DRIFT": "review_the_exchange_map_together",
    "NEAR_TERM_ONLY": "plan_one_step_of_the_second_horizon",
    "PARTICIPATION_FALLING": "ask_the_side_what_keeps_it_away",
}
"""The suggested next step of each warning, as a key that the narrative puts into words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning checked once: whether it fires, and the readings that decided it."""

    code: WarningCode
    state: FindingState
    severity: Severity
    readings: Mapping[str, Reading]
    next_step: str
    notes: tuple[str, ...] = ()


def finding(
    code: WarningCode,
    condition: bool | None,  # noqa: FBT001
    readings: Mapping[str, Reading],
    notes: tuple[str, ...] = (),
) -> Finding:
    """Return the finding of a condition that is true, false, or None where its inputs are missing."""
    state: FindingState = "unknown" if condition is None else "fires" if condition else "clear"
    return Finding(code, state, SEVERITIES[code], readings, NEXT_STEPS[code], notes)


def every(conditions: Iterable[bool | None]) -> bool | None:
    """Return the *and* of conditions: false as soon as one is, else unknown if one is."""
    found = list(conditions)
    if False in found:
        return False
    return None if None in found else True


def some(conditions: Iterable[bool | None]) -> bool | None:
    """Return the *or* of conditions: true as soon as one is, else unknown if one is or if there are none."""
    found = list(conditions)
    if True in found:
        return True
    return None if None in found or not found else False


def refuse_duplicates(findings: Iterable[Finding]) -> None:
    """Refuse two findings of one code for one partnership (``DUPLICATE_ID``)."""
    seen: set[str] = set()
    for found in findings:
        if found.code in seen:
            raise InvalidInput("DUPLICATE_ID", "findings", f"{found.code} occurs twice.")
        seen.add(found.code)
