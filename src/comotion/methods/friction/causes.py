"""Cause friction and the primary cause (specification 02 c3, c4): what people say, beside what records show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comotion.methods.checks import reaches
from comotion.methods.kernel.bands import friction_scale, raw_band
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored, Status
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CAUSES, RootCause

SAY_DO_CODES = ("evidence_exceeds_perception", "perception_exceeds_evidence")


@dataclass(frozen=True, slots=True)
class CauseInputs:
    """Survey friction and evidence friction 0–100 of each cause; what is left out is missing."""

    survey: Mapping[RootCause, Scored | float | None]
    evidence: Mapping[RootCause, Scored | float | None]


@dataclass(frozen=True, slots=True)
class CauseFriction:
    """Friction of the three causes with bands, the overall figure, and where people and records disagree.

    ``overall_friction`` is the largest cause; with ``lower_bound`` a cause is unknown, so that it may be larger, at
    most ``overall_high``.
    """

    cause_friction: dict[RootCause, Scored]
    bands: dict[RootCause, str | None]
    overall_friction: float | None
    overall_low: float
    overall_high: float
    lower_bound: bool
    status: Status
    mean_friction: Scored
    primary_causes: tuple[RootCause, ...]
    say_do_gap: dict[RootCause, float | None]
    flags: tuple[str, ...]
    config_hash: str


@method(
    name="friction.causes",
    version="1",
    example={
        "survey": {"ownership_vacuum": 62, "communication_echo_chamber": 48, "success_metric_mismatch": 40},
        "evidence": {"ownership_vacuum": 70, "communication_echo_chamber": 58, "success_metric_mismatch": 66},
    },
)
def cause_friction(inputs: CauseInputs, settings: MethodSettings) -> CauseFriction:
    """Combine survey and evidence, and name the cause to treat first.

    Asks: which root cause stops us, and do people see what the records show? Formula: per cause the weighted mean of
    survey 0.5 and evidence 0.5; ``overall_friction`` is the largest of the three; primary are all within 5 points of
    it; ``say_do_gap = survey − evidence``.

    Sure: Each cause carries coverage and bounds; a cause with one half missing is provisional, and one without a value
    makes the overall figure a lower bound.

    Parameters
    ----------
    inputs : survey and evidence friction 0–100 per cause, None where missing
    settings : weights, points for a primary cause (5), gap that is a finding (20)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for figures outside 0–100.

    Notes
    -----
    Source: specification 02 c3 and c4, after the OECD/JRC handbook on compensability. A cause without a value makes
    the overall figure a lower bound. Gaps are findings: ``evidence_exceeds_perception:<cause>`` at −20 or less,
    ``perception_exceeds_evidence:<cause>`` at 20 or more.

    """
    rules = settings.friction
    found = {cause: _combined(cause, inputs, settings) for cause in CAUSES}
    values = {cause: figure.value for cause, figure in found.items() if figure.value is not None}
    overall = max(values.values(), default=None)
    primary = (
        cause
        for cause, value in values.items()
        if overall is not None and reaches(value, overall - rules.primary_within)
    )
    gaps = {cause: _gap(inputs.survey.get(cause), inputs.evidence.get(cause)) for cause in CAUSES}
    flags = (_flag(cause, gap, rules.say_do_gap) for cause, gap in gaps.items())
    return CauseFriction(
        found,
        {
            cause: None if one.value is None else raw_band(one.value, friction_scale(settings))
            for cause, one in found.items()
        },
        overall,
        max(figure.low for figure in found.values()),
        max(figure.high for figure in found.values()),
        len(values) < len(CAUSES),
        _status(found.values()),
        weighted_mean([(cause, 1.0, figure) for cause, figure in found.items()], settings),
        tuple(primary),
        gaps,
        tuple(flag for flag in flags if flag),
        settings.config_hash,
    )


def _combined(cause: RootCause, inputs: CauseInputs, settings: MethodSettings) -> Scored:
    rules = settings.friction
    survey, evidence = inputs.survey.get(cause), inputs.evidence.get(cause)
    return weighted_mean(
        [("survey", rules.survey_weight, survey), ("evidence", rules.evidence_weight, evidence)], settings
    )


def _value(figure: Scored | float | None) -> float | None:
    return figure.value if isinstance(figure, Scored) else figure


def _gap(survey: Scored | float | None, evidence: Scored | float | None) -> float | None:
    said, shown = _value(survey), _value(evidence)
    return None if said is None or shown is None else said - shown


def _flag(cause: RootCause, gap: float | None, limit: float) -> str | None:
    if gap is None or not reaches(abs(gap), limit):
        return None
    return f"{SAY_DO_CODES[0] if gap < 0 else SAY_DO_CODES[1]}:{cause}"


def _status(figures: Iterable[Scored]) -> Status:
    """Return ``insufficient`` where no cause is known, ``ok`` where all are fully so, else ``provisional``."""
    states = {figure.status for figure in figures}
    if states == {"insufficient"}:
        return "insufficient"
    return "ok" if states == {"ok"} else "provisional"
