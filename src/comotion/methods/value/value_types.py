"""Value types and the exchange map (specification 08 c4): what flows, planned beside actual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import not_negative, reaches
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.value.fairness import Valuation, ValuationFairness, fairness_of
from comotion.methods.value.ledger import Ledger, LedgerEntry, entries_in_unit
from comotion.methods.vocabulary import VALUE_TYPES, Direction, ValueType


@dataclass(frozen=True, slots=True)
class ValueTypes:
    """How many value types flow (None without returns), which, and each type's share of the returns."""

    value_type_count: int | None
    present: tuple[ValueType, ...]
    missing: tuple[ValueType, ...]
    return_share: dict[str, float]
    config_hash: str


@dataclass(frozen=True, slots=True)
class ExchangePlan:
    """What a side is to contribute or get: an amount ≥ 0 per quarter, from one date to another, agreed by sides."""

    side: str
    direction: Direction
    value_type: ValueType
    what: str
    amount_per_quarter: float
    start: date
    until: date
    agreed_by: tuple[str, ...] = ()
    unit: str = "points"

    def __post_init__(self) -> None:
        """Refuse negative amounts and plans that end before they start."""
        not_negative(self.amount_per_quarter, "amount_per_quarter")
        if self.until < self.start:
            raise InvalidInput("DATE_ORDER", "until", f"The plan ends on {self.until}, before {self.start}.")


@dataclass(frozen=True, slots=True)
class ExchangeCell:
    """One cell of the map; ``delivery_share`` is missing where nothing was planned."""

    side: str
    direction: Direction
    value_type: ValueType
    planned: float | None
    actual: float | None
    delivery_share: float | None


@dataclass(frozen=True, slots=True)
class ExchangeQuarter:
    """Plans and shared entries for one quarter, start ≤ t < end."""

    ledger: Ledger
    plans: tuple[ExchangePlan, ...]
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ExchangeMap:
    """Every cell side × direction × value type, and the fairness that the plan would give."""

    cells: tuple[ExchangeCell, ...]
    planned_fairness: ValuationFairness


_ENTRY = {
    "id": "e1",
    "side": "A",
    "direction": "return",
    "value_type": "financial",
    "amounts": {"A": 100, "B": 100},
    "confirmed_by": ["A", "B"],
    "on": "2025-02-10",
}
_LEDGER = {"sides": ["A", "B"], "entries": [_ENTRY]}


@method(name="value.types", version="1", example=_LEDGER)
def value_types(ledger: Ledger, settings: MethodSettings) -> ValueTypes:
    """Count the types of value that flow.

    Asks: is more at stake than money? Formula: a type is present from 5 % of the returns (mean of the
    sides' amounts, confirmed entries) and every side has an entry of that type in at least one direction.

    Sure: Exact for confirmed entries. Without returns nothing is said.

    Parameters
    ----------
    ledger : shared entries of the period
    settings : the share of returns from which a type counts

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``OUT_OF_RANGE``, ``UNIT_MISMATCH``.

    Notes
    -----
    Source: specification 08 c4, the second article's three types; the share is our inference.

    """
    entries = [entry for entry in entries_in_unit(ledger) if entry.confirmed]
    returns = {kind: _sum(entry for entry in entries if _is(entry, "return", kind)) for kind in VALUE_TYPES}
    total = sum(returns.values())
    share = {kind: amount / total for kind, amount in returns.items()} if total else {}
    present = tuple(
        kind
        for kind in VALUE_TYPES
        if reaches(share.get(kind, -1.0), settings.fairness.type_share) and _on_all_sides(kind, ledger, entries)
    )
    return ValueTypes(
        len(present) if total else None,
        present,
        tuple(kind for kind in VALUE_TYPES if kind not in present),
        {str(kind): part for kind, part in share.items()},
        settings.config_hash,
    )


def _sum(entries: Iterable[LedgerEntry]) -> float:
    return sum(entry.mean_amount() or 0.0 for entry in entries)


