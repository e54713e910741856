"""The ten guardrails (specification 09 c4): each a condition that is true, false, or None where facts are missing."""

from collections.abc import Callable
from typing import Literal

from comotion.methods.checks import below, reaches
from comotion.methods.guardrails.facts import GuardrailFacts
from comotion.methods.scorecard.warnings.finding import every, some
from comotion.methods.settings import MethodSettings

GuardrailCode = Literal[
    "G1_TRANSACTIONAL",
    "G2_NO_ACCOUNTABILITY",
    "G3_CULTURAL_GAP",
    "G4_NO_STRATEGY",
    "G5_WRONG_APPROACH",
    "G6_STL_WITHOUT_AUTHORITY",
    "G7_TOOL_BEFORE_PROCESS",
    "G8_NO_HUMAN_CONNECTION",
    "G9_VISION_WITHOUT_SYSTEM",
    "G10_TOO_EARLY_TO_JUDGE",
]
Condition = Callable[[GuardrailFacts, MethodSettings], bool | None]


def transactional(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether only financial KPIs are used, fewer than two value types flow, or nobody planned together."""
    used = facts.kpi_categories_used
    only_financial = None if not used else set(used) == {"financial_performance"}
    few_types = _below(facts.value_types, settings.guardrails.value_types_from)
    return some((only_financial, few_types, _none(facts.joint_planning_sessions_last_6_months)))


def no_accountability(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether too few activities have clear roles, or too few goals pass their checks."""
    rules = settings.guardrails
    return some(
        (
            _below(facts.valid_activity_share, rules.valid_activity_share_from),
            _below(facts.smart_share, rules.smart_share_from),
        )
    )


def cultural_gap(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether fewer than four items of culture are aligned and no plan bridges the gaps."""
    without = None if facts.bridge_plan is None else not facts.bridge_plan
    return every((_below(facts.culture_aligned, settings.guardrails.aligned_from), without))


def no_strategy(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:  # noqa: ARG001
    """Say whether no objective of the own strategy is linked."""
    return _none(facts.linked_objectives)


def wrong_approach(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether the choice in use is blocked, or 15 or more points below the best that is not."""
    points = facts.points_below_best_unblocked
    behind = None if points is None else reaches(points, settings.guardrails.points_below_best)
    return some((facts.current_choice_blocked, behind))


def stl_without_authority(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:  # noqa: ARG001
    """Say whether a single-threaded leader fails the check."""
    return None if facts.stl_unfit is None else facts.stl_unfit > 0


def tool_before_process(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:  # noqa: ARG001
    """Say whether a tool went live before one full cycle was held."""
    return facts.tool_live_before_first_cycle


def no_human_connection(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:  # noqa: ARG001
    """Say whether there was no informal touchpoint in a month, or nobody met in person in two quarters."""
    return some((_none(facts.informal_touchpoints_last_month), _none(facts.in_person_last_two_quarters)))


def vision_without_system(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether the signature is more than 60 days old and nothing has come of it: no How Agreement, nothing kept."""
    days = facts.days_since_agreement_signed
    long_ago = None if days is None else days > settings.guardrails.signed_days + 1e-9
    unsigned = None if facts.how_agreement_signed is None else not facts.how_agreement_signed
    return every((long_ago, unsigned, _none(facts.commitments_kept_since)))


def too_early_to_judge(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say whether a young partnership is to be ended on money alone, or would have been sent to a review."""
    return every(
        (_young(facts, settings), some((facts.end_proposed_on_financial_grounds, facts.sunset_review_computed)))
    )


def too_early_in_the_room(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    """Say the same from what the room shares: the computed half rests on private facts."""
    return every((_young(facts, settings), facts.end_proposed_on_financial_grounds))


def _young(facts: GuardrailFacts, settings: MethodSettings) -> bool | None:
    return _below(facts.age_months, settings.guardrails.too_early_months)


def _below(value: float | None, limit: float) -> bool | None:
    return None if value is None else below(value, limit)


def _none(count: int | None) -> bool | None:
    return None if count is None else count <= 0


CONDITIONS: dict[GuardrailCode, Condition] = {
    "G1_TRANSACTIONAL": transactional,
    "G2_NO_ACCOUNTABILITY": no_accountability,
    "G3_CULTURAL_GAP": cultural_gap,
    "G4_NO_STRATEGY": no_strategy,
    "G5_WRONG_APPROACH": wrong_approach,
    "G6_STL_WITHOUT_AUTHORITY": stl_without_authority,
    "G7_TOOL_BEFORE_PROCESS": tool_before_process,
    "G8_NO_HUMAN_CONNECTION": no_human_connection,
    "G9_VISION_WITHOUT_SYSTEM": vision_without_system,
    "G10_TOO_EARLY_TO_JUDGE": too_early_to_judge,
}
READS: dict[GuardrailCode, tuple[str, ...]] = {
    "G1_TRANSACTIONAL": ("kpi_categories_used", "value_types", "joint_planning_sessions_last_6_months"),
    "G2_NO_ACCOUNTABILITY": ("valid_activity_share", "smart_share"),
    "G3_CULTURAL_GAP": ("culture_aligned", "bridge_plan"),
    "G4_NO_STRATEGY": ("linked_objectives",),
    "G5_WRONG_APPROACH": ("current_choice_blocked", "points_below_best_unblocked"),
    "G6_STL_WITHOUT_AUTHORITY": ("stl_unfit",),
    "G7_TOOL_BEFORE_PROCESS": ("tool_live_before_first_cycle",),
    "G8_NO_HUMAN_CONNECTION": ("informal_touchpoints_last_month", "in_person_last_two_quarters"),
    "G9_VISION_WITHOUT_SYSTEM": ("days_since_agreement_signed", "how_agreement_signed", "commitments_kept_since"),
    "G10_TOO_EARLY_TO_JUDGE": ("age_months", "end_proposed_on_financial_grounds", "sunset_review_computed"),
}
"""The facts that each guardrail reads."""
PRIVATE_FACTS = frozenset({"linked_objectives", "sunset_review_computed"})
REMEDIES: dict[GuardrailCode, str] = {
    "G1_TRANSACTIONAL": "plan_together_and_measure_beyond_money",
    "G2_NO_ACCOUNTABILITY": "name_one_accountable_person_per_activity",
    "G3_CULTURAL_GAP": "write_a_bridge_plan_per_gap",
    "G4_NO_STRATEGY": "link_an_objective_or_let_go",
    "G5_WRONG_APPROACH": "choose_approach_and_model_again",
    "G6_STL_WITHOUT_AUTHORITY": "sign_a_mandate_or_name_another_leader",
    "G7_TOOL_BEFORE_PROCESS": "hold_one_full_cycle_before_the_tool",
    "G8_NO_HUMAN_CONNECTION": "set_a_date_to_meet_in_person",
    "G9_VISION_WITHOUT_SYSTEM": "sign_a_how_agreement",
    "G10_TOO_EARLY_TO_JUDGE": "wait_for_twelve_months_or_give_other_grounds",
}
"""The remedy of each guardrail, as a key that the narrative puts into words."""
