"""Patterns of a declared family (specification 13 c1 to c6): estimates, chance, other reasons, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comotion.methods.checks import finite
from comotion.methods.patterns.declared import Family, PatternRow, Variable
from comotion.methods.patterns.effects import cliffs_delta, hedges_g, spearman
from comotion.methods.patterns.estimates import Estimated, Measured, estimated, shortfall
from comotion.methods.patterns.false_discovery import adjust
from comotion.methods.patterns.strata import Strata, Stratum, stratified
from comotion.methods.patterns.words import (
    OTHER_REASONS,
    Subject,
    kept_sentence,
    next_step,
    open_sentence,
    related_sentence,
    thin_sentence,
)
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

PatternStatus = Literal["ok", "not_enough_data"]


@dataclass(frozen=True, slots=True)
class FamilyInputs:
    """A declared family and its rows, ended partnerships included."""

    family: Family
    rows: tuple[PatternRow, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One practice beside one outcome.

    ``effect`` is Cliff's delta, or rho between numbers. ``estimated`` is the difference (of means, of shares) or rho
    with its interval, and the ratio where there is one; None below the minimum, where ``shortfall`` says how many
    cases there are of how many needed. ``p_adjusted`` counts the whole family.
    """

    practice: str
    outcome: str
    status: PatternStatus
    n_with: int
    n_without: int
    left_out: int
    shortfall: tuple[int, int] | None
    estimated: Estimated | None
    effect: float | None
    hedges_g: float | None
    crude_difference: float | None
    stratified_difference: float | None
    p_adjusted: float | None
    kept: bool
    notes: tuple[str, ...]
    text: str
    next_step: str


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """All patterns: those kept, those that stay open, those with too few cases; and how many tests were declared."""

    patterns: tuple[Pattern, ...]
    kept: tuple[str, ...]
    open: tuple[str, ...]
    not_enough_data: tuple[str, ...]
    family_size: int
    family_hash: str
    other_reasons: tuple[str, ...]
    notes: tuple[str, ...]
    config_hash: str


_EXAMPLE_ROWS = [
    {"unit": f"p{n:02}", "practices": {"regular_reviews": n % 2}, "outcomes": {"revenue": 60 + 5 * n + 90 * (n % 2)}}
    for n in range(14)
]


@method(
    name="patterns.family",
    version="1",
    example={
        "family": {
            "practices": [{"name": "regular_reviews", "kind": "binary"}],
            "outcomes": [{"name": "revenue", "kind": "numeric"}],
            "outcomes_from": "2025-01-01",
            "outcomes_until": "2025-12-31",
            "practices_until": "2024-12-31",
        },
        "rows": _EXAMPLE_ROWS,
    },
)
def family_of_patterns(inputs: FamilyInputs, settings: MethodSettings) -> FamilyResult:
    """Find what goes with good outcomes in the own portfolio, without fooling oneself.

    Asks: which practices go with which outcomes, and how sure can we be? Formula: differences and ratios of means with
    bootstrap intervals and permutation tests, risk ratios with Katz intervals and Fisher's test, correlations of ranks;
    p-values of the whole family adjusted, kept at a false discovery rate of 0.10; differences within strata beside the
    crude ones. Rows of one partnership are drawn and permuted together.

    Sure: Below 12 partnerships or 5 in a group nothing is estimated; of what is kept about one in ten may be chance. An
    association, with possible other reasons listed every time.

    Parameters
    ----------
    inputs : the family as declared, and rows with practices (0 or 1, or numbers) and outcomes
    settings : rates, least numbers of cases, resamples and seed

    Raises
    ------
    InvalidInput
        ``TIME_ORDER``, ``DATE_ORDER``, ``EMPTY_INPUT``, ``DUPLICATE_ID``, ``DUPLICATE_PERIOD``, ``FORBIDDEN_PHRASE``
        for a name, ``OUT_OF_RANGE`` for a binary value that is neither 0 nor 1, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 13 c1–c6, after Benjamini and Hochberg, Katz, Cliff, Hedges and Podsakoff. Associations only:
    other reasons are listed every time. A practice that all or none have: ``NO_VARIATION``.

    """
    _check(inputs)
    tests = [(practice, outcome) for practice in inputs.family.practices for outcome in inputs.family.outcomes]
    found = [_pattern(practice, outcome, inputs, settings) for practice, outcome in tests]
    tested = [place for place, pattern in enumerate(found) if pattern.estimated is not None]
    adjusted = adjust([pattern.estimated.p for pattern in found if pattern.estimated is not None])
    for place, p in zip(tested, adjusted, strict=True):
        kept = p <= settings.patterns.false_discovery_rate + 1e-9
        found[place] = replace(found[place], p_adjusted=p, kept=kept)
    patterns = tuple(_worded(pattern) for pattern in found)
    return FamilyResult(
        patterns,
        tuple(_name(pattern) for pattern in patterns if pattern.kept),
        tuple(_name(pattern) for pattern in patterns if pattern.status == "ok" and not pattern.kept),
        tuple(_name(pattern) for pattern in patterns if pattern.status != "ok"),
        inputs.family.size,
        inputs.family.content_hash,
        OTHER_REASONS,
        inputs.family.notes,
        settings.config_hash,
    )


