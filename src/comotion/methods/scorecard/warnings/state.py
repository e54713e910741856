"""Open, clear, never double (specification 10 c4): what an early warning remembers between checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from comotion.methods.scorecard.warnings.finding import Finding, Reading, WarningCode, refuse_duplicates
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings, default_settings
from comotion.methods.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class WarningState:
    """One warning of one partnership.

    ``alert`` is true only in the step that opened it. ``false_periods`` counts the periods in a row in which its
    condition was known to be false; ``last_false`` is the latest of them and ``last_fired`` the last period in which it
    fired. ``unknown`` marks that the last check had no
    inputs: an open warning then stays open.
    """

    code: WarningCode
    state: Literal["open", "clear"]
    severity: Severity
    opened_on: date
    last_fired_on: date
    readings: Mapping[str, Reading]
    notes: tuple[str, ...] = ()
    cleared_on: date | None = None
    false_periods: int = 0
    last_false: int | None = None
    last_fired: int | None = None
    unknown: bool = False
    alert: bool = False


def month_number(day: date) -> int:
    """Return the number of a month, rising by one each month."""
    return day.year * 12 + day.month - 1


def advance_warnings(
    previous: Sequence[WarningState],
    findings: Sequence[Finding],
    as_of: date,
    *,
    period: int | None = None,
    settings: MethodSettings | None = None,
) -> tuple[WarningState, ...]:
    """Return the state of every warning that has ever fired, after one more check.

    A finding that fires opens its warning, once: while it is open it does not alert again. It clears after its
    condition has been false for two periods; one in which it fired does not count, nor does a check without inputs.
    Repeating a check changes nothing.

    Parameters
    ----------
    previous : the states after the last check, at most one per code
    findings : the findings of this check, at most one per code; a code without a finding keeps its state
    as_of : the day of the check
    period : number of the period the check belongs to; the month of ``as_of`` where not given
    settings : the periods after which a warning clears

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for two states or findings of one code.

    """
    refuse_duplicates(findings)
    states = {state.code: replace(state, alert=False) for state in previous}
    if len(states) != len(previous):
        raise InvalidInput("DUPLICATE_ID", "previous", "A code has more than one state.")
    rules = (settings or default_settings()).warnings
    number = month_number(as_of) if period is None else period
    for found in findings:
        known = states.get(found.code)
        if found.state == "fires":
            states[found.code] = _fired(known, found, as_of, number)
        elif known is not None and known.state == "open":
            states[found.code] = _quiet(known, found, as_of, number, rules.clear_after_periods)
    return tuple(states[code] for code in sorted(states))


def _fired(known: WarningState | None, found: Finding, as_of: date, period: int) -> WarningState:
    opened = known is None or known.state == "clear"
    return WarningState(
        code=found.code,
        state="open",
        severity=found.severity,
        opened_on=as_of if known is None or opened else known.opened_on,
        last_fired_on=as_of,
        readings=found.readings,
        notes=found.notes,
        last_fired=period,
        alert=opened,
    )


def _quiet(known: WarningState, found: Finding, as_of: date, period: int, clear_after: int) -> WarningState:
    if found.state == "unknown":
        return replace(known, unknown=True)
    if period in (known.last_false, known.last_fired):
        return replace(known, unknown=False)
    counted = replace(known, unknown=False, false_periods=known.false_periods + 1, last_false=period)
    if counted.false_periods < clear_after:
        return counted
    return replace(counted, state="clear", cleared_on=as_of)
