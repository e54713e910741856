"""Coffee roulette (specification 05 c5): who has a coffee with whom across the sides."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

from comotion.methods.checks import unique
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Guest:
    """A person who opted in, and their side."""

    id: str
    side: str


@dataclass(frozen=True, slots=True)
class RouletteInputs:
    """Those who opted in, all earlier pairings (one entry each time), and the seed of the random order."""

    guests: tuple[Guest, ...]
    seed: int
    past_pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RouletteGroups:
    """Groups of two, one of three where the number is odd; none where one side alone opted in."""

    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """How often two people met, and the place of each in the random order."""

    met: Counter[frozenset[str]]
    place: dict[str, int]

    def cost(self, pair: tuple[Guest, Guest]) -> tuple[int, int, int]:
        """Return earlier pairings first, then the places of both."""
        one, other = sorted(self.place[guest.id] for guest in pair)
        return self.met[frozenset(guest.id for guest in pair)], one, other

    def times(self, guest: Guest, group: Iterable[str]) -> int:
        """Return how often somebody met the people of a group."""
        return sum(self.met[frozenset((guest.id, other))] for other in group)


@method(
    name="momentum.roulette",
    version="1",
    example={
        "guests": [{"id": "Ana", "side": "a"}, {"id": "Ben", "side": "a"}, {"id": "Eva", "side": "b"}],
        "seed": 7,
        "past_pairs": [["Ana", "Eva"]],
    },
)
def coffee_roulette(inputs: RouletteInputs, settings: MethodSettings) -> RouletteGroups:  # noqa: ARG001
    """Pair people across sides for an informal talk.

    Asks: who should meet next? Formula: pairs across sides while two sides have people left, fewest earlier pairings
    first, then by the random order of the seed; then pairs of those who are left; an odd person joins the group they
    met least.

    Sure: The draw follows from the seed: the same people and seed give the same groups on every machine.

    Parameters
    ----------
    inputs : people who opted in with their side, earlier pairs, the seed
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for a person listed twice.

    Notes
    -----
    Source: specification 05 c5, after the first article. Only those who opted in are known here, so nobody sees who did
    not. One side alone gives no groups. People of the side with most left are paired first.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> coffee_roulette(RouletteInputs((Guest("Ana", "a"), Guest("Eva", "b")), 1), default_settings()).groups
    (('Ana', 'Eva'),)

    """
    unique((guest.id for guest in inputs.guests), "guests")
    if len({guest.side for guest in inputs.guests}) < 2:
        return RouletteGroups(())
    ordered = sorted(inputs.guests, key=lambda guest: (_draw(inputs.seed, guest.id), guest.id))
    met = Counter(frozenset(pair) for pair in inputs.past_pairs)
    table = _Table(met, {guest.id: at for at, guest in enumerate(ordered)})
    groups = _pairs(ordered, table)
    return RouletteGroups(tuple(sorted(tuple(sorted(group)) for group in groups)))


def _draw(seed: int, name: str) -> str:
    """Return a random-looking key that is the same on every machine."""
    return sha256(f"{seed}:{name}".encode()).hexdigest()


def _pairs(ordered: Sequence[Guest], table: _Table) -> list[list[str]]:
    left, groups = list(ordered), list[list[str]]()
    while len(left) > 1:
        pair = min(_candidates(left), key=table.cost)
        groups.append([guest.id for guest in pair])
        left = [guest for guest in left if guest not in pair]
    for odd in left:
        times = [table.times(odd, group) for group in groups]
        groups[times.index(min(times))].append(odd.id)
    return groups


def _candidates(left: Sequence[Guest]) -> list[tuple[Guest, Guest]]:
    """Return the pairs across sides with somebody of the side that has most people left, else all pairs."""
    sizes = Counter(guest.side for guest in left)
    crossing = [pair for pair in combinations(left, 2) if pair[0].side != pair[1].side]
    most = max(sizes.values())
    of_largest = [pair for pair in crossing if most in (sizes[pair[0].side], sizes[pair[1].side])]
    return of_largest or list(combinations(left, 2))
