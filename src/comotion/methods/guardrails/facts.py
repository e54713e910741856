"""The facts that guardrails read (specification 09 b); a fact that is None is missing."""

from dataclasses import dataclass

from comotion.methods.checks import not_negative, within
from comotion.methods.vocabulary import Category


@dataclass(frozen=True, slots=True)
class GuardrailFacts:
    """The facts of one partnership.

    Parameters
    ----------
    kpi_categories_used : categories of the KPIs that have readings
    value_types : value types that flow, 0–3
    joint_planning_sessions_last_6_months : planning sessions that both sides attended
    valid_activity_share, smart_share : shares 0–1 of activities with clear roles and of goals that pass all checks
    culture_aligned, bridge_plan : items of five that are aligned, and whether every gap has a measure
    linked_objectives : objectives of the own strategy that the partnership is linked to; private
    current_choice_blocked, points_below_best_unblocked : how the approach or model in use fits by today's ratings
    stl_unfit : single-threaded leaders who fail the check
    tool_live_before_first_cycle : whether a tool went live before one full cycle was held
    informal_touchpoints_last_month, in_person_last_two_quarters : human contacts held
    days_since_agreement_signed, how_agreement_signed, commitments_kept_since : what follows the signature
    age_months : months since the start
    end_proposed_on_financial_grounds : whether an end is proposed for financial reasons only
    sunset_review_computed : whether the portfolio would have computed a sunset review; private

    """

    kpi_categories_used: tuple[Category, ...] | None = None
    value_types: int | None = None
    joint_planning_sessions_last_6_months: int | None = None
    valid_activity_share: float | None = None
    smart_share: float | None = None
    culture_aligned: int | None = None
    bridge_plan: bool | None = None
    linked_objectives: int | None = None
    current_choice_blocked: bool | None = None
    points_below_best_unblocked: float | None = None
    stl_unfit: int | None = None
    tool_live_before_first_cycle: bool | None = None
    informal_touchpoints_last_month: int | None = None
    in_person_last_two_quarters: int | None = None
    days_since_agreement_signed: float | None = None
    how_agreement_signed: bool | None = None
    commitments_kept_since: int | None = None
    age_months: float | None = None
    end_proposed_on_financial_grounds: bool | None = None
    sunset_review_computed: bool | None = None

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1, more aligned items than there are, and negative counts."""
        for share in (self.valid_activity_share, self.smart_share):
            if share is not None:
                within(share, 0.0, 1.0, "facts")
        if self.culture_aligned is not None:
            within(self.culture_aligned, 0, 5, "culture_aligned")
        for name in ("value_types", "stl_unfit", "linked_objectives", "commitments_kept_since", "age_months"):
            count = getattr(self, name)
            if count is not None:
                not_negative(count, name)
