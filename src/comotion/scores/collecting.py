"""How a missing figure is collected, in one sentence each; pages translate them."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext_noop

from comotion.methods.data import table

HOW: dict[str, str] = {
    "horizon": gettext_noop("Both sides grade three horizons once a quarter, each grade with its evidence."),
    "h1": gettext_noop("Grade value today, 0 to 4, with its evidence."),
    "h2": gettext_noop("Grade the growth of the next 6 to 18 months, 0 to 4, with its evidence."),
    "h3": gettext_noop("Grade the options beyond that, 0 to 4, with their evidence."),
    "shared_goals": gettext_noop("Each side lists its goals for the partnership; both confirm which mean the same."),
    "roadmap": gettext_noop("Both sides rate each roadmap theme: in conflict, neutral or reinforcing."),
    "fairness": gettext_noop("Each side values all contributions and returns once a quarter and confirms them."),
    "value_types": gettext_noop("Contributions and returns as they happen, confirmed by the other side."),
    "potential": gettext_noop("Judge fit, what each side could commit, and complexity, each 1 to 5 with a reason."),
    "strategic_fit": gettext_noop("Judge strategic fit, 1 to 5, with a reason."),
    "resource_contribution_ours": gettext_noop("Judge what we could commit, 1 to 5, with a reason."),
    "resource_contribution_theirs": gettext_noop("Judge what the partner could commit, 1 to 5, with a reason."),
    "implementation_complexity": gettext_noop("Judge how complex it is to put into practice, 1 to 5, with a reason."),
    "step_progress": gettext_noop("Say at which of the seven steps the partnership is."),
    "commitments": gettext_noop("Status by link from the owner of each commitment, no report to write."),
    "decision_latency": gettext_noop("Questions entered when raised, in the meeting page."),
    "feed_forward": gettext_noop("Insights entered in one meeting and answered in the next tier."),
    "forward_meeting": gettext_noop("Minutes of meetings spent on what comes next, noted in the meeting page."),
}


@cache
def _of_kpis() -> dict[str, tuple[str, str]]:
    return {row["id"]: (_sentence(row["how_to_collect"]), row["source_method"]) for row in table("kpis")["kpis"]}


def _sentence(text: str) -> str:
    """Return a remark of the table as the sentence that stands beside those above."""
    return f"{text[:1].upper()}{text[1:]}."


def how_to_collect(name: str) -> tuple[str, str]:
    """Return how a figure or a part of one is collected, and the method that needs it; empty where nobody says."""
    last = name.rpartition(".")[2]
    return _of_kpis().get(last) or (HOW.get(last, ""), "")