def _name(pattern: Pattern) -> str:
    return f"{pattern.practice} × {pattern.outcome}"


def _check(inputs: FamilyInputs) -> None:
    seen: set[tuple[str, int]] = set()
    for row in inputs.rows:
        if (row.unit, row.period) in seen:
            raise InvalidInput("DUPLICATE_PERIOD", f"rows.{row.unit}", "A partnership has two rows of one period.")
        seen.add((row.unit, row.period))
        for name, day in row.practised_on.items():
            if day >= inputs.family.outcomes_from:
                raise InvalidInput("TIME_ORDER", f"rows.{row.unit}.{name}", "It lies in the window of the outcomes.")
        for variable in inputs.family.practices:
            _check_value(variable, row.practices.get(variable.name))
        for variable in inputs.family.outcomes:
            _check_value(variable, row.outcomes.get(variable.name))


def _check_value(variable: Variable, value: float | None) -> None:
    if value is not None and variable.kind == "binary" and finite(value, variable.name) not in (0, 1):
        raise InvalidInput("OUT_OF_RANGE", variable.name, f"{value} is neither 0 nor 1.")
    if value is not None:
        finite(value, variable.name)


def _pattern(practice: Variable, outcome: Variable, inputs: FamilyInputs, settings: MethodSettings) -> Pattern:
    having = [row for row in inputs.rows if row.practices.get(practice.name) is not None]
    complete = [row for row in having if row.outcomes.get(outcome.name) is not None]
    data = Measured(
        practice.kind,
        outcome.kind,
        tuple(row.unit for row in complete),
        tuple(row.period for row in complete),
        tuple(float(row.practices[practice.name] or 0.0) for row in complete),
        tuple(float(row.outcomes[outcome.name] or 0.0) for row in complete),
    )
    with_it, without = data.groups()
    numbers = data.units_with(), data.units_without()
    notes = _notes(practice, outcome, having, data, settings)
    estimate = None if "NO_VARIATION" in notes else estimated(data, settings)
    crude, within = _held_similar(practice, complete, data, inputs.family, settings)
    return Pattern(
        practice=practice.name,
        outcome=outcome.name,
        status="ok" if estimate else "not_enough_data",
        n_with=numbers[0],
        n_without=numbers[1],
        left_out=len(inputs.rows) - len(complete),
        shortfall=None if estimate else shortfall(data, settings) or (len(set(data.practice)), 2),
        estimated=estimate,
        effect=_effect(data, with_it, without) if estimate else None,
        hedges_g=hedges_g(with_it, without) if estimate and practice.kind == "binary" else None,
        crude_difference=crude if estimate else None,
        stratified_difference=within.stratified if estimate else None,
        p_adjusted=None,
        kept=False,
        notes=(*notes, *(within.notes if estimate else ()), *(estimate.notes if estimate else ())),
        text="",
        next_step="",
    )


