"""The candidates as a scored table."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comotion.core.policy import may, policy
from comotion.narrative.selection import selection_sentence
from comotion.scores.settings import current_settings
from comotion.selection.facts import CandidateLine, candidate_lines
from comotion.selection.models import Dimension, Exclusion
from comotion.web.shared.reader import wording

VERDICTS: dict[str, Promise] = {
    "priority": _("Approach first"),
    "watch": _("Watch"),
    "pass": _("Pass"),
    "excluded": _("Out"),
}


def row_of(line: CandidateLine) -> dict[str, object]:
    """Return a candidate written out."""
    apart = [str(Dimension(name).label) for name in line.to_discuss]
    reason = line.excluded_because.lower()
    return {
        "line": line,
        "verdict": _("Not scored yet") if line.verdict == "pass" and not line.raters else VERDICTS[line.verdict],
        "reason": Exclusion(reason).label if reason in Exclusion.values else "",
        "medians": [line.medians.get(name) for name in Dimension.values],
        "apart": wording().listed(apart),
    }


@policy("standing", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """List the candidates with the score of the panel and the verdict."""
    del organization
    lines = candidate_lines(current_settings())
    counts: Counter[str] = Counter(line.verdict for line in lines)
    unscored = sum(line.score.value is None and line.verdict != "excluded" for line in lines)
    context = {
        "rows": [row_of(line) for line in lines],
        "heads": Dimension.labels,
        "sentence": selection_sentence(dict(counts), unscored, wording()),
        "may_import": may(request.principal, "create", "imports"),  # type: ignore[attr-defined]
    }
    return render(request, "selection/index.html", context)
