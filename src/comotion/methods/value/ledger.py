"""What was given and returned (specification 08 b): entries, and their amounts in one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

from comotion.methods.checks import known, not_negative, unique
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import Direction, ValueType


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One contribution or return, shared with the room.

    Parameters
    ----------
    id : its id
    side : who gave (contribution) or received (return)
    direction : ``contribution`` or ``return``
    value_type : ``financial``, ``strategic`` or ``operational``
    amounts : what each valuing side says it is worth, ≥ 0; a side that gave no amount is absent
    confirmed_by : the sides that confirm it
    unit : currency or agreed points of the amounts
    on : the date, where it matters

    """

    id: str
    side: str
    direction: Direction
    value_type: ValueType
    amounts: Mapping[str, float]
    confirmed_by: tuple[str, ...]
    unit: str = "points"
    on: date | None = None

    @property
    def confirmed(self) -> bool:
        """Say whether more than one side confirms the entry."""
        return len(set(self.confirmed_by)) > 1

    def mean_amount(self) -> float | None:
        """Return the mean of the amounts given, None without any."""
        return fmean(self.amounts.values()) if self.amounts else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The shared entries of one partnership.

    Amounts in another unit than ``unit`` need a rate (units of ``unit`` per one of the other) agreed by all sides.
    """

    sides: tuple[str, ...]
    entries: tuple[LedgerEntry, ...]
    unit: str = "points"
    rates: Mapping[str, float] | None = None
    rates_agreed_by: tuple[str, ...] = ()


def entries_in_unit(ledger: Ledger) -> tuple[LedgerEntry, ...]:
    """Return the entries with all amounts in the unit of the ledger.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID`` for a side that is not a party, ``OUT_OF_RANGE`` for a negative amount (a loss
        is a contribution), ``UNIT_MISMATCH`` for a unit without a rate agreed by all sides.

    """
    unique((entry.id for entry in ledger.entries), "entries")
    for entry in ledger.entries:
        _check(entry, ledger.sides)
    return tuple(_converted(entry, ledger) for entry in ledger.entries)


def _check(entry: LedgerEntry, sides: Sequence[str]) -> None:
    for side in (entry.side, *entry.amounts, *entry.confirmed_by):
        known(side, sides, f"entries.{entry.id}")
    for amount in entry.amounts.values():
        not_negative(amount, f"entries.{entry.id}.amounts")


def _converted(entry: LedgerEntry, ledger: Ledger) -> LedgerEntry:
    if entry.unit == ledger.unit:
        return entry
    rate = (ledger.rates or {}).get(entry.unit)
    if rate is None or not set(ledger.sides) <= set(ledger.rates_agreed_by):
        detail = f"{entry.unit} and {ledger.unit} need a rate that all sides have agreed."
        raise InvalidInput("UNIT_MISMATCH", f"entries.{entry.id}.unit", detail)
    amounts = {side: amount * rate for side, amount in entry.amounts.items()}
    return replace(entry, amounts=amounts, unit=ledger.unit)
