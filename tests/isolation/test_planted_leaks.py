"""The isolation test is itself tested: every leak of the table has to be found, and nothing without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls.utils import get_callable

from tests.isolation.leaks import KINDS, LEAKS, Leak, leaks_by_kind
from tests.isolation.seeking import Garden
from tests.isolation.state import Rows
from tests.isolation.tally import LOOKED, PLANTED, Note
from tests.isolation.walk import Walk

pytestmark = pytest.mark.django_db


SAMPLE = {"detail page without a scope", "mail about anothers room", "link that opens after its end"}
"""What is planted in every run of the suite; the others are in the whole one."""


@pytest.fixture
def garden(
    walk: Walk, before: Rows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Garden:
    """Where leaks are planted, with nothing found yet."""
    walk.findings.clear()
    walk.written.clear()
    walk.sparing = False
    get_callable.cache_clear()
    return Garden(walk, before, monkeypatch, capsys, tmp_path)


def planted(leak: Leak) -> object:
    """Return the leak as a parameter; those outside the sample are slow."""
    return pytest.param(leak, id=leak.name.replace(" ", "-"), marks=() if leak.name in SAMPLE else pytest.mark.slow)


@pytest.mark.parametrize("leak", [planted(one) for one in LEAKS])
def test_leak_is_found(garden: Garden, leak: Leak, note: Note) -> None:
    leak.plant(garden)

    assert leak.oracles <= leak.seek(garden)
    note(PLANTED, leak.name)


@pytest.mark.parametrize("leak", [planted(one) for one in LEAKS if "census" not in one.oracles])
def test_nothing_is_found_where_nothing_leaks(garden: Garden, leak: Leak, note: Note) -> None:
    assert leak.seek(garden) == set()
    note(LOOKED, leak.name)


def test_table_plants_forty_leaks_and_two_on_each_kind_of_road() -> None:
    assert {leak.kind for leak in LEAKS} == set(KINDS)
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 40
    assert {kind: len(some) for kind, some in leaks_by_kind() if len(some) < 2} == {}


def test_sample_is_of_the_table() -> None:
    assert {leak.name for leak in LEAKS} >= SAMPLE
