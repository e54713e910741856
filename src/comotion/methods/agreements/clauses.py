"""Clauses (specification 09 c2): how clear an agreement is, and what stands against signing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from comotion.methods.agreements.data_assets import DataAsset, ownership_coverage
from comotion.methods.checks import below, known, one_of, unique, weights, within
from comotion.methods.choice.due_diligence import DUE_DILIGENCE_OPEN, DueDiligenceLine, open_lines
from comotion.methods.configuration.choice import APPROACHES, Approach
from comotion.methods.data import table
from comotion.methods.kernel.weighted_mean import WeightedPart, number, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings

Grade = int | Literal["not_applicable"] | None
DATA_CLAUSE = "data_ownership"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it stands: its grade 0–2, or that it does not apply with a reason; None where not graded yet.

    ``weight`` is that of the table where not given. ``effective_from`` is the agreement's where not given.
    """

    key: str
    grade: Grade = None
    reason: str | None = None
    weight: float | None = None
    purpose: Literal["enabling", "protective"] | None = None
    text_reference: str = ""
    effective_from: date | None = None

    def __post_init__(self) -> None:
        """Refuse grades that are not 0, 1 or 2, and a clause left out without a reason."""
        if self.grade == "not_applicable":
            if not (self.reason or "").strip():
                raise InvalidInput("REASON_REQUIRED", self.key, "A clause that does not apply says why.")
        elif self.grade is not None and within(self.grade, 0, 2, self.key) != int(self.grade):
            raise InvalidInput("OUT_OF_RANGE", self.key, f"{self.grade} is not 0, 1 or 2.")


