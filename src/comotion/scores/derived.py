"""A KPI's raw value from its inputs: the same rule derives it from records and recomputes it from a stored figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from comotion.methods.kernel.survival import median_time
from comotion.methods.scorecard import derive as derive_kpi
from comotion.scores.explained import Input

EXCLUDED = frozenset(
    {"AMOUNT_UNKNOWN", "STATE_UNKNOWN", "ATTENDANCE_UNKNOWN", "TWO_SOURCES", "CONFLICTING_READINGS", "SUPPRESSED"}
)
"""Notes of inputs that are listed and do not enter."""
Inputs = Sequence[Input]


@dataclass(frozen=True, slots=True)
class Derived:
    """A raw value with the inputs it rests on; ``code`` says why where there is none."""

    raw: float | None
    inputs: tuple[Input, ...] = ()
    notes: tuple[str, ...] = ()
    code: str = ""
    rule: str = ""


def derive(rule: str, inputs: Inputs, notes: Sequence[str] = ()) -> Derived:
    """Return what a rule makes of its inputs."""
    raw = raw_of(rule, inputs)
    return Derived(raw, tuple(inputs), tuple(dict.fromkeys(notes)), "" if raw is not None else "NOT_COMPUTABLE", rule)


def missing(code: str, inputs: Inputs = ()) -> Derived:
    """Return a KPI without a value, and why."""
    return Derived(None, tuple(inputs), (code,) if code.isupper() and inputs else (), code)


def raw_of(rule: str, inputs: Inputs) -> float | None:
    """Return the raw value of a rule, None where its inputs do not give one."""
    return RULES[rule]([one for one in inputs if one.value is not None and one.note not in EXCLUDED])


def total(inputs: Inputs, kind: str, side: str = "") -> float:
    """Return Σ value × share of the inputs of a kind, and of a side where one is named."""
    return sum((one.value or 0.0) * one.share for one in inputs if one.kind == kind and side in ("", one.side))


def _above(inputs: Inputs, kind: str) -> float | None:
    return total(inputs, kind) if any(one.kind == kind for one in inputs) else None


def _share(inputs: Inputs) -> float | None:
    return fmean(one.value or 0.0 for one in inputs) if inputs else None


def _latest(inputs: Inputs) -> float | None:
    return inputs[0].value if inputs else None


def _engagement(inputs: Inputs) -> float | None:
    """Return held / due contacts of the side with less; an input of kind ``due`` says how many were due."""
    due = [one for one in inputs if one.kind == "due"]
    wanted = due[0].value if due else None
    if not wanted:
        return None
    return min(1.0, min(total(inputs, "contact", one.side) for one in due) / wanted)


def _median_days(inputs: Inputs) -> float | None:
    """Return the median of days; what is open counts with its age, and stands in where no median is reached."""
    closed, waiting = (
        [one.value or 0.0 for one in inputs if one.kind == kind] for kind in ("decision", "open_decision")
    )
    return median_time(closed, waiting).lower_bound if inputs else None


def _gap(inputs: Inputs) -> float | None:
    """Return the larger of the two gaps; with one of them unknown so is the larger."""
    gaps = [one.value for one in inputs if one.value is not None]
    return max(gaps) if len(gaps) == 2 else None


RULES: Mapping[str, Callable[[Inputs], float | None]] = {
    "revenue_vs_plan": lambda inputs: derive_kpi.revenue_vs_plan(_above(inputs, "deal"), _above(inputs, "plan")),
    "pipeline_coverage": lambda inputs: derive_kpi.pipeline_coverage(_above(inputs, "deal"), _above(inputs, "plan")),
    "cost_to_serve_ratio": lambda inputs: derive_kpi.cost_to_serve_ratio(
        _above(inputs, "cost"), _above(inputs, "revenue")
    ),
    "revenue_growth_yoy": lambda inputs: derive_kpi.revenue_growth_yoy(
        _above(inputs, "revenue"), _above(inputs, "revenue_before")
    ),
    "roadmap_milestones_met": _share,
    "cadence_adherence": _share,
    "executive_engagement": _engagement,
    "commitments_kept": _share,
    "decision_latency_days": _median_days,
    "feed_forward": _share,
    "partner_satisfaction_10": _latest,
    "trust_survey": _share,
    "perception_gap": _gap,
    "reading": _latest,
}


def as_input(content: Mapping[str, Any]) -> Input:
    """Read an input back from JSON."""
    return Input(**content)
