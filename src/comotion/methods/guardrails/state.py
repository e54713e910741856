"""What a guardrail remembers between checks (specification 09 c4): raised at once, cleared after two calm checks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from comotion.methods.checks import unique
from comotion.methods.guardrails.check import Guardrail, GuardrailCheck
from comotion.methods.guardrails.rules import GuardrailCode
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class GuardrailState:
    """One guardrail that has been raised: since when, how many calm checks in a row, and when it was cleared."""

    code: GuardrailCode
    raised: bool
    raised_on: date
    calm_checks: int = 0
    last_calm_on: date | None = None
    cleared_on: date | None = None
    unknown: bool = False


def next_check(last: date, settings: MethodSettings) -> date:
    """Return the day of the next regular check: every seven days."""
    return last + timedelta(days=settings.guardrails.check_every_days)


def advance_guardrails(
    previous: Sequence[GuardrailState],
    check: GuardrailCheck,
    on: date,
    settings: MethodSettings,
    *,
    regular: bool = True,
) -> tuple[GuardrailState, ...]:
    """Return the state of every guardrail that was ever raised, after one more check.

    A condition that holds raises its guardrail. It is cleared once the condition was false at two regular checks in a
    row; a check without facts is not calm. A check because a fact changed can raise and nothing else. Repeating a check
    of one day changes nothing.

    Parameters
    ----------
    previous : the states after the last check, at most one per code
    check : the guardrails as found now
    on : the day of the check
    settings : calm checks needed
    regular : whether this is a check of the calendar, as against one because a fact changed

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for two states of one guardrail.

    """
    unique((state.code for state in previous), "previous")
    states = {state.code: state for state in previous}
    for rail in check.guardrails:
        states |= {state.code: state for state in _advanced(states.get(rail.code), rail, on, settings, regular=regular)}
    return tuple(states[code] for code in sorted(states))


def _advanced(
    known: GuardrailState | None, rail: Guardrail, on: date, settings: MethodSettings, *, regular: bool
) -> Iterable[GuardrailState]:
    if rail.finding == "raised":
        since = known.raised_on if known is not None and known.raised else on
        return (GuardrailState(rail.code, raised=True, raised_on=since),)
    if known is None or not known.raised or not regular:
        return ()
    if rail.finding == "unknown":
        return (replace(known, calm_checks=0, last_calm_on=None, unknown=True),)
    return (_calm(known, on, settings.guardrails.clear_after_checks),)


def _calm(known: GuardrailState, on: date, needed: int) -> GuardrailState:
    if known.last_calm_on == on:
        return known
    counted = replace(known, calm_checks=known.calm_checks + 1, last_calm_on=on, unknown=False)
    return replace(counted, raised=False, cleared_on=on) if counted.calm_checks >= needed else counted
