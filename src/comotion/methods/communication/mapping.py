"""Communication map (specification 03 c4): hours between sides and levels, and what they are spent on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from comotion.methods.checks import known, unique
from comotion.methods.communication.touchpoints import MinuteSplit, Place, Touchpoint
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import LEVELS

_ADJACENT = (("executive", "management"), ("management", "operational"))


@dataclass(frozen=True, slots=True)
class Touchpoints:
    """The sides of a partnership and every touchpoint of a window."""

    sides: tuple[str, ...]
    touchpoints: tuple[Touchpoint, ...]


@dataclass(frozen=True, slots=True)
class PairHours:
    """Hours per quarter between two places, each written ``side/level``."""

    left: str
    right: str
    hours: float


@dataclass(frozen=True, slots=True)
class TimeShares:
    """Shares 0–1 of the classified minutes, None without any; and the minutes per quarter behind them."""

    past_share: float | None
    firefighting_share: float | None
    planning_share: float | None
    forward_share: float | None
    classified_minutes: float
    unclassified_minutes: float


@dataclass(frozen=True, slots=True)
class CommunicationMap:
    """Who meets whom for how long, which links and pairs are missing, and how the time is spent.

    ``links`` is empty without touchpoints: then nothing is known of them.
    """

    hours: float
    cross_level_share: float | None
    cross_partner_share: float | None
    past_share: float | None
    firefighting_share: float | None
    planning_share: float | None
    forward_share: float | None
    classified_minutes: float
    unclassified_minutes: float
    without_split: tuple[str, ...]
    links: dict[str, bool]
    missing_links: tuple[str, ...]
    pairs: tuple[PairHours, ...]
    missing_pairs: tuple[tuple[str, str], ...]
    config_hash: str


_SYNC = {"a": {"operational": 3}, "b": {"operational": 3}}


@method(
    name="communication.map",
    version="1",
    example={
        "sides": ["a", "b"],
        "touchpoints": [
            {
                "id": "ops_sync",
                "per_quarter": 13,
                "minutes": 60,
                "participants": _SYNC,
                "split": {"past": 40, "firefighting": 15, "problem": 5},
            },
            {
                "id": "monthly",
                "per_quarter": 3,
                "minutes": 90,
                "participants": {"a": {"management": 1, "operational": 1}, "b": {"management": 1}},
            },
        ],
    },
)
def communication_map(inputs: Touchpoints, settings: MethodSettings) -> CommunicationMap:
    """Map who meets whom, and what the time goes into.

    Asks: do the levels hear each other, and do meetings look ahead? Formula: the hours of a touchpoint, ``per_quarter ×
    minutes / 60``, spread evenly over its N(N−1)/2 pairs; ``cross_level_share`` and ``cross_partner_share`` are the
    hours of pairs of different level or side / all hours; ``past_share``, ``planning_share`` and ``forward_share``
    (planning + problem) are shares of the classified minutes.

    Sure: Exact for the touchpoints that were entered; talks that nobody entered are not seen, and minutes without a
    kind are counted apart.

    Parameters
    ----------
    inputs : sides and touchpoints with participants per side and level and minutes
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``TOO_FEW_PARTICIPANTS``, ``SPLIT_EXCEEDS_DURATION``, ``OUT_OF_RANGE``, ``DUPLICATE_ID``, ``UNKNOWN_ID`` for a
        side that is none.

    Notes
    -----
    Source: specification 03 c4, after the first article and Krackhardt and Stern. A link exists where one touchpoint
    holds both levels. A missing pair has no hours at all. Minutes without a kind are reported as unclassified.

    """
    unique((one.id for one in inputs.touchpoints), "touchpoints")
    for one in inputs.touchpoints:
        for side in one.participants:
            known(side, inputs.sides, f"{one.id}.participants")
    ordered = sorted(inputs.touchpoints, key=lambda one: one.id)
    hours = sum(one.hours for one in ordered)
    pairs = _pairs(inputs.sides, ordered)
    shares = time_shares((one.per_quarter, one.minutes, one.split) for one in ordered)
    links = {"-".join(link): any(set(link) <= one.levels for one in ordered) for link in _ADJACENT} if ordered else {}
    return CommunicationMap(
        hours,
        _share(sum(one.hours * _differing(one, 1) for one in ordered), hours),
        _share(sum(one.hours * _differing(one, 0) for one in ordered), hours),
        shares.past_share,
        shares.firefighting_share,
        shares.planning_share,
        shares.forward_share,
        shares.classified_minutes,
        shares.unclassified_minutes,
        tuple(one.id for one in ordered if one.split is None),
        links,
        tuple(name for name, exists in links.items() if not exists),
        tuple(PairHours(*pair, spent) for pair, spent in pairs.items() if spent),
        tuple(pair for pair, spent in pairs.items() if not spent),
        settings.config_hash,
    )


def time_shares(meetings: Iterable[tuple[float, float, MinuteSplit | None]]) -> TimeShares:
    """Return the shares of classified minutes over meetings.

    Parameters
    ----------
    meetings : for each how often it took place, its minutes, and its split or None

    Examples
    --------
    >>> time_shares([(1, 60, MinuteSplit(past=30, planning=20))]).forward_share
    0.4

    """
    rows = list(meetings)
    split = [(times, found) for times, _, found in rows if found is not None]
    classified = sum(times * found.counted for times, found in split)
    relationship = sum(times * found.relationship for times, found in split)
    held = sum(times * minutes for times, minutes, _ in rows)
    return TimeShares(
        _share(sum(times * found.past for times, found in split), classified),
        _share(sum(times * found.firefighting for times, found in split), classified),
        _share(sum(times * found.planning for times, found in split), classified),
        _share(sum(times * (found.planning + found.problem) for times, found in split), classified),
        classified,
        held - classified - relationship,
    )


def _share(part: float, whole: float) -> float | None:
    return min(1.0, part / whole) if whole else None


def _differing(touchpoint: Touchpoint, at: int) -> float:
    """Return the share of pairs that differ in their side (``at`` 0) or level (``at`` 1)."""
    size, groups = touchpoint.size, defaultdict[str, int](int)
    for place, count in touchpoint.places().items():
        groups[place[at]] += count
    same = sum(count * (count - 1) for count in groups.values())
    return 1.0 - same / (size * (size - 1))


def _pairs(sides: Sequence[str], touchpoints: Sequence[Touchpoint]) -> dict[tuple[str, str], float]:
    """Return the hours between each two places of the partnership."""
    places: list[Place] = [(side, level) for side in sides for level in LEVELS]
    found = {(_name(left), _name(right)): 0.0 for left, right in combinations(places, 2)}
    for one in touchpoints:
        counts: Mapping[Place, int] = one.places()
        each = one.hours / (one.size * (one.size - 1) / 2)
        for left, right in combinations(places, 2):
            found[_name(left), _name(right)] += each * counts.get(left, 0) * counts.get(right, 0)
    return found


def _name(place: Place) -> str:
    return "/".join(place)
