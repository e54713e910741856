"""Momentum Metrics (specification 04 c6): joint, behaviour-level measures beside the core KPIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comotion.methods.checks import all_known, known, unique
from comotion.methods.configuration.restart import Incentives
from comotion.methods.kernel.normalise import Limits, Normalised, normalise
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

METRIC_CODES = (
    "METRIC_INCOMPLETE",
    "METRIC_NOT_SHARED",
    "METRIC_TOO_SLOW",
    "METRIC_WITHOUT_CORE_KPI",
    "METRIC_NOT_BEHAVIOUR",
)
COUNT = "METRIC_COUNT"


@dataclass(frozen=True, slots=True)
class MomentumMetric:
    """A measure that both sides move and have agreed on.

    Parameters
    ----------
    definition, unit, baseline, target, due, owner : what the metric needs to be complete
    direction : whether more or less is better
    floor, ceiling : limits of its normalisation; the floor is the baseline unless given
    cadence_days : days between readings
    influenced_by, agreed_by : sides that move it, and that agreed to it
    sits_beside : core KPIs it adds to
    behaviour_level : whether it changes within a month if people act differently, with the reason

    """

    id: str
    definition: str = ""
    unit: str = ""
    direction: Literal["higher", "lower"] = "higher"
    baseline: float | None = None
    target: float | None = None
    floor: float | None = None
    ceiling: float | None = None
    owner: str = ""
    due: date | None = None
    cadence_days: float | None = None
    influenced_by: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    sits_beside: tuple[str, ...] = ()
    behaviour_level: bool = False
    behaviour_reason: str = ""

    @property
    def complete(self) -> bool:
        """Say whether definition, unit, baseline, target, due date and owner are there."""
        texts = (self.definition.strip(), self.unit.strip(), self.owner.strip())
        return all(texts) and None not in (self.baseline, self.target, self.due)


@dataclass(frozen=True, slots=True)
class MetricSet:
    """The sides, the Momentum Metrics of a quarter, and the latest reading of each where there is one."""

    sides: tuple[str, ...]
    metrics: tuple[MomentumMetric, ...]
    readings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricsResult:
    """Findings of each metric, whether the number of metrics is right, and the progress 0–100 of each."""

    findings: dict[str, tuple[str, ...]]
    set_findings: tuple[str, ...]
    progress: dict[str, Normalised | None]
    config_hash: str


def metric_findings(metric: MomentumMetric, sides: Sequence[str], rules: Incentives) -> tuple[str, ...]:
    """Return what keeps a Momentum Metric from being valid, in the order of the specification."""
    slow = metric.cadence_days is None or metric.cadence_days > rules.cadence_days
    shared = set(sides) <= set(metric.agreed_by) and len(set(metric.influenced_by)) > 1
    wrong = (
        not metric.complete,
        not shared,
        slow,
        not metric.sits_beside,
        not (metric.behaviour_level and metric.behaviour_reason.strip()),
    )
    return tuple(code for code, found in zip(METRIC_CODES, wrong, strict=True) if found)


def count_is_right(metrics: int, rules: Incentives) -> bool:
    """Say whether there are two to three metrics for the quarter."""
    return rules.metrics_min <= metrics <= rules.metrics_max


def metric_progress(metric: MomentumMetric, reading: float | None, settings: MethodSettings) -> Normalised | None:
    """Return a reading on the scale 0–100, with the baseline as floor unless a floor is given; None where it cannot be.

    Raises
    ------
    InvalidInput
        ``KPI_LIMITS_ORDER`` where target or ceiling do not lie beyond the floor in the metric's direction.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> metric_progress(MomentumMetric("m", baseline=20, target=60), 40, default_settings()).score
    50.0

    """
    floor = metric.baseline if metric.floor is None else metric.floor
    if reading is None or floor is None or metric.target is None:
        return None
    return normalise(
        reading, Limits(metric.direction, floor, metric.target, metric.ceiling), settings.card.target_score
    )


_METRIC = {
    "id": "joint_demos",
    "definition": "Demos held together in a month",
    "unit": "demos",
    "baseline": 2,
    "target": 6,
    "owner": "Ana",
    "due": "2025-06-30",
    "cadence_days": 7,
    "influenced_by": ["a", "b"],
    "agreed_by": ["a", "b"],
    "sits_beside": ["pipeline_coverage"],
    "behaviour_level": True,
    "behaviour_reason": "Whoever invites the other side changes it next week",
}


@method(
    name="incentives.metrics",
    version="1",
    example={"sides": ["a", "b"], "metrics": [_METRIC], "readings": {"joint_demos": 4}},
)
def momentum_metrics(inputs: MetricSet, settings: MethodSettings) -> MetricsResult:
    """Check the Momentum Metrics of a quarter and show their progress.

    Asks: is this a measure that both sides can move within a month, and how far did it move? Formula: all must hold:
    complete; agreed by all sides and influenced by at least two; read at least monthly; beside a core KPI; declared
    behaviour-level with a reason. Progress is the reading between floor (0) and target (100, or 75 with a ceiling).

    Sure: Each check is yes or no. That a metric is behaviour-level is declared with a reason, not measured.

    Parameters
    ----------
    inputs : sides, metrics, latest readings in each metric's unit
    settings : longest cadence (31 days), number of metrics (2–3), points on target

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID`` for a side or a reading's metric that does not exist, ``KPI_LIMITS_ORDER``.

    Notes
    -----
    Source: specification 04 c6, after the first article and Doran. Too few or too many: ``METRIC_COUNT``.

    """
    unique((metric.id for metric in inputs.metrics), "metrics")
    for metric in inputs.metrics:
        for side in (*metric.influenced_by, *metric.agreed_by):
            known(side, inputs.sides, f"{metric.id}.sides")
    all_known(inputs.readings, [metric.id for metric in inputs.metrics], "readings")
    rules = settings.incentives
    return MetricsResult(
        {metric.id: metric_findings(metric, inputs.sides, rules) for metric in inputs.metrics},
        () if count_is_right(len(inputs.metrics), rules) else (COUNT,),
        {metric.id: metric_progress(metric, inputs.readings.get(metric.id), settings) for metric in inputs.metrics},
        settings.config_hash,
    )