def _effect(data: Measured, with_it: Sequence[float], without: Sequence[float]) -> float | None:
    if data.practice_kind == "numeric":
        return spearman(data.practice, data.outcome)
    return cliffs_delta(with_it, without)


def _notes(
    practice: Variable, outcome: Variable, having: Sequence[PatternRow], data: Measured, settings: MethodSettings
) -> tuple[str, ...]:
    same = bool(practice.source) and practice.source == outcome.source
    uneven = practice.kind == "binary" and _uneven(practice, outcome, having, settings)
    found = (
        ("NO_VARIATION", len(set(data.practice)) < 2 or (practice.kind == "numeric" and len(set(data.outcome)) < 2)),
        ("SAME_SOURCE", same),
        ("UNEVEN_MISSING", uneven),
    )
    return tuple(code for code, applies in found if applies)


def _uneven(practice: Variable, outcome: Variable, rows: Sequence[PatternRow], settings: MethodSettings) -> bool:
    shares = []
    for value in (0.0, 1.0):
        group = [row for row in rows if row.practices[practice.name] == value]
        if group:
            shares.append(sum(row.outcomes.get(outcome.name) is None for row in group) / len(group))
    return len(shares) == 2 and abs(shares[0] - shares[1]) > settings.patterns.uneven_missing + 1e-9


@dataclass(frozen=True, slots=True)
class _Within:
    stratified: float | None = None
    notes: tuple[str, ...] = ()


def _held_similar(
    practice: Variable, rows: Sequence[PatternRow], data: Measured, family: Family, settings: MethodSettings
) -> tuple[float | None, _Within]:
    """Return the crude difference and the one within strata, for a binary practice."""
    if practice.kind == "numeric" or not data.practice:
        return None, _Within()
    by_name: dict[str, tuple[list[float], list[float]]] = {}
    for row, having, value in zip(rows, data.practice, data.outcome, strict=True):
        name = "all" if family.strata is None else row.stratum or "none"
        by_name.setdefault(name, ([], []))[0 if having else 1].append(value)
    strata = {name: Stratum(tuple(first), tuple(second)) for name, (first, second) in sorted(by_name.items())}
    found = stratified(Strata(strata), settings)
    if family.strata is None:
        return found.crude_difference, _Within()
    dropped = tuple(f"STRATUM_DROPPED:{name}" for name in found.dropped)
    return found.crude_difference, _Within(found.stratified_difference, (*found.notes, *dropped))


def _worded(pattern: Pattern) -> Pattern:
    number = pattern.n_with + pattern.n_without
    subject: Subject = "thin" if pattern.estimated is None else "kept" if pattern.kept else "not_kept"
    return replace(pattern, text=_text(pattern, number, subject), next_step=next_step(subject))


def _text(pattern: Pattern, number: int, subject: Subject) -> str:
    estimate = pattern.estimated
    if estimate is None:
        return thin_sentence(*(pattern.shortfall or (number, number)))
    if subject == "not_kept":
        return open_sentence(pattern.practice, number)
    ends = estimate.value, estimate.low, estimate.high
    if estimate.measure == "rank_correlation":
        return related_sentence(pattern.practice, pattern.outcome, ends, number)
    return kept_sentence(pattern.practice, pattern.outcome, ends, (pattern.n_with, pattern.n_without))


def estimates_by_name(result: FamilyResult) -> Mapping[str, Estimated]:
    """Return the estimates of a family by ``practice × outcome``, for the claims they speak to."""
    return {_name(pattern): pattern.estimated for pattern in result.patterns if pattern.estimated is not None}
