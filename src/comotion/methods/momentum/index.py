"""Momentum Index (specification 05 c3): is the engine running, before revenue can tell."""

from dataclasses import dataclass, field, replace

from comotion.methods.checks import reaches, within
from comotion.methods.configuration.momentum import Momentum
from comotion.methods.kernel.normalise import normalise
from comotion.methods.kernel.survival import Durations, median_time
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.momentum.kept import KeptCounts, kept_rate
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings

LOWER_BOUND = "LATENCY_LOWER_BOUND"
RATE_UP_VOLUME_DOWN = "RATE_UP_VOLUME_DOWN"


@dataclass(frozen=True, slots=True)
class MomentumInputs:
    """What happened in the trailing window.

    Parameters
    ----------
    commitments : due in the window: on time, up to seven days late, missed
    decisions : days of those decided in the window, ages of those open at its end
    insights_mature, insights_closed : insights whose closure window ends in it, and those closed in time
    forward_share : share 0–1 of meeting minutes spent on what comes next; None where not recorded
    minutes : minutes of meetings held in the window

    """

    commitments: KeptCounts = field(default_factory=KeptCounts)
    decisions: Durations = field(default_factory=Durations)
    insights_mature: int = 0
    insights_closed: int = 0
    forward_share: float | None = None
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class MomentumResult:
    """The index with the raw measures behind it and the volumes that guard against gaming."""

    momentum_index: Scored
    kept_rate: float | None
    decision_latency_days: float | None
    closure_rate: float | None
    forward_share: float | None
    commitments_due: int
    decisions: int
    insights: int
    minutes: float


_EXAMPLE = {
    "commitments": {"on_time": 12, "late_within_7_days": 4, "missed": 4},
    "decisions": {"closed": [3, 6, 9, 14, 21], "open": [12, 25]},
    "insights_mature": 9,
    "insights_closed": 6,
    "forward_share": 0.42,
    "minutes": 600,
}


@method(name="momentum.index", version="1", example=_EXAMPLE)
def momentum_index(inputs: MomentumInputs, settings: MethodSettings) -> MomentumResult:
    """Measure whether the engine of a partnership runs.

    Asks: are promises kept, questions decided, insights answered, and do meetings look ahead? Formula: weighted mean of
    the normalised kept rate 0.30, Kaplan–Meier median decision days 0.25, insight closure 0.25 and forward share 0.20,
    each missing below its minimum.

    Sure: It carries coverage and bounds; a component below its minimum is missing. The numbers of commitments,
    decisions, insights and minutes are shown, since a few of them move it far.

    Parameters
    ----------
    inputs : counts, durations in days, minutes of the trailing window (60 days)
    settings : weights, minimums and limits of the components

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for negative counts or more insights closed than mature, ``DATE_ORDER`` for negative durations.

    Notes
    -----
    Source: specification 05 c3; the definition is our inference. Where the median of decisions is not reached, the
    longest observed duration stands in as a lower bound: ``LATENCY_LOWER_BOUND``.

    """
    _check(inputs)
    rules = settings.momentum
    rate = kept_rate(inputs.commitments, rules)
    time = median_time(inputs.decisions.closed, inputs.decisions.open)
    enough = inputs.decisions.n >= rules.decision_latency.minimum
    latency = time.lower_bound if enough else None
    closure = _closure(inputs, rules)
    forward = inputs.forward_share if inputs.minutes >= rules.forward_meeting.minimum else None
    raw = {"commitments": rate, "decision_latency": latency, "feed_forward": closure, "forward_meeting": forward}
    target = settings.card.target_score
    parts: list[tuple[str, float, Scored | float | None]] = []
    for name, component in rules.components():
        reading = raw[name]
        score = None if reading is None else normalise(reading, component.limits, target).score
        parts.append((name, component.weight, score))
    notes = (LOWER_BOUND,) if latency is not None and time.median is None else ()
    index = replace(weighted_mean(parts, settings, notes=notes), n=_leaves(inputs, raw))
    due, decisions = inputs.commitments.due, inputs.decisions.n
    return MomentumResult(
        index, rate, latency, closure, forward, due, decisions, inputs.insights_mature, inputs.minutes
    )


def _check(inputs: MomentumInputs) -> None:
    counts = inputs.commitments
    for count in (counts.on_time, counts.late_within_7_days, counts.missed, inputs.insights_closed, inputs.minutes):
        if count < 0:
            raise InvalidInput("OUT_OF_RANGE", "inputs", f"{count} is below zero.")
    within(inputs.insights_closed, 0, inputs.insights_mature, "insights_closed")
    if inputs.forward_share is not None:
        within(inputs.forward_share, 0.0, 1.0, "forward_share")


def _closure(inputs: MomentumInputs, rules: Momentum) -> float | None:
    if not inputs.insights_mature or inputs.insights_mature < rules.feed_forward.minimum:
        return None
    return inputs.insights_closed / inputs.insights_mature


def _leaves(inputs: MomentumInputs, raw: dict[str, float | None]) -> int:
    """Count the records behind the present components; the minutes split is one reading."""
    counts = {
        "commitments": inputs.commitments.due,
        "decision_latency": inputs.decisions.n,
        "feed_forward": inputs.insights_mature,
        "forward_meeting": 1,
    }
    return sum(count for name, count in counts.items() if raw[name] is not None)


def rate_up_volume_down(now: KeptCounts, before: KeptCounts, settings: MethodSettings) -> bool | None:
    """Say whether the kept rate rose by 10 points or more while commitments due fell by half or more.

    None where either rate is missing: then nothing can be said.
    """
    rules = settings.momentum
    rate_now, rate_before = _plain_rate(now, rules), _plain_rate(before, rules)
    if rate_now is None or rate_before is None:
        return None
    fewer = now.due <= (1.0 - rules.gaming_volume_share) * before.due
    return fewer and reaches(rate_now - rate_before, rules.gaming_rate_up)


def _plain_rate(counts: KeptCounts, rules: Momentum) -> float | None:
    """Return the kept rate without its minimum, since few commitments are the very thing to notice here."""
    if not counts.due:
        return None
    return (counts.on_time + rules.late_credit * counts.late_within_7_days) / counts.due
