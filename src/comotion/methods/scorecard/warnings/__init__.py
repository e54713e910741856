"""Early warnings (specification 10 c4): each a small function of facts; together a state that never doubles."""

from comotion.methods.scorecard.warnings.exchange import fairness_drift, near_term_only
from comotion.methods.scorecard.warnings.finding import Finding
from comotion.methods.scorecard.warnings.people import (
    SideAnswers,
    SponsorSide,
    participation_falling,
    perception_split,
    sponsor_gone,
)
from comotion.methods.scorecard.warnings.rhythm import LagSample, lag_growth, rhythm_slip
from comotion.methods.scorecard.warnings.shape import (
    CategoryHistory,
    category_floor,
    divergence,
    going_dark,
    hidden_erosion,
)
from comotion.methods.scorecard.warnings.state import WarningState, advance_warnings
from comotion.methods.scorecard.warnings.together import WarningInputs, early_warnings

__all__ = [
    "CategoryHistory",
    "Finding",
    "LagSample",
    "SideAnswers",
    "SponsorSide",
    "WarningInputs",
    "WarningState",
    "advance_warnings",
    "category_floor",
    "divergence",
    "early_warnings",
    "fairness_drift",
    "going_dark",
    "hidden_erosion",
    "lag_growth",
    "near_term_only",
    "participation_falling",
    "perception_split",
    "rhythm_slip",
    "sponsor_gone",
]
