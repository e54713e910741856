"""Verdict on a candidate (specification 07 c5): a high mean does not cancel a weak dimension."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import reaches, within
from comotion.methods.configuration.selection import PARTNER_DIMENSIONS
from comotion.methods.scored import Scored
from comotion.methods.selection.panel import partner_score
from comotion.methods.settings import MethodSettings

CandidateVerdict = Literal["excluded", "priority", "watch", "pass"]
Exclusion = Literal["DIRECT_COMPETITOR", "COMPLIANCE", "NO_LINKED_OBJECTIVE", "CONFLICT_OF_INTEREST"]


@dataclass(frozen=True, slots=True)
class AssessedCandidate:
    """A candidate as the panel and the facts describe it.

    Parameters
    ----------
    id : its id
    scores : medians 1–5 by partner dimension, None or absent where nobody scored
    aligned : items of culture that are aligned, 0–5; None where not known
    bridge_plan : whether every gap of culture has a measure, an owner and a date
    excluded : the reason for which it is out, if it is
    wildcard : unusual: little like our market, much like our values
    linked_objectives : objectives it would serve; None where links are kept elsewhere

    """

    id: str
    scores: Mapping[str, float | None]
    aligned: int | None = None
    bridge_plan: bool = False
    excluded: Exclusion | None = None
    wildcard: bool = False
    linked_objectives: int | None = None

    def __post_init__(self) -> None:
        """Refuse more aligned items than there are."""
        if self.aligned is not None:
            within(self.aligned, 0, 5, f"{self.id}.aligned")


def exclusion_of(candidate: AssessedCandidate) -> Exclusion | None:
    """Return why a candidate is out: the stated reason, or that it serves no objective."""
    if candidate.excluded is None and candidate.linked_objectives == 0:
        return "NO_LINKED_OBJECTIVE"
    return candidate.excluded


def verdict_of(candidate: AssessedCandidate, settings: MethodSettings) -> CandidateVerdict:
    """Return the verdict on a candidate.

    ``excluded`` with its reason; ``priority`` from the score 62.5 with every dimension at 3 or more and culture aligned
    in four items, or in three with a bridge plan; ``watch`` from 50 with every known dimension at 2 or more; else
    ``pass``. A candidate with a missing dimension is never ``priority``.
    """
    if exclusion_of(candidate) is not None:
        return "excluded"
    rules = settings.selection
    score = partner_score(candidate.scores, settings)
    known = [value for name in PARTNER_DIMENSIONS if (value := candidate.scores.get(name)) is not None]
    complete = len(known) == len(PARTNER_DIMENSIONS)
    strong = complete and all(reaches(value, rules.priority_dimension) for value in known)
    if strong and _from(score, rules.priority_score) and culture_fits(candidate, settings):
        return "priority"
    sound = all(reaches(value, rules.watch_dimension) for value in known)
    return "watch" if sound and _from(score, rules.watch_score) else "pass"


def culture_fits(candidate: AssessedCandidate, settings: MethodSettings) -> bool:
    """Say whether enough items of culture are aligned, with a bridge plan where there is one gap more."""
    if candidate.aligned is None:
        return False
    rules = settings.selection
    bridged = candidate.bridge_plan and candidate.aligned >= rules.bridged_aligned
    return bridged or candidate.aligned >= rules.priority_aligned


def _from(score: Scored, limit: float) -> bool:
    return score.value is not None and reaches(score.value, limit)
