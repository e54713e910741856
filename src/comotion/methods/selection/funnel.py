"""Funnel (specification 07 c7): from everybody named to a shortlist, with a place kept for the unexpected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.checks import not_negative, unique
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.selection.panel import partner_score
from comotion.methods.selection.verdict import AssessedCandidate, CandidateVerdict, exclusion_of, verdict_of
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class FunnelInputs:
    """All candidates, how many can be approached, and the places for wildcards (by capacity where not given)."""

    candidates: tuple[AssessedCandidate, ...]
    capacity: int
    wildcard_slots: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One stage: how many are left, their share of the stage before, and why the others went, by reason."""

    name: str
    number: int
    ratio: float | None
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class FunnelResult:
    """Verdicts, scores, the shortlist in its order (ranked, then wildcards), and the stages with their numbers."""

    verdicts: dict[str, CandidateVerdict]
    scores: dict[str, Scored]
    shortlist: tuple[str, ...]
    wildcards: tuple[str, ...]
    funnel: dict[str, int]
    stages: tuple[FunnelStage, ...]
    config_hash: str


def wildcard_slots(capacity: int, settings: MethodSettings) -> int:
    """Return ``max(1, ⌊0.15·k + ½⌋)`` from a capacity of three, else 0: 1 of 3, 2 of 10.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> [wildcard_slots(capacity, default_settings()) for capacity in (2, 3, 10)]
    [0, 1, 2]

    """
    rules = settings.selection
    if capacity < rules.wildcard_from_capacity:
        return 0
    return max(1, int(rules.wildcard_share * capacity + 0.5 + 1e-9))


_EXAMPLE = {
    "candidates": [
        {
            "id": f"c{number}",
            "scores": {
                "strategic_fit": fit,
                "cultural_compatibility": 4,
                "operational_capability": 4,
                "market_position": 3,
            },
            "aligned": 4,
            "wildcard": number == 4,
        }
        for number, fit in enumerate((5, 4, 4, 3), start=1)
    ],
    "capacity": 3,
}


@method(name="selection.funnel", version="1", example=_EXAMPLE)
def funnel(inputs: FunnelInputs, settings: MethodSettings) -> FunnelResult:
    """Narrow candidates down to those to be approached.

    Asks: whom first, and who is worth a place although nobody expected it? Formula: identified → eligible (not
    excluded) → priority → shortlisted (capacity k); rank by score, strategic fit, id; wildcard places go to flagged
    candidates with verdict ``priority`` or ``watch``, and unused ones return to the ranking.

    Sure: The order follows from scores and fixed limits. Scores are judgements, and a place is kept for the candidate
    that nobody expected.

    Parameters
    ----------
    inputs : candidates with medians 1–5, aligned items of culture, bridge plan, exclusion and wildcard flag; capacity
    settings : limits of the verdicts, share of wildcards

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``OUT_OF_RANGE`` for a negative capacity or a score outside 1–5, ``UNKNOWN_ENUM``.

    Notes
    -----
    Source: specification 07 c5 and c7: the second article's funnel; the mechanism is our inference. The stage
    ``priority`` counts a ``watch`` candidate that takes a wildcard place, so that no stage grows.

    """
    unique((candidate.id for candidate in inputs.candidates), "candidates")
    not_negative(inputs.capacity, "capacity")
    scores = {candidate.id: partner_score(candidate.scores, settings) for candidate in inputs.candidates}
    verdicts = {candidate.id: verdict_of(candidate, settings) for candidate in inputs.candidates}
    ranked = sorted(inputs.candidates, key=lambda candidate: _rank(candidate, scores[candidate.id]))
    slots = wildcard_slots(inputs.capacity, settings) if inputs.wildcard_slots is None else inputs.wildcard_slots
    slots = min(int(not_negative(slots, "wildcard_slots")), inputs.capacity)
    taken, wild = _shortlist(ranked, verdicts, inputs.capacity, slots)
    stages = _stages(inputs.candidates, verdicts, (*taken, *wild))
    return FunnelResult(
        verdicts,
        scores,
        (*taken, *wild),
        wild,
        {stage.name: stage.number for stage in stages},
        stages,
        settings.config_hash,
    )


def _rank(candidate: AssessedCandidate, score: Scored) -> tuple[float, float, str]:
    fit = candidate.scores.get("strategic_fit")
    return -round(-1.0 if score.value is None else score.value, 9), -(fit or 0.0), candidate.id


def _shortlist(
    ranked: Sequence[AssessedCandidate], verdicts: dict[str, CandidateVerdict], capacity: int, slots: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who is taken by rank, and who by a wildcard place."""
    priority = [candidate.id for candidate in ranked if verdicts[candidate.id] == "priority"]
    by_rank = priority[: capacity - slots]
    flagged = [c.id for c in ranked if c.wildcard and verdicts[c.id] in {"priority", "watch"} and c.id not in by_rank]
    wild = flagged[:slots]
    rest = [name for name in priority if name not in wild]
    return tuple(rest[: capacity - len(wild)]), tuple(wild)


def _stages(
    candidates: Sequence[AssessedCandidate], verdicts: dict[str, CandidateVerdict], shortlist: tuple[str, ...]
) -> tuple[FunnelStage, ...]:
    excluded = Counter(str(reason) for candidate in candidates if (reason := exclusion_of(candidate)) is not None)
    eligible = [name for name, verdict in verdicts.items() if verdict != "excluded"]
    forward = [name for name in eligible if verdicts[name] == "priority" or name in shortlist]
    held = Counter(verdicts[name] for name in eligible if name not in forward)
    counts = (len(candidates), len(eligible), len(forward), len(shortlist))
    beyond = {"BEYOND_CAPACITY": counts[2] - counts[3]} if counts[2] > counts[3] else {}
    kept = {str(name): number for name, number in sorted(held.items())}
    reasons: tuple[dict[str, int], ...] = ({}, dict(sorted(excluded.items())), kept, beyond)
    names = ("identified", "eligible", "priority", "shortlisted")
    before = (0, *counts[:-1])
    return tuple(
        FunnelStage(name, number, number / previous if previous else None, why)
        for name, number, previous, why in zip(names, counts, before, reasons, strict=True)
    )
