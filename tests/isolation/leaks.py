"""Leaks that the isolation test has to find: each is a patch to the product's own code, of a kind that has been seen.

A leak says on which kind of road it leaves, how it is looked for, and which oracles must speak. The function plants it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.isolation.seeking import Garden, Oracles, Seek

KINDS = (
    "page", "fragment", "API", "command", "job", "mail", "PDF", "spreadsheet", "calendar feed", "webhook", "search",
    "import-error file", "signed link",
)  # fmt: skip
PORTFOLIO = "comotion.portfolio.pages.PortfolioRow"
"""What lists of the portfolio are made of."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One leak: what it is, on which kind of road, how it is looked for, which oracles must find it."""

    name: str
    kind: str
    seek: Seek
    oracles: Oracles
    plant: Callable[[Garden], None]


LEAKS: list[Leak] = []


def leak(kind: str, seek: Seek, *oracles: str) -> Callable[[Callable[[Garden], None]], Callable[[Garden], None]]:
    """Put a leak into the table, under the name of the function that plants it."""

    def put(plant: Callable[[Garden], None]) -> Callable[[Garden], None]:
        LEAKS.append(Leak(plant.__name__.replace("_", " "), kind, seek, set(oracles), plant))
        return plant

    return put


def leaks_by_kind() -> Iterator[tuple[str, list[Leak]]]:
    """Yield every kind of road with its leaks."""
    for kind in KINDS:
        yield kind, [one for one in LEAKS if one.kind == kind]
