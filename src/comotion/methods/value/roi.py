"""ROI and profit class of one partnership (specification 08 c5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import below, not_negative, reaches, within
from comotion.methods.configuration.value import check_shares
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import COST_KINDS, CostKind

ProfitClass = Literal[
    "unquantified", "highly_profitable", "profitable", "too_early", "attribution_dependent", "unprofitable"
]
COST_ZERO = "COST_ZERO"


@dataclass(frozen=True, slots=True)
class InfluencedShares:
    """Which share of influenced revenue counts, low ≤ base ≤ high; the same for all partnerships."""

    low: float
    base: float
    high: float

    def __post_init__(self) -> None:
        """Refuse shares that are not ordered."""
        check_shares(self.low, self.base, self.high)


@dataclass(frozen=True, slots=True)
class RoiInputs:
    """What one partnership earned and cost in a window of months.

    Parameters
    ----------
    months : the months of the window, each named once, for example ``2025-01``
    gross_margin : share of revenue left after its direct costs, 0–1
    sourced, influenced : revenue ≥ 0 by month; an absent month is missing, an explicit 0 is not
    costs : amounts ≥ 0 by cost kind and month; ``other`` adds to the sum and never to the coverage
    other_benefits : further benefit ≥ 0 in the window
    age_months : age of the partnership
    shares : influenced shares where they differ from the settings
    unit, cost_unit : currencies of revenue and of costs; they must be the same

    """

    months: tuple[str, ...]
    gross_margin: float
    sourced: Mapping[str, float]
    influenced: Mapping[str, float]
    costs: Mapping[CostKind, Mapping[str, float]]
    age_months: float
    other_benefits: float = 0.0
    shares: InfluencedShares | None = None
    unit: str = "EUR"
    cost_unit: str = "EUR"


@dataclass(frozen=True, slots=True)
class Roi:
    """ROI at the low, base and high influenced share (None where no cost is recorded), with its class."""

    low: float | None
    base: float | None
    high: float | None
    cost: float
    base_benefit: float
    revenue: float
    coverage_costs: float
    coverage_benefits: float
    profit_class: ProfitClass
    notes: tuple[str, ...]
    config_hash: str


_EXAMPLE = {
    "months": ["2025-01"],
    "gross_margin": 0.7,
    "sourced": {"2025-01": 600000},
    "influenced": {"2025-01": 300000},
    "costs": {
        "people": {"2025-01": 120000},
        "engineering": {"2025-01": 60000},
        "marketing": {"2025-01": 30000},
        "legal": {"2025-01": 10000},
    },
    "age_months": 30,
}


@method(name="value.roi", version="1", example=_EXAMPLE)
def roi(inputs: RoiInputs, settings: MethodSettings) -> Roi:
    """Say whether a partnership pays, and whether that hangs on the attribution policy.

    Asks: does it pay? Formula: ``benefit(s) = gross_margin × (sourced + s × influenced) + other_benefits`` for s low,
    base and high; ``roi(s) = (benefit(s) − cost) / cost``. Coverage is the share of (kind, month) pairs with an amount
    or an explicit 0.

    Sure: Three results, for a low, a base and a high share of influenced revenue: where their sign differs, the policy
    decides and not the data. Below coverage 0.8 nothing is classed.

    Parameters
    ----------
    inputs : revenue and costs by month, margin, age
    settings : influenced shares 0.1, 0.3, 0.5; least coverage 0.80; the limits of the classes

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` without months, ``UNKNOWN_ID`` for a month outside the window, ``OUT_OF_RANGE``,
        ``SHARES_NOT_ORDERED``, ``UNIT_MISMATCH``.

    Notes
    -----
    Source: specification 08 c5; method and classes are our inference. Cost 0: ``COST_ZERO``, no ROI.

    """
    _check(inputs)
    policy = inputs.shares or InfluencedShares(settings.roi.low, settings.roi.base, settings.roi.high)
    sourced, influenced = sum(inputs.sourced.values()), sum(inputs.influenced.values())
    cost = sum(sum(by_month.values()) for by_month in inputs.costs.values())
    benefits = [
        inputs.gross_margin * (sourced + share * influenced) + inputs.other_benefits
        for share in (policy.low, policy.base, policy.high)
    ]
    low, base, high = ((benefit - cost) / cost if cost else None for benefit in benefits)
    pairs = len(inputs.months)
    named = [kind for kind in COST_KINDS if kind != "other"]
    coverage_costs = sum(len(inputs.costs.get(kind, {})) for kind in named) / (len(named) * pairs)
    coverage_benefits = (len(inputs.sourced) + len(inputs.influenced)) / (2 * pairs)
    coverage = min(coverage_costs, coverage_benefits)
    return Roi(
        low,
        base,
        high,
        cost,
        benefits[1],
        sourced + policy.base * influenced,
        coverage_costs,
        coverage_benefits,
        profit_class((low, base, high), coverage, inputs.age_months, settings),
        () if cost else (COST_ZERO,),
        settings.config_hash,
    )


def _check(inputs: RoiInputs) -> None:
    if not inputs.months:
        raise InvalidInput("EMPTY_INPUT", "months", "A window has at least one month.")
    if inputs.unit != inputs.cost_unit:
        raise InvalidInput("UNIT_MISMATCH", "cost_unit", f"Revenue in {inputs.unit} and costs in {inputs.cost_unit}.")
    within(inputs.gross_margin, 0.0, 1.0, "gross_margin")
    not_negative(inputs.other_benefits, "other_benefits")
    not_negative(inputs.age_months, "age_months")
    for field, by_month in (("sourced", inputs.sourced), ("influenced", inputs.influenced), *inputs.costs.items()):
        for month, amount in by_month.items():
            not_negative(amount, f"{field}.{month}")
            if month not in inputs.months:
                raise InvalidInput("UNKNOWN_ID", f"{field}.{month}", "This month is not in the window.")


def profit_class(
    returns: tuple[float | None, float | None, float | None],
    coverage: float,
    age_months: float,
    settings: MethodSettings,
) -> ProfitClass:
    """Return the first class whose rule holds.

    ``unquantified`` below coverage 0.80 (or without any cost); ``highly_profitable`` with base ≥ 1.0 and low > 0;
    ``profitable`` with low > 0; ``too_early`` before 12 months; ``attribution_dependent`` with high > 0; else
    ``unprofitable``.
    """
    low, base, high = returns
    if below(coverage, settings.roi.min_coverage) or low is None or base is None or high is None:
        return "unquantified"
    if low > 0:
        return "highly_profitable" if reaches(base, settings.roi.highly_from) else "profitable"
    if below(age_months, settings.roi.too_early_months):
        return "too_early"
    return "attribution_dependent" if high > 0 else "unprofitable"


@dataclass(frozen=True, slots=True)
class InfluencedDeal:
    """A deal that several partnerships influenced, and the share each is credited with; the shares sum to 1 at most."""

    id: str
    amount: float
    shares: Mapping[str, float]

    def __post_init__(self) -> None:
        """Refuse shares that credit more than the whole deal."""
        not_negative(self.amount, f"{self.id}.amount")
        total = sum(within(share, 0.0, 1.0, f"{self.id}.shares") for share in self.shares.values())
        within(total, 0.0, 1.0, f"{self.id}.shares")


def influenced_amounts(deals: Sequence[InfluencedDeal]) -> dict[str, float]:
    """Return the influenced revenue of each partnership, every deal counted once over all of them."""
    amounts: dict[str, float] = {}
    for deal in deals:
        for partnership, share in deal.shares.items():
            amounts[partnership] = amounts.get(partnership, 0.0) + share * deal.amount
    return amounts
