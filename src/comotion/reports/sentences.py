"""The sentence at the head of a report, from the same figures as its tables."""

from __future__ import annotations

from comotion.narrative.names import figure_name
from comotion.narrative.partnership import RoomFacts, room_sentence, what_to_ask
from comotion.narrative.portfolio import NamedPartnership, PortfolioFacts, portfolio_sentence
from comotion.narrative.sentence import Sentence, plain
from comotion.narrative.wording import Wording
from comotion.portfolio.lines import PartnershipBrief, PortfolioSummary

RECENT = 4
"""Months that the sentence over a partnership looks back, on paper as on the page."""


def portfolio_facts(summary: PortfolioSummary, wording: Wording) -> PortfolioFacts:
    """Return what the sentence over a portfolio is made of."""
    return PortfolioFacts(
        partnerships=summary.partnerships,
        scored=summary.scored,
        ahead=summary.earning_ahead,
        apart=tuple(NamedPartnership(name, ref) for ref, name, _gap in summary.divergent),
        unjudged=summary.partnerships - summary.scored,
        begin_with=", ".join(figure_name(name, wording) for name in summary.begin_with[:1]),
    )


def portfolio_head(summary: PortfolioSummary, wording: Wording) -> str:
    """Return the sentence over a portfolio, without its links."""
    return plain(portfolio_sentence(portfolio_facts(summary, wording), wording))


def room_facts(brief: PartnershipBrief, wording: Wording) -> RoomFacts:
    """Return what the sentence over a partnership is made of: its own scores, the last review, what is missing."""
    review = brief.last_meetings.get("qsr")
    return RoomFacts(
        relationship=_present(brief, "relationship_health"),
        financial=_present(brief, "financial_performance"),
        days_since_review=review.days if review else None,
        missing=tuple(figure_name(gap.figure, wording) for gap in brief.missing),
    )


def _present(brief: PartnershipBrief, category: str) -> tuple[float, ...]:
    values = (month.categories.get(category) for month in brief.history[-RECENT:])
    return tuple(value for value in values if value is not None)


def room_head(brief: PartnershipBrief, wording: Wording) -> str:
    """Return the sentence over a partnership, without its links; private, as it speaks of own scores."""
    return plain(room_sentence(room_facts(brief, wording), wording))


def questions(brief: PartnershipBrief, wording: Wording) -> tuple[Sentence, ...]:
    """Return what to ask in the next meeting."""
    return what_to_ask(room_facts(brief, wording), wording)
