"""Culture profile (specification 07 c3): where two organizations work alike, and which gap needs a bridge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from comotion.methods.checks import all_known, reaches, within
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Status
from comotion.methods.settings import MethodSettings

CultureItem = Literal[
    "decision_speed", "communication_style", "risk_tolerance", "innovation_approach", "customer_focus"
]
CULTURE_ITEMS: tuple[CultureItem, ...] = get_args(CultureItem)


@dataclass(frozen=True, slots=True)
class CultureProfile:
    """One side as described by itself or by another side: items 1–5, None or absent where not described."""

    side: str
    described_by: str
    items: Mapping[str, float | None]

    def __post_init__(self) -> None:
        """Refuse unknown items and values outside 1–5."""
        all_known(self.items, CULTURE_ITEMS, f"{self.side}.items")
        for name, value in self.items.items():
            if value is not None:
                within(value, 1.0, 5.0, f"{self.side}.{name}")


@dataclass(frozen=True, slots=True)
class CultureProfiles:
    """The profiles of all sides, own descriptions and those by others."""

    sides: tuple[str, ...]
    profiles: tuple[CultureProfile, ...]


@dataclass(frozen=True, slots=True)
class BridgeMeasure:
    """What is done about one gap: the measure, its owner and its date."""

    item: CultureItem
    measure: str = ""
    owner: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CultureResult:
    """How many items are aligned and known, where the gaps are, and the score 1–5 (None unless all are known).

    ``self_image_gaps`` are items that a side and another describe two or more apart, by side. ``bridge_needed`` says
    that fewer than four are aligned; None where that is open.
    """

    aligned: int
    known: int
    gaps: tuple[CultureItem, ...]
    score: int | None
    status: Status
    estimated: tuple[str, ...]
    self_image_gaps: dict[str, tuple[str, ...]]
    bridge_needed: bool | None
    config_hash: str


_EXAMPLE = [
    {
        "side": "a",
        "described_by": "a",
        "items": {
            "decision_speed": 5,
            "communication_style": 4,
            "risk_tolerance": 4,
            "innovation_approach": 4,
            "customer_focus": 3,
        },
    },
    {
        "side": "b",
        "described_by": "b",
        "items": {
            "decision_speed": 2,
            "communication_style": 3,
            "risk_tolerance": 4,
            "innovation_approach": 5,
            "customer_focus": 3,
        },
    },
]


@method(name="selection.culture", version="1", example={"sides": ["a", "b"], "profiles": _EXAMPLE})
def culture(inputs: CultureProfiles, settings: MethodSettings) -> CultureResult:
    """Compare how two organizations work.

    Asks: do they work alike, and which gap needs a bridge? Formula: an item is aligned if the sides differ by at most
    1; score = max(1, number aligned), only with all five known.

    Sure: A score needs all five items; while a side has not described itself another's estimate stands in, and the
    score is provisional.

    Parameters
    ----------
    inputs : sides and their profiles, items 1–5, each described by the side itself and by others
    settings : the difference that still counts as aligned (1), and that of a self-image gap (2)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``UNKNOWN_ID`` for an item or a side, ``DUPLICATE_ID``, ``EMPTY_INPUT`` with one side only.

    Notes
    -----
    Source: specification 07 c3: the second article's five items; anchors and tolerance are our inference. While a side
    has not described itself another's estimate stands in, and the score is at most provisional.

    """
    by_pair = _by_pair(inputs)
    own = {side: _own(side, inputs.sides, by_pair) for side in inputs.sides}
    spreads = {item: _spread([own[side].get(item) for side in inputs.sides]) for item in CULTURE_ITEMS}
    within_reach = {item: reaches(settings.selection.aligned_within, s) for item, s in spreads.items() if s is not None}
    aligned, known_items = sum(within_reach.values()), len(within_reach)
    complete = known_items == len(CULTURE_ITEMS)
    estimated = tuple(side for side in inputs.sides if (side, side) not in by_pair and own[side])
    status: Status = "insufficient" if not complete else "provisional" if estimated else "ok"
    return CultureResult(
        aligned,
        known_items,
        tuple(item for item, fits in within_reach.items() if not fits),
        max(1, aligned) if complete else None,
        status,
        estimated,
        {side: _image_gaps(side, by_pair, settings) for side in inputs.sides},
        _bridge_needed(aligned, known_items, settings),
        settings.config_hash,
    )


Described = Mapping[tuple[str, str], Mapping[str, float | None]]


def _by_pair(inputs: CultureProfiles) -> dict[tuple[str, str], Mapping[str, float | None]]:
    if len(inputs.sides) < 2:
        raise InvalidInput("EMPTY_INPUT", "sides", "Culture is compared between two sides or more.")
    by_pair: dict[tuple[str, str], Mapping[str, float | None]] = {}
    for profile in inputs.profiles:
        all_known({profile.side: None, profile.described_by: None}, inputs.sides, "profiles")
        if by_pair.setdefault((profile.side, profile.described_by), profile.items) is not profile.items:
            raise InvalidInput("DUPLICATE_ID", "profiles", f"{profile.described_by} describes {profile.side} twice.")
    return by_pair


def _own(side: str, sides: Sequence[str], by_pair: Described) -> Mapping[str, float | None]:
    """Return a side's own description, or the first other's while it has given none."""
    describers = [side, *(other for other in sides if other != side)]
    return next((by_pair[side, by] for by in describers if (side, by) in by_pair), {})


def _spread(values: Sequence[float | None]) -> float | None:
    known_values = [value for value in values if value is not None]
    return max(known_values) - min(known_values) if len(known_values) == len(values) else None


def _image_gaps(side: str, by_pair: Described, settings: MethodSettings) -> tuple[str, ...]:
    own = by_pair.get((side, side), {})
    others = [items for (described, by), items in by_pair.items() if described == side and by != side]
    apart = (
        item
        for item in CULTURE_ITEMS
        if any(_differ(own.get(item), items.get(item), settings.selection.self_image_gap) for items in others)
    )
    return tuple(f"SELF_IMAGE_GAP:{item}" for item in apart)


def _differ(left: float | None, right: float | None, limit: float) -> bool:
    return left is not None and right is not None and reaches(abs(left - right), limit)


def _bridge_needed(aligned: int, known_items: int, settings: MethodSettings) -> bool | None:
    """Return whether a bridge is needed, None while unknown items could still decide it."""
    needed = settings.selection.priority_aligned
    if aligned >= needed:
        return False
    return True if aligned + len(CULTURE_ITEMS) - known_items < needed else None


def bridge_plan_complete(gaps: Sequence[CultureItem], plan: Sequence[BridgeMeasure]) -> bool:
    """Say whether every gap has a measure with an owner and a date.

    Parameters
    ----------
    gaps : the items that are not aligned
    plan : the measures

    """
    bridged = {step.item for step in plan if step.measure.strip() and step.owner and step.on is not None}
    return bool(gaps) and set(gaps) <= bridged
