"""Candidates with their scores and verdicts, in two queries for any number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from comotion.methods.configuration.selection import PartnerDimension
from comotion.methods.scored import Scored
from comotion.methods.selection import panel as panels
from comotion.methods.selection.verdict import AssessedCandidate, CandidateVerdict, Exclusion, exclusion_of, verdict_of
from comotion.methods.settings import MethodSettings
from comotion.selection.models import Candidate, PanelScore


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate: its score with the medians it is made of, its verdict, and why it is out if it is.

    ``to_discuss`` names the dimensions that raters see two or more apart.
    """

    ref: str
    name: str
    website: str
    score: Scored
    medians: dict[str, float]
    raters: int
    verdict: CandidateVerdict
    excluded_because: str
    wildcard: bool
    to_discuss: tuple[str, ...]


def candidate_lines(settings: MethodSettings) -> list[CandidateLine]:
    """Return the acting organization's candidates: those to approach first, then by score, then by name."""
    scores = PanelScore.objects.order_by("pk").values_list(
        "candidate_id", "rater", "dimension", "score", "evidence", "round"
    )
    given = tuple(
        panels.PanelScore(str(key), rater, cast("PartnerDimension", dimension), score, evidence, turn)
        for key, rater, dimension, score, evidence, turn in scores
    )
    found = panels.panel(panels.PanelScores(given), settings).candidates if given else {}
    lines = [_line(row, found.get(str(row.pk)), settings) for row in Candidate.objects.order_by("name", "pk")]
    order = ("priority", "watch", "pass", "excluded")
    return sorted(lines, key=lambda one: (order.index(one.verdict), -(one.score.value or -1.0)))


def _line(row: Candidate, panel: panels.CandidateScore | None, settings: MethodSettings) -> CandidateLine:
    medians: dict[str, float] = {str(name): middle for name, middle in panel.medians.items()} if panel else {}
    assessed = AssessedCandidate(
        str(row.pk), medians, row.aligned_items, row.bridge_plan, _exclusion(row), row.wildcard,
    )  # fmt: skip
    score = panel.partner_score if panel else panels.partner_score({}, settings)
    return CandidateLine(
        ref=row.ref, name=row.name, website=row.website, score=score, medians=medians,
        raters=panel.raters if panel else 0, verdict=verdict_of(assessed, settings),
        excluded_because=exclusion_of(assessed) or "", wildcard=row.wildcard,
        to_discuss=tuple(str(name) for name in panel.range_flags) if panel else (),
    )  # fmt: skip


def _exclusion(row: Candidate) -> Exclusion | None:
    return cast("Exclusion", row.excluded_because.upper()) if row.excluded_because else None