@dataclass(frozen=True, slots=True)
class ClauseWording:
    """Whether the text of a clause says who, what, in which unit, and when."""

    who: bool = False
    what: bool = False
    unit: bool = False
    when: bool = False


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One agreement: its approach, its clauses, the data it covers, and for an investment its due diligence."""

    approach: Approach
    clauses: tuple[Clause, ...]
    sides: tuple[str, ...] = ()
    data_assets: tuple[DataAsset, ...] = ()
    due_diligence: tuple[DueDiligenceLine, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AgreementClarity:
    """Clarity 0–100, what stands against signing, and advice; None where a share cannot be computed."""

    agreement_clarity: Scored
    blockers: tuple[str, ...]
    signable: bool
    data_ownership_coverage: float | None
    enabling_share: float | None
    findings: tuple[str, ...]


def wording_grade(wording: ClauseWording) -> int:
    """Return the grade of a text: 2 where it says who, what, unit and when, 0 where it says nothing, else 1.

    Examples
    --------
    >>> wording_grade(ClauseWording(who=True, what=True, unit=True))
    1

    """
    said = (wording.who, wording.what, wording.unit, wording.when)
    return 2 if all(said) else int(any(said))


def needed_clauses(approach: Approach) -> dict[str, Mapping[str, Any]]:
    """Return the rows of the table of clauses that an approach needs, by key, in its order.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ENUM`` for an approach that does not exist.

    """
    one_of(approach, APPROACHES, "approach")
    return {row["key"]: row for row in table("clauses")["clauses"] if approach in row["needed_for"]}


_EXAMPLE = [
    {"key": "value_exchange", "grade": 2, "purpose": "enabling"},
    {"key": "metrics_and_reviews", "grade": 1, "purpose": "enabling"},
    {"key": "conflict_resolution", "grade": 2, "purpose": "protective"},
    {"key": "exit_provisions", "grade": 1, "purpose": "protective"},
    {"key": "data_ownership", "grade": 0},
    {"key": "lead_sharing", "grade": 2, "purpose": "enabling"},
    {"key": "brand_use", "grade": "not_applicable", "reason": "no brand is used"},
]


@method(name="agreements.clarity", version="1", example={"approach": "co_marketing", "clauses": _EXAMPLE})
def agreement_clarity(inputs: AgreementText, settings: MethodSettings) -> AgreementClarity:
    """Say how specific an agreement is, and whether it may be signed.

    Asks: could people who were not at the table work by it? Formula: weighted mean of ``50 × grade`` over the clauses
    that the approach needs; signable if no key element and no data clause has grade 0, all needed clauses are graded,
    and clarity reaches 65.

    Sure: As sure as the grades: clauses nobody graded lower the coverage and stand against signing. It checks
    completeness and is no legal advice.

    Parameters
    ----------
    inputs : approach, clauses with grades 0–2, data assets, lines of due diligence
    settings : least clarity (65), least share of enabling clauses (0.4)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a grade, ``REASON_REQUIRED``, ``UNKNOWN_ID``, ``DUPLICATE_ID``, ``WEIGHTS_NEGATIVE``.

    Notes
    -----
    Source: specification 09 c2: the second article's four key elements; weights and cuts are our inference. A check of
    completeness, not legal advice. The data clause has grade 2 only where every asset is complete.

    """
    needed = needed_clauses(inputs.approach)
    unique((clause.key for clause in inputs.clauses), "clauses")
    for clause in inputs.clauses:
        known(clause.key, {row["key"] for row in table("clauses")["clauses"]}, "clauses")
    coverage = ownership_coverage(inputs.data_assets, inputs.sides)
    given = {clause.key: clause for clause in inputs.clauses}
    grades = {key: _grade(given.get(key), coverage) for key in needed}
    clarity = _clarity(needed, given, grades, settings)
    blockers = (
        *(code for key, row in needed.items() for code in _blockers(key, row, grades[key])),
        *_whole(inputs, clarity, settings),
    )
    share = enabling_share([given[key] for key in needed if key in given])
    return AgreementClarity(
        clarity, blockers, not blockers, coverage, share, _findings(given, coverage, share, settings)
    )


def _grade(clause: Clause | None, coverage: float | None) -> Grade:
    if clause is None or clause.key != DATA_CLAUSE or clause.grade != 2 or coverage is None:
        return clause.grade if clause else None
    return 1 if below(coverage, 1.0) else 2


def _clarity(
    needed: Mapping[str, Mapping[str, Any]],
    given: Mapping[str, Clause],
    grades: Mapping[str, Grade],
    settings: MethodSettings,
) -> Scored:
    parts: list[WeightedPart] = []
    for key, row in needed.items():
        grade = grades[key]
        if grade != "not_applicable":
            points = None if grade is None else 50.0 * grade
            parts.append((key, _weight(key, row, given), points))
    return weighted_mean(parts, settings) if parts else number(None, settings)


def _weight(key: str, row: Mapping[str, Any], given: Mapping[str, Clause]) -> float:
    stated = given[key].weight if key in given else None
    return float(row["weight"]) if stated is None else stated


def _blockers(key: str, row: Mapping[str, Any], grade: Grade) -> tuple[str, ...]:
    if grade is None:
        return (f"{key.upper()}_UNGRADED",)
    required = row["key_element"] or key == DATA_CLAUSE
    return (f"{key.upper()}_ABSENT",) if required and grade == 0 else ()


def _whole(inputs: AgreementText, clarity: Scored, settings: MethodSettings) -> tuple[str, ...]:
    unclear = clarity.value is not None and below(clarity.value, settings.clarity.signable_from)
    examined = inputs.approach != "strategic_investment" or not open_lines(inputs.due_diligence)
    found = (("CLARITY_TOO_LOW", unclear), (DUE_DILIGENCE_OPEN, not examined))
    return tuple(code for code, applies in found if applies)


def enabling_share(clauses: Sequence[Clause]) -> float | None:
    """Return the weight of enabling clauses / the weight of all whose purpose is marked; None where none is."""
    by_key = {row["key"]: row for row in table("clauses")["clauses"]}
    marked = {
        clause: _weight(clause.key, by_key[clause.key], {clause.key: clause}) for clause in clauses if clause.purpose
    }
    if not marked:
        return None
    enabling = sum(weight for clause, weight in marked.items() if clause.purpose == "enabling")
    return enabling / weights(marked.values(), "clauses")


def _findings(
    given: Mapping[str, Clause], coverage: float | None, share: float | None, settings: MethodSettings
) -> tuple[str, ...]:
    data = given.get(DATA_CLAUSE)
    capped = data is not None and data.grade == 2 and coverage is not None and below(coverage, 1.0)
    heavy = share is not None and below(share, settings.clarity.enabling_from)
    found = (("DATA_ASSETS_INCOMPLETE", capped), ("PROTECTION_HEAVY", heavy))
    return tuple(code for code, applies in found if applies)
