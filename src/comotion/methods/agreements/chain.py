"""Supplementary agreements (specification 09 c2): which text of each clause is valid on a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.agreements.clauses import Clause
from comotion.methods.checks import known, unique
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement or a supplement to one, in force from a date to before another, with the clauses it sets."""

    id: str
    effective_from: date
    clauses: tuple[Clause, ...]
    parent: str | None = None
    effective_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse an agreement that ends before it starts, and a clause that it sets twice."""
        if self.effective_to is not None and self.effective_to <= self.effective_from:
            raise InvalidInput("DATE_ORDER", f"{self.id}.effective_to", "It ends before it is in force.")
        unique((clause.key for clause in self.clauses), f"{self.id}.clauses")

    def in_force(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)


@dataclass(frozen=True, slots=True)
class AgreementChain:
    """An agreement with its supplements, in any order, and the day that is asked for."""

    agreements: tuple[Agreement, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ClauseInForce:
    """The valid clause and the agreement it comes from."""

    agreement: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class ClausesInForce:
    """The valid clauses by key, in the order of keys."""

    clauses: dict[str, ClauseInForce]
    config_hash: str


_EXAMPLE = [
    {
        "id": "original",
        "effective_from": "2024-01-01",
        "clauses": [{"key": "value_exchange", "grade": 2}, {"key": "data_ownership", "grade": 0}],
    },
    {
        "id": "supplement",
        "parent": "original",
        "effective_from": "2024-07-01",
        "clauses": [{"key": "data_ownership", "grade": 1}],
    },
]


@method(name="agreements.in_force", version="1", example={"agreements": _EXAMPLE, "on": "2024-09-01"})
def clauses_in_force(inputs: AgreementChain, settings: MethodSettings) -> ClausesInForce:
    """Find the valid text of each clause through all supplements.

    Asks: what holds on this day? Formula: for each clause the text of the latest agreement of the chain that is in
    force on the day (start ≤ day < end); of two that start on one day the one further down the chain.

    Sure: Exact, as long as every supplement is entered with its dates.

    Parameters
    ----------
    inputs : the agreements of one chain in any order, and the day
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``AGREEMENT_CYCLE``, ``DATE_ORDER`` for a supplement that starts before its parent, ``UNKNOWN_ID``,
        ``DUPLICATE_ID``, ``OUT_OF_RANGE`` for a grade, ``REASON_REQUIRED``.

    Notes
    -----
    Source: specification 09 c2: the second article's supplementary agreements.

    """
    depths = _depths(inputs.agreements)
    ordered = sorted(inputs.agreements, key=lambda agreement: _place(agreement, depths))
    valid: dict[str, ClauseInForce] = {}
    for agreement in ordered:
        if agreement.in_force(inputs.on):
            for clause in agreement.clauses:
                if clause.effective_from is None or clause.effective_from <= inputs.on:
                    valid[clause.key] = ClauseInForce(agreement.id, clause)
    return ClausesInForce(dict(sorted(valid.items())), settings.config_hash)


def _place(agreement: Agreement, depths: Mapping[str, int]) -> tuple[date, int, str]:
    return agreement.effective_from, depths[agreement.id], agreement.id


def _depths(agreements: Sequence[Agreement]) -> dict[str, int]:
    """Return how many parents each agreement has; refuse loops, strangers and supplements before their parent."""
    unique((agreement.id for agreement in agreements), "agreements")
    by_id = {agreement.id: agreement for agreement in agreements}
    parents = {agreement.id: agreement.parent for agreement in agreements if agreement.parent is not None}
    for identifier, parent in parents.items():
        known(parent, by_id, f"{identifier}.parent")
    depths = {agreement.id: _depth(agreement, by_id) for agreement in agreements}
    for identifier, parent in parents.items():
        if by_id[identifier].effective_from < by_id[parent].effective_from:
            raise InvalidInput("DATE_ORDER", f"{identifier}.effective_from", "It starts before its parent.")
    return depths


def _depth(agreement: Agreement, by_id: Mapping[str, Agreement]) -> int:
    depth, at = 0, agreement
    while at.parent is not None:
        depth, at = depth + 1, by_id[at.parent]
        if depth > len(by_id):
            raise InvalidInput("AGREEMENT_CYCLE", agreement.id, "It is, over its parents, its own parent.")
    return depth
