"""Maximal cliques (specification 12 c1), after Bron and Kerbosch with a pivot."""

from collections.abc import Iterator

from comotion.methods.ecosystem.edges import Neighbours

Members = tuple[str, ...]


def maximal_cliques(neighbours: Neighbours, minimum: int) -> tuple[Members, ...]:
    """Return every maximal clique of at least ``minimum`` members, members and cliques in the order of ids.

    Parameters
    ----------
    neighbours : for each node the nodes it has an edge with
    minimum : least size

    Examples
    --------
    >>> maximal_cliques({"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b", "d"}, "d": {"c"}}, 3)
    (('a', 'b', 'c'),)

    """
    found = _grow((), set(neighbours), set(), neighbours)
    return tuple(sorted(tuple(sorted(clique)) for clique in found if len(clique) >= minimum))


def _grow(clique: Members, candidates: set[str], done: set[str], neighbours: Neighbours) -> Iterator[Members]:
    """Yield the maximal cliques that hold ``clique``, some of ``candidates`` and none of ``done``."""
    if not candidates:
        if not done:
            yield clique
        return
    pivot = max(candidates | done, key=lambda node: len(candidates & neighbours[node]))
    for node in sorted(candidates - neighbours[pivot]):
        yield from _grow((*clique, node), candidates & neighbours[node], done & neighbours[node], neighbours)
        candidates.remove(node)
        done.add(node)
