"""Load of managers and compliance with the rhythm of the tiers (specification 11 c3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comotion.methods.checks import not_negative, unique
from comotion.methods.configuration.portfolio import TierNumbers
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TIERS, Tier


@dataclass(frozen=True, slots=True)
class ManagedPartnership:
    """A partnership with its tier, the person who looks after it, and touches of this quarter due and held so far."""

    id: str
    tier: Tier
    manager: str | None
    touches_due: int = 0
    touches_held: int = 0


@dataclass(frozen=True, slots=True)
class AttentionInputs:
    """Partnerships, hours that one touch takes in each tier, and the hours a quarter of each manager."""

    partnerships: tuple[ManagedPartnership, ...]
    hours_per_touch: TierNumbers
    capacity_hours: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ManagerLoad:
    """Hours a quarter that the rhythm asks of one manager; ``OVERLOADED_MANAGER`` above the capacity."""

    hours: float
    capacity: float | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """Load per manager, and held / due touches per tier (missing where none was due)."""

    load: dict[str, ManagerLoad]
    touch_compliance: dict[str, float | None]
    config_hash: str


@method(
    name="portfolio.attention",
    version="1",
    example={
        "partnerships": [{"id": "p1", "tier": "growth", "manager": "ana", "touches_due": 3, "touches_held": 2}],
        "hours_per_touch": {"strategic": 12, "growth": 3, "transactional": 0.5},
        "capacity_hours": {"ana": 120},
    },
)
def attention(inputs: AttentionInputs, settings: MethodSettings) -> Attention:
    """Compare what the tiers promise with the people there are.

    Asks: can the managers keep the rhythm, and was it kept? Formula: hours = Σ touches per quarter × hours per touch;
    ``touch_compliance = held / due`` per tier.

    Sure: Exact for the touches entered and the hours assumed per touch; real hours may differ.

    Parameters
    ----------
    inputs : partnerships with tier, manager and touches; hours per touch; capacity per manager in hours a quarter
    settings : touches per quarter of each tier

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``OUT_OF_RANGE`` for negative numbers or more touches held than due.

    Notes
    -----
    Source: specification 11 c3.

    """
    unique((row.id for row in inputs.partnerships), "partnerships")
    for hours in (*inputs.hours_per_touch.pairs().values(), *inputs.capacity_hours.values()):
        not_negative(hours, "hours")
    managers = dict.fromkeys([*inputs.capacity_hours, *(row.manager for row in inputs.partnerships if row.manager)])
    return Attention(
        {manager: _load(manager, inputs, settings) for manager in sorted(managers)},
        {tier: touch_compliance([row for row in inputs.partnerships if row.tier == tier]) for tier in TIERS},
        settings.config_hash,
    )


def _load(manager: str, inputs: AttentionInputs, settings: MethodSettings) -> ManagerLoad:
    touches = settings.tiers.touches_per_quarter.pairs()
    per_touch = inputs.hours_per_touch.pairs()
    hours = sum(touches[row.tier] * per_touch[row.tier] for row in inputs.partnerships if row.manager == manager)
    capacity = inputs.capacity_hours.get(manager)
    over = capacity is not None and hours > capacity + 1e-9
    return ManagerLoad(hours, capacity, ("OVERLOADED_MANAGER",) if over else ())


def touch_compliance(rows: Sequence[ManagedPartnership]) -> float | None:
    """Return held / due touches, 0–1, or None where none was due.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` where more touches were held than due, or a number is negative.

    """
    for row in rows:
        if not 0 <= row.touches_held <= row.touches_due:
            raise InvalidInput("OUT_OF_RANGE", f"{row.id}.touches_held", "Held touches lie between 0 and those due.")
    due = sum(row.touches_due for row in rows)
    return sum(row.touches_held for row in rows) / due if due else None
