"""What the codes of the methods are called on a page."""

from __future__ import annotations

from comotion.narrative.wording import ENGLISH, Wording

CATEGORIES = {
    "financial_performance": "Financial performance",
    "strategic_alignment": "Strategic alignment",
    "operational_efficiency": "Operational efficiency",
    "relationship_health": "Relationship health",
}
SHORT_CATEGORIES = {
    "financial_performance": "Financial",
    "strategic_alignment": "Strategic",
    "operational_efficiency": "Operational",
    "relationship_health": "Relationship",
}
TIGHT_CATEGORIES = {
    "financial_performance": "Financial",
    "strategic_alignment": "Strategic",
    "operational_efficiency": "Operat.",
    "relationship_health": "Relation.",
}
FIGURES = {
    "scorecard": "Scorecard total",
    "momentum_index": "Momentum Index",
    "fairness_index": "Fairness index",
    "tier_score": "Tier score",
    "potential": "Potential",
    "health": "Health",
    "value_exchange": "Value exchange",
}
KPIS = {
    "revenue_vs_plan": "Revenue against plan",
    "pipeline_coverage": "Pipeline coverage",
    "cost_to_serve_ratio": "Cost to serve",
    "revenue_growth_yoy": "Revenue growth",
    "horizon_score": "Three horizons",
    "roadmap_milestones_met": "Milestones met",
    "value_type_count": "Kinds of value",
    "fairness_index": "Fairness",
    "decision_latency_days": "Decision time",
    "commitments_kept": "Commitments kept",
    "lead_response_hours": "Lead response",
    "cadence_adherence": "Rhythm held",
    "partner_satisfaction_10": "Partner satisfaction",
    "trust_survey": "Trust survey",
    "executive_engagement": "Executive engagement",
    "perception_gap": "Perception gap",
}
WARNINGS = {
    "HIDDEN_EROSION": "Hidden erosion",
    "DIVERGENCE": "Divergence",
    "CATEGORY_FLOOR": "Below floor",
    "PERCEPTION_SPLIT": "Perception split",
    "GOING_DARK": "Going dark",
    "RHYTHM_SLIP": "Rhythm slip",
    "LAG_GROWTH": "Answers slow down",
    "SPONSOR_GONE": "Sponsor gone",
    "FAIRNESS_DRIFT": "Fairness drift",
    "NEAR_TERM_ONLY": "Near term only",
    "PARTICIPATION_FALLING": "Taking part less",
}
WARNING_SEVERITIES = {
    "HIDDEN_EROSION": "high",
    "DIVERGENCE": "medium",
    "CATEGORY_FLOOR": "high",
    "PERCEPTION_SPLIT": "medium",
    "GOING_DARK": "medium",
    "RHYTHM_SLIP": "medium",
    "LAG_GROWTH": "medium",
    "SPONSOR_GONE": "high",
    "FAIRNESS_DRIFT": "medium",
    "NEAR_TERM_ONLY": "low",
    "PARTICIPATION_FALLING": "medium",
}
PHASES = {
    "quick_win": "Quick win",
    "restructure": "Restructure",
    "overhaul": "Overhaul",
    "sunset_review": "Sunset review",
    "measure_first": "Measure first",
}
TIERS = {
    "strategic": "Strategic",
    "growth": "Growth",
    "transactional": "Transactional",
    "untiered": "Untiered",
    "unrated": "Unrated",
}
_PREFIXES = ("category.", "kpi.", "dimension.")
_ALL = FIGURES | KPIS | CATEGORIES | PHASES | TIERS


def figure_name(code: str, wording: Wording = ENGLISH) -> str:
    """Return what a figure is called; ``category.`` and the like before its code are left out.

    Examples
    --------
    >>> figure_name("kpi.trust_survey"), figure_name("scorecard")
    ('Trust survey', 'Scorecard total')

    """
    for prefix in _PREFIXES:
        code = code.removeprefix(prefix)
    known = _ALL.get(code)
    return wording.translate(known) if known else code.replace("_", " ").capitalize()


def warning_name(code: str, wording: Wording = ENGLISH) -> str:
    """Return what an early warning is called."""
    known = WARNINGS.get(code)
    return wording.translate(known) if known else code.replace("_", " ").capitalize()
