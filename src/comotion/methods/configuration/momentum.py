"""Settings of the Momentum Index (specification 05 c3)."""

from dataclasses import dataclass

from comotion.methods.checks import not_negative, weights, within
from comotion.methods.kernel.normalise import Limits


@dataclass(frozen=True)
class Component:
    """One component of the index: weight, the records it needs, and the limits of its raw measure."""

    weight: float
    minimum: float
    limits: Limits

    def __post_init__(self) -> None:
        """Refuse negative minimums."""
        not_negative(self.minimum, "momentum.minimum")


@dataclass(frozen=True)
class Momentum:
    """Components, window and limits of the Momentum Index; ``minimum`` counts records, or minutes of meetings."""

    commitments: Component = Component(0.30, 5, Limits("higher", 0.40, 0.80, 0.95))
    decision_latency: Component = Component(0.25, 3, Limits("lower", 28.0, 10.0, 3.0))
    feed_forward: Component = Component(0.25, 3, Limits("higher", 0.20, 0.70, 0.90))
    forward_meeting: Component = Component(0.20, 120, Limits("higher", 0.20, 0.50, 0.70))
    window_days: int = 60
    late_days: float = 7.0
    late_credit: float = 0.5
    gaming_rate_up: float = 0.10
    gaming_volume_share: float = 0.50

    def __post_init__(self) -> None:
        """Refuse weights that are negative or sum to zero, and shares outside 0–1."""
        weights((part.weight for _, part in self.components()), "momentum")
        within(self.late_credit, 0.0, 1.0, "momentum.late_credit")
        within(self.window_days, 1, 3650, "momentum.window_days")

    def components(self) -> tuple[tuple[str, Component], ...]:
        """Return the four components with their names, in the order of the specification."""
        names = ("commitments", "decision_latency", "feed_forward", "forward_meeting")
        return tuple((name, getattr(self, name)) for name in names)
