"""Responsibility matrix (specification 03 c1): one accountable person for each activity, or a finding."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comotion.methods.checks import known, unique, within
from comotion.methods.configuration.restart import Ownership
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

INVALIDATING = ("NO_ACCOUNTABLE", "MULTIPLE_ACCOUNTABLE", "ACCOUNTABLE_NOT_A_PERSON", "NO_RESPONSIBLE")
ADVICE = ("SIDE_WITHOUT_ROLE", "TOO_MANY_CONSULTED", "OVERLOADED_ACCOUNTABLE")


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of the matrix: criticality 1–3, whether it crosses sides, and the letters R, A, C, I of each member."""

    id: str
    weight: float
    roles: Mapping[str, str]
    crosses_sides: bool = False
    initiative: str = ""

    def __post_init__(self) -> None:
        """Refuse a weight outside 1–3 and letters that are no role."""
        within(self.weight, 1.0, 3.0, f"{self.id}.weight")
        for member, letters in self.roles.items():
            if not set(letters) <= set("RACI"):
                raise InvalidInput("UNKNOWN_ROLE", f"{self.id}.{member}", f"{letters!r} holds more than R, A, C and I.")

    def holding(self, letter: str) -> tuple[str, ...]:
        """Return the members who hold a role."""
        return tuple(member for member, letters in self.roles.items() if letter in letters)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The activities of a partnership, which members are groups, the sides, and the side of each member."""

    activities: tuple[Activity, ...]
    groups: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    side_of: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MatrixResult:
    """Findings per activity, the share of weight without an invalidating one, and how thinly work is spread.

    ``valid_activity_share`` is None without activities. ``diffusion`` is people per accountable person.
    """

    findings: dict[str, tuple[str, ...]]
    overloaded: tuple[str, ...]
    valid_activity_share: float | None
    people: int
    accountable_persons: int
    diffusion: float
    config_hash: str

    def open_findings(self) -> tuple[str, ...]:
        """Return every finding as ``CODE:activity``, and who is overloaded as ``OVERLOADED_ACCOUNTABLE:person``."""
        of_rows = [f"{code}:{activity}" for activity, codes in self.findings.items() for code in codes]
        return (*sorted(of_rows), *(f"OVERLOADED_ACCOUNTABLE:{person}" for person in self.overloaded))


@method(
    name="ownership.raci",
    version="1",
    example={
        "activities": [
            {"id": "launch_plan", "weight": 3, "roles": {"Ana": "A", "Ben": "R"}, "crosses_sides": True},
            {"id": "renewals", "weight": 1, "roles": {"board": "A", "Ben": "R"}},
        ],
        "groups": ["board"],
        "sides": ["a", "b"],
        "side_of": {"Ana": "a", "Ben": "b", "board": "a"},
    },
)
def raci(matrix: Matrix, settings: MethodSettings) -> MatrixResult:
    """Check who answers for each joint activity.

    Asks: does every activity have one person who answers and somebody who works? Formula: ``valid_activity_share`` =
    weight of activities without an invalidating finding / total weight; ``diffusion`` = distinct people / max(1,
    distinct accountable persons).

    Sure: Exact for the matrix as entered; activities that nobody listed are not seen.

    Parameters
    ----------
    matrix : activities of weight 1–3 with roles out of R, A, C, I; members that are groups; sides and who is of which
    settings : most consulted per activity (4), most activities per accountable person (5)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ROLE``, ``OUT_OF_RANGE`` for a weight outside 1–3, ``DUPLICATE_ID``, ``UNKNOWN_ID`` for a side that is
        none.

    Notes
    -----
    Source: specification 03 c1, after the second article and RACI practice. Without sides nothing is said of
    ``SIDE_WITHOUT_ROLE``.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> raci(Matrix((Activity("a", 1, {"Ana": "AR"}),)), default_settings()).valid_activity_share
    1.0

    """
    _check(matrix)
    rules = settings.ownership
    findings = {activity.id: _findings(activity, matrix, rules) for activity in matrix.activities}
    members = {member for activity in matrix.activities for member in activity.roles}
    answering = _answering(matrix)
    people = len(members - set(matrix.groups))
    return MatrixResult(
        findings,
        tuple(sorted(person for person, count in answering.items() if count > rules.accountable_max)),
        _valid_share(matrix.activities, findings),
        people,
        len(answering),
        people / max(1, len(answering)),
        settings.config_hash,
    )


def _check(matrix: Matrix) -> None:
    unique((activity.id for activity in matrix.activities), "activities")
    for member, side in (matrix.side_of or {}).items():
        known(side, matrix.sides, f"side_of.{member}")


def _answering(matrix: Matrix) -> Counter[str]:
    """Count the activities of each accountable person; a group is no person."""
    holders = (person for activity in matrix.activities for person in activity.holding("A"))
    return Counter(person for person in holders if person not in matrix.groups)


def _findings(activity: Activity, matrix: Matrix, rules: Ownership) -> tuple[str, ...]:
    accountable = activity.holding("A")
    checks = (
        ("NO_ACCOUNTABLE", not accountable),
        ("MULTIPLE_ACCOUNTABLE", len(accountable) > 1),
        ("ACCOUNTABLE_NOT_A_PERSON", any(member in matrix.groups for member in accountable)),
        ("NO_RESPONSIBLE", not activity.holding("R")),
        ("SIDE_WITHOUT_ROLE", activity.crosses_sides and not _every_side(activity, matrix)),
        ("TOO_MANY_CONSULTED", len(activity.holding("C")) > rules.consulted_max),
    )
    return tuple(code for code, found in checks if found)


def _every_side(activity: Activity, matrix: Matrix) -> bool:
    side_of = matrix.side_of or {}
    working = {side_of.get(member) for member in (*activity.holding("R"), *activity.holding("C"))}
    return set(matrix.sides) <= working


def _valid_share(activities: Sequence[Activity], findings: Mapping[str, Sequence[str]]) -> float | None:
    total = sum(activity.weight for activity in activities)
    valid = (activity.weight for activity in activities if not set(findings[activity.id]) & set(INVALIDATING))
    return sum(valid) / total if total else None
