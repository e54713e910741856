"""Strategic alignment, a dimension of the portfolio assessment (specification 08 c1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from comotion.methods.checks import known, unique
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import HorizonGrades, horizons


@dataclass(frozen=True, slots=True)
class GoalPair:
    """Goals of two sides that mean the same, confirmed by sides; it counts once both sides have confirmed it."""

    left_side: str
    left_goal: str
    right_side: str
    right_goal: str
    confirmed_by: tuple[str, ...]

    def links(self) -> tuple[tuple[str, str, str], ...]:
        """Return (side, goal, other side) for both ends of a confirmed pair, nothing otherwise."""
        if not {self.left_side, self.right_side} <= set(self.confirmed_by):
            return ()
        return (
            (self.left_side, self.left_goal, self.right_side),
            (self.right_side, self.right_goal, self.left_side),
        )


@dataclass(frozen=True, slots=True)
class RoadmapTheme:
    """A roadmap theme with the rating of each side: −1 conflict, 0 neutral, +1 reinforcing."""

    id: str
    ratings: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class AlignmentInputs:
    """Horizon grades, the goals each side states for the partnership, pairs of them, and roadmap themes."""

    grades: HorizonGrades
    goals: Mapping[str, tuple[str, ...]]
    pairs: tuple[GoalPair, ...] = ()
    themes: tuple[RoadmapTheme, ...] = ()


def shared_goal_share(goals: Mapping[str, Sequence[str]], pairs: Sequence[GoalPair]) -> float | None:
    """Return the share of each side's goals that the other also lists, mean of the sides; 0–1.

    With more than two sides a goal counts by the share of the other sides that list it. None where fewer than two sides
    are named or a side states no goal.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for a goal listed twice by one side, ``UNKNOWN_ID`` for a pair of goals nobody lists.

    """
    for side, listed in goals.items():
        unique(listed, f"goals.{side}")
    links: set[tuple[str, str, str]] = set()
    for pair in pairs:
        for side, goal, other in pair.links():
            known(goal, goals.get(side, ()), f"pairs.{side}")
            links.add((side, goal, other))
    if len(goals) < 2 or not all(goals.values()):
        return None
    return fmean(_share_of(side, goals, links) for side in goals)


def _share_of(side: str, goals: Mapping[str, Sequence[str]], links: set[tuple[str, str, str]]) -> float:
    others = [other for other in goals if other != side]
    return fmean(float((side, goal, other) in links) for goal in goals[side] for other in others)


def roadmap_convergence(themes: Sequence[RoadmapTheme], settings: MethodSettings) -> Scored | None:
    """Return ``(1 + mean) / 2 × 100`` over the themes, each the mean of its sides; None without themes.

    A theme that a side has not rated is missing. One that the sides rate 2 apart is noted as ``THEME_DISPUTED:<id>``.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``OUT_OF_RANGE`` for a rating other than −1, 0, 1.

    """
    unique((theme.id for theme in themes), "themes")
    if not themes:
        return None
    disputed = tuple(f"THEME_DISPUTED:{theme.id}" for theme in themes if _disputed(theme))
    return weighted_mean([(theme.id, 1.0, _convergence(theme)) for theme in themes], settings, notes=disputed)


def _given(theme: RoadmapTheme) -> list[float]:
    given = [rating for rating in theme.ratings.values() if rating is not None]
    for rating in given:
        if rating not in (-1, 0, 1):
            raise InvalidInput("OUT_OF_RANGE", f"themes.{theme.id}", f"{rating} is not −1, 0 or 1.")
    return given


def _disputed(theme: RoadmapTheme) -> bool:
    given = _given(theme)
    return bool(given) and max(given) - min(given) == 2


def _convergence(theme: RoadmapTheme) -> float | None:
    given = _given(theme)
    return 50.0 * (1.0 + fmean(given)) if given and len(given) == len(theme.ratings) else None


@method(
    name="value.strategic_alignment",
    version="1",
    example={
        "grades": {"h1": 3, "h2": 3, "h3": 2},
        "goals": {"a": ["reach clinics"], "b": ["hospital market"]},
        "pairs": [
            {
                "left_side": "a",
                "left_goal": "reach clinics",
                "right_side": "b",
                "right_goal": "hospital market",
                "confirmed_by": ["a", "b"],
            }
        ],
        "themes": [{"id": "api", "ratings": {"a": 1, "b": 0}}],
    },
)
def strategic_alignment(inputs: AlignmentInputs, settings: MethodSettings) -> Scored:
    """Say whether the sides want the same and move the same way.

    Asks: do goals and roadmaps reinforce each other, now and later? Formula: weighted mean of horizon_score 0.4, shared
    goals 0.3 and roadmap convergence 0.3.

    Sure: It carries coverage and bounds; goals and themes that one side left open lower them.

    Parameters
    ----------
    inputs : horizon grades 0–4, goals per side with confirmed pairs, roadmap themes rated −1, 0, +1
    settings : weights of the three parts

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``DUPLICATE_ID``, ``UNKNOWN_ID``.

    Notes
    -----
    Source: specification 08 c1. Themes that the sides rate 2 apart: ``THEME_DISPUTED:<id>``.

    """
    share = shared_goal_share(inputs.goals, inputs.pairs)
    roadmap = roadmap_convergence(inputs.themes, settings)
    weights = settings.alignment
    parts: list[tuple[str, float, Scored | float | None]] = [
        ("horizon_score", weights.horizon_score, horizons(inputs.grades, settings).horizon_score),
        ("shared_goals", weights.shared_goals, None if share is None else 100.0 * share),
        ("roadmap_convergence", weights.roadmap_convergence, roadmap),
    ]
    return weighted_mean(parts, settings, notes=roadmap.notes if roadmap else ())


def value_exchange(
    fairness_index: Scored | float | None, value_type_count: float | None, settings: MethodSettings
) -> Scored:
    """Return the dimension ``value_exchange``: mean of the fairness index and 100 × value_type_count / 3."""
    types = None if value_type_count is None else 100.0 * value_type_count / 3.0
    return weighted_mean([("fairness_index", 1.0, fairness_index), ("value_types", 1.0, types)], settings)
