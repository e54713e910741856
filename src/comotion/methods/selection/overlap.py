"""Customer overlap and executive reach (specification 07 c6): facts beside scores, never turned into them."""

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.checks import not_negative, within
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class ExecutiveConnection:
    """A connection between two roles with its strength 1–3."""

    our_role: str
    their_role: str
    strength: float

    def __post_init__(self) -> None:
        """Refuse strengths outside 1–3."""
        within(self.strength, 1.0, 3.0, "strength")


@dataclass(frozen=True, slots=True)
class CustomerCounts:
    """Customers of each side and how many they share; connections between executives."""

    customers_a: int
    customers_b: int
    shared: int
    connections: tuple[ExecutiveConnection, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Overlap coefficient and Jaccard index 0–1 (None where a side has no customers), and the reach of executives."""

    overlap_coefficient: float | None
    jaccard: float | None
    executive_reach: float
    roles: tuple[str, ...]
    config_hash: str


def executive_reach(connections: Sequence[ExecutiveConnection]) -> float:
    """Return the sum of the strengths of all connections."""
    return sum((connection.strength for connection in connections), 0.0)


@method(name="selection.overlap", version="1", example={"customers_a": 800, "customers_b": 200, "shared": 90})
def customer_overlap(inputs: CustomerCounts, settings: MethodSettings) -> Overlap:
    """Say how much the customers of two organizations are the same.

    Asks: do we sell to the same people? Formula: ``overlap_coefficient = shared / min(customers)``, ``jaccard = shared
    / union``; ``executive_reach = Σ strength``. The two answer different questions; both are shown.

    Sure: Exact for the counts given; how well two lists were matched is not part of it.

    Parameters
    ----------
    inputs : numbers of customers, of shared ones, and connections of executives with strength 1–3
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``COUNT_INCONSISTENT`` for more shared customers than a side has, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 07 c6. Counts only: lists are compared by the sharing rules of account mapping.

    """
    for count in (inputs.customers_a, inputs.customers_b, inputs.shared):
        not_negative(count, "customers")
    smaller = min(inputs.customers_a, inputs.customers_b)
    if inputs.shared > smaller:
        raise InvalidInput("COUNT_INCONSISTENT", "shared", f"{inputs.shared} shared of {smaller} customers.")
    union = inputs.customers_a + inputs.customers_b - inputs.shared
    return Overlap(
        inputs.shared / smaller if smaller else None,
        inputs.shared / union if smaller else None,
        executive_reach(inputs.connections),
        tuple(f"{connection.our_role} – {connection.their_role}" for connection in inputs.connections),
        settings.config_hash,
    )