def _is(entry: LedgerEntry, direction: Direction, kind: ValueType) -> bool:
    return entry.direction == direction and entry.value_type == kind


def _on_all_sides(kind: ValueType, ledger: Ledger, entries: Sequence[LedgerEntry]) -> bool:
    return {entry.side for entry in entries if entry.value_type == kind} >= set(ledger.sides)


def suggested_types(types: ValueTypes, own_examples: Mapping[str, Sequence[str]]) -> dict[ValueType, tuple[str, ...]]:
    """Return the missing types with examples from the organization's own other ledgers of the same approach.

    Parameters
    ----------
    types : what flows here
    own_examples : descriptions by type from other ledgers of the same organization

    """
    return {kind: tuple(own_examples.get(kind, ())) for kind in types.missing}


@method(
    name="value.exchange_map",
    version="1",
    example={
        "ledger": _LEDGER,
        "plans": [
            {
                "side": "A",
                "direction": "return",
                "value_type": "financial",
                "what": "referred revenue",
                "amount_per_quarter": 200,
                "start": "2025-01-01",
                "until": "2025-12-31",
            }
        ],
        "start": "2025-01-01",
        "end": "2025-04-01",
    },
)
def exchange_map(inputs: ExchangeQuarter, settings: MethodSettings) -> ExchangeMap:  # noqa: ARG001
    """Set what was planned beside what happened, cell by cell.

    Asks: does each side deliver what was agreed, in each kind of value? Formula: ``delivery_share = actual / planned``
    per side, direction and value type; the planned fairness is the index on planned amounts.

    Sure: Exact for confirmed entries, valued at the mean of the sides. An empty cell is empty and no zero.

    Parameters
    ----------
    inputs : plans and confirmed entries of one quarter; actual amounts are the mean of the sides' valuations
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``DATE_ORDER``, ``UNIT_MISMATCH``, ``UNKNOWN_ID``, ``DUPLICATE_ID``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 08 c4; the form is our inference. An empty cell is shown as empty.

    """
    if inputs.end <= inputs.start:
        raise InvalidInput("DATE_ORDER", "end", "The quarter ends before it starts.")
    entries = [
        entry
        for entry in entries_in_unit(inputs.ledger)
        if entry.confirmed and entry.on is not None and inputs.start <= entry.on < inputs.end
    ]
    plans = [plan for plan in inputs.plans if plan.start < inputs.end and plan.until >= inputs.start]
    for plan in plans:
        if plan.unit != inputs.ledger.unit:
            raise InvalidInput("UNIT_MISMATCH", "plans.unit", f"{plan.unit} is planned, {inputs.ledger.unit} is kept.")
    directions: tuple[Direction, ...] = ("contribution", "return")
    cells = tuple(
        _cell((side, direction, kind), plans, entries)
        for side in inputs.ledger.sides
        for direction in directions
        for kind in VALUE_TYPES
    )
    return ExchangeMap(cells, fairness_of(_planned(cells)))


def _cell(
    key: tuple[str, Direction, ValueType], plans: Sequence[ExchangePlan], entries: Sequence[LedgerEntry]
) -> ExchangeCell:
    planned = [plan.amount_per_quarter for plan in plans if (plan.side, plan.direction, plan.value_type) == key]
    actual = [entry for entry in entries if (entry.side, entry.direction, entry.value_type) == key]
    wanted = sum(planned) if planned else None
    got = _sum(actual) if actual else None
    share = (got or 0.0) / wanted if wanted else None
    return ExchangeCell(*key, planned=wanted, actual=got, delivery_share=share)


def _planned(cells: Sequence[ExchangeCell]) -> Valuation:
    sums: dict[str, dict[str, float]] = {"contribution": {}, "return": {}}
    for cell in cells:
        by_side = sums[cell.direction]
        by_side[cell.side] = by_side.get(cell.side, 0.0) + (cell.planned or 0.0)
    return Valuation(sums["contribution"], sums["return"])
