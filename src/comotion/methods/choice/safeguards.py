"""Safeguards of an investment (specification 06 c6): a way out, regular reviews, balanced power."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from comotion.methods.checks import not_negative, reaches
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Safeguard = Literal["exit_provisions", "strategic_reviews", "balanced_power"]
SAFEGUARDS: tuple[Safeguard, ...] = get_args(Safeguard)


@dataclass(frozen=True, slots=True)
class ExitProvisions:
    """What is described for the end: each a text, empty where it is not described."""

    triggers: str = ""
    notice: str = ""
    valuation: str = ""
    ownership_of_results: str = ""
    transfer_of_people_and_data: str = ""

    def complete(self) -> bool:
        """Say whether each of the five is described."""
        texts = (self.triggers, self.notice, self.valuation, self.ownership_of_results)
        return all(text.strip() for text in (*texts, self.transfer_of_people_and_data))


@dataclass(frozen=True, slots=True)
class StrategicReviews:
    """Months between strategic reviews, and the sides whose executives are named."""

    interval_months: float
    executives_of: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse negative intervals."""
        not_negative(self.interval_months, "interval_months")


@dataclass(frozen=True, slots=True)
class ReservedMatter:
    """A matter that is reserved: whose consent it needs, and whose consent a change of this rule needs."""

    matter: str
    consent_of: tuple[str, ...]
    change_needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafeguardFacts:
    """What the parties have written down."""

    sides: tuple[str, ...]
    exit_provisions: ExitProvisions = field(default_factory=ExitProvisions)
    reviews: StrategicReviews | None = None
    reserved_matters: tuple[ReservedMatter, ...] = ()


@dataclass(frozen=True, slots=True)
class SafeguardsResult:
    """Which safeguards are complete, and the codes of those that are missing."""

    complete: dict[Safeguard, bool]
    missing: tuple[str, ...]
    config_hash: str


_EXAMPLE = {
    "sides": ["a", "b"],
    "exit_provisions": {"triggers": "missed milestones twice", "notice": "six months"},
    "reviews": {"interval_months": 6, "executives_of": ["a", "b"]},
    "reserved_matters": [{"matter": "budget", "consent_of": ["a", "b"], "change_needs": ["a", "b"]}],
}


@method(name="choice.safeguards", version="1", example=_EXAMPLE)
def safeguards(inputs: SafeguardFacts, settings: MethodSettings) -> SafeguardsResult:
    """Check that an investment partnership can be left, reviewed and held in balance.

    Asks: are the three safeguards complete? Formula: exit provisions are complete when triggers, notice, valuation,
    ownership of results and transfer are each described; reviews with an interval up to 6 months and executives of
    every side; power when at least half of the reserved matters need every side and no side alone can change one.

    Sure: Each check is yes or no from what is written down. It checks completeness and is no legal advice.

    Parameters
    ----------
    inputs : exit provisions, reviews with interval in months, reserved matters
    settings : the longest interval (6 months) and the least share of matters that need every side (0.5)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a negative interval, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 06 c6: the second article's safeguards; the checks are our inference. A check of
    completeness, not legal advice.

    """
    complete: dict[Safeguard, bool] = {
        "exit_provisions": inputs.exit_provisions.complete(),
        "strategic_reviews": _reviewed(inputs, settings),
        "balanced_power": _balanced(inputs, settings),
    }
    missing = tuple(f"SAFEGUARD_MISSING:{name}" for name in SAFEGUARDS if not complete[name])
    return SafeguardsResult(complete, missing, settings.config_hash)


def _reviewed(inputs: SafeguardFacts, settings: MethodSettings) -> bool:
    reviews = inputs.reviews
    if reviews is None or not inputs.sides:
        return False
    often = reaches(settings.choice.review_interval_months, reviews.interval_months)
    return often and set(inputs.sides) <= set(reviews.executives_of)


def _balanced(inputs: SafeguardFacts, settings: MethodSettings) -> bool:
    matters, sides = inputs.reserved_matters, set(inputs.sides)
    if not matters or len(sides) < 2:
        return False
    shared = sum(sides <= set(matter.consent_of) for matter in matters) / len(matters)
    nobody_alone = all(len(sides & set(matter.change_needs)) >= 2 for matter in matters)
    return nobody_alone and reaches(shared, settings.choice.both_consents_share)
