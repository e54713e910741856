"""Settings of the restart (specification 02–05): audit, ownership, communication, incentives, rhythm and plan."""

from dataclasses import dataclass

from comotion.methods.checks import ascending, not_negative, weights, within
from comotion.methods.configuration.kernel import ascending_or_equal


@dataclass(frozen=True)
class Friction:
    """How answers and evidence become causes, when a gap is a finding, and what a complete audit holds."""

    survey_weight: float = 0.5
    evidence_weight: float = 0.5
    say_do_gap: float = 20.0
    primary_within: float = 5.0
    candour_gap: float = 15.0
    cause_from: float = 50.0
    symptom_below: float = 50.0
    outcome_months: int = 6
    item_from: float = 50.0
    finding_from: float = 50.0
    actions: int = 5
    artifacts: int = 5
    artifact_kinds: int = 3

    def __post_init__(self) -> None:
        """Refuse weights that cannot work, points outside 0–100 and counts below one."""
        weights((self.survey_weight, self.evidence_weight), "friction")
        for points in (self.cause_from, self.symptom_below, self.item_from, self.finding_from):
            within(points, 0.0, 100.0, "friction")
        for points in (self.say_do_gap, self.primary_within, self.candour_gap):
            not_negative(points, "friction")
        for count in (self.outcome_months, self.actions, self.artifacts, self.artifact_kinds):
            within(count, 1, 1000, "friction")


@dataclass(frozen=True)
class Ownership:
    """Weights of ownership evidence, limits of the responsibility matrix, and what makes a leader fit."""

    valid_activities: float = 0.5
    single_leaders: float = 0.3
    authority: float = 0.2
    consulted_max: int = 4
    accountable_max: int = 5
    rank_from: int = 4
    mandate_rank_from: int = 5
    access_days: float = 14.0
    focus_from: float = 0.5

    def __post_init__(self) -> None:
        """Refuse weights that cannot work, ranks outside 1–6 and shares outside 0–1."""
        weights((self.valid_activities, self.single_leaders, self.authority), "ownership")
        for rank in (self.rank_from, self.mandate_rank_from):
            within(rank, 1, 6, "ownership.rank")
        for count in (self.consulted_max, self.accountable_max, self.access_days):
            not_negative(count, "ownership")
        within(self.focus_from, 0.0, 1.0, "ownership.focus_from")


@dataclass(frozen=True)
class Communication:
    """Weights of communication evidence, the shares and days between which its parts run, and closure windows."""

    level_isolation: float = 0.25
    missing_link: float = 0.20
    feed_forward_failure: float = 0.25
    past_heavy: float = 0.15
    lag: float = 0.15
    cross_level_target: float = 0.30
    past_from: float = 0.30
    past_to: float = 0.70
    lag_from_days: float = 7.0
    lag_to_days: float = 42.0
    wts_closure_days: float = 45.0
    mbr_closure_days: float = 120.0

    def __post_init__(self) -> None:
        """Refuse weights that cannot work, shares outside 0–1, and ranges that do not rise."""
        weights((weight for _, weight in self.parts()), "communication")
        within(self.cross_level_target, 1e-6, 1.0, "communication.cross_level_target")
        ascending((0.0, self.past_from, self.past_to), "communication.past")
        ascending((0.0, self.lag_from_days, self.lag_to_days), "communication.lag")
        for days in (self.wts_closure_days, self.mbr_closure_days):
            not_negative(days, "communication.closure_days")

    def parts(self) -> tuple[tuple[str, float], ...]:
        """Return the five parts with their weights, in the order of the specification."""
        names = ("level_isolation", "missing_link", "feed_forward_failure", "past_heavy", "lag")
        return tuple((name, getattr(self, name)) for name in names)


@dataclass(frozen=True)
class Incentives:
    """Weights of incentive evidence, the joint share that leaves no gap, and what makes a Momentum Metric valid."""

    goal_mismatch: float = 0.5
    divergence: float = 0.3
    joint_gap: float = 0.2
    joint_share_target: float = 0.10
    disputed_from: float = 2.0
    cadence_days: float = 31.0
    metrics_min: int = 2
    metrics_max: int = 3

    def __post_init__(self) -> None:
        """Refuse weights that cannot work, a target of nothing, and counts in the wrong order."""
        weights((self.goal_mismatch, self.divergence, self.joint_gap), "incentives")
        within(self.joint_share_target, 1e-6, 1.0, "incentives.joint_share_target")
        not_negative(self.disputed_from, "incentives.disputed_from")
        not_negative(self.cadence_days, "incentives.cadence_days")
        ascending_or_equal(self.metrics_min, self.metrics_max, "incentives.metrics")


@dataclass(frozen=True)
class PoolWeights:
    """Weights of what a shared bonus pool pays for."""

    closed_deals: float = 0.4
    handover_quality: float = 0.3
    implementation_success: float = 0.3

    def __post_init__(self) -> None:
        """Refuse negative weights and a sum of zero."""
        weights(self.pairs().values(), "pool.weights")

    def pairs(self) -> dict[str, float]:
        """Return the weights by metric."""
        return dict(vars(self))


@dataclass(frozen=True)
class Pool:
    """Default weights of a bonus pool, the score below which quality holds it back, and the factor it then has."""

    weights: PoolWeights = PoolWeights()
    quality: tuple[str, ...] = ("handover_quality", "implementation_success")
    gate: float = 50.0
    cap: float = 0.5

    def __post_init__(self) -> None:
        """Refuse a gate outside 0–100 and a cap outside 0–1."""
        within(self.gate, 0.0, 100.0, "pool.gate")
        within(self.cap, 0.0, 1.0, "pool.cap")


@dataclass(frozen=True)
class TierDays:
    """One number for each tier of review."""

    wts: float
    mbr: float
    qsr: float

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        for number in (self.wts, self.mbr, self.qsr):
            not_negative(number, "rhythm")


@dataclass(frozen=True)
class Rhythm:
    """Days by which a review may move, how many are usual in a quarter, and what the How Agreement needs."""

    tolerance_days: TierDays = TierDays(2.0, 5.0, 10.0)
    usual_per_quarter: TierDays = TierDays(12.0, 3.0, 1.0)
    quarter_days: int = 91
    planning_minutes: float = 30.0
    priorities_min: int = 2
    priorities_max: int = 3
    sprint_days: int = 90
    coffee_roulette_days: int = 30
    in_person_days: int = 90
    friday_win_days: int = 7

    def __post_init__(self) -> None:
        """Refuse counts in the wrong order and intervals below a day."""
        ascending_or_equal(self.priorities_min, self.priorities_max, "rhythm.priorities")
        not_negative(self.planning_minutes, "rhythm.planning_minutes")
        intervals = (self.coffee_roulette_days, self.in_person_days, self.friday_win_days)
        for days in (self.quarter_days, self.sprint_days, *intervals):
            within(days, 1, 3650, "rhythm.days")


@dataclass(frozen=True)
class Plan:
    """Last day of each stage of the 90-day plan, counted from its start, and the length of a full cycle in months."""

    audit: int = 13
    how_agreement: int = 27
    execute: int = 59
    adapt: int = 89
    cycle_months: int = 1

    def __post_init__(self) -> None:
        """Refuse stages that do not follow each other."""
        ascending((0, self.audit, self.how_agreement, self.execute, self.adapt), "plan")
        within(self.cycle_months, 0, 12, "plan.cycle_months")
