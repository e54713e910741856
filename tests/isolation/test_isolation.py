"""Nobody sees, counts, changes or learns of what is not theirs, by any road."""

from __future__ import annotations

import pytest

from tests.isolation.roads import Road, roads
from tests.isolation.state import broken_rules
from tests.isolation.walk import Walk
from tests.isolation.world import World

pytestmark = pytest.mark.django_db

SAMPLE = {
    "a.owner",
    "a.auditor",
    "a.executive_sponsor",
    "a.suspended",
    "b.analyst",
    "d.owner",
    "nobody",
    "a.token.narrow",
}


def test_world_keeps_its_own_rules(world: World) -> None:
    assert broken_rules(world) == []


def test_sample_of_the_walk_finds_nothing(world: World) -> None:
    walk = Walk(world)

    assert walk.go(actors=SAMPLE, targets=3) == []
    assert walk.errands > 100


@pytest.mark.slow
@pytest.mark.parametrize("road", roads(), ids=lambda road: road.name)
def test_whole_walk_finds_nothing(world: World, road: Road) -> None:
    assert Walk(world).go([road]) == []
