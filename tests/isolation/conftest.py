"""One world for all tests of this folder, in a transaction that is taken back after the last of them.

Making it, and finding out what its pages offer, is most of the work: so it is done once a process, not once a module.
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from django.db import transaction
from django.test import override_settings

from tests.isolation.state import Rows, fingerprint
from tests.isolation.tally import Note, written_down
from tests.isolation.walk import Walk
from tests.isolation.world import TODAY, World, build_world

HERE = Path(__file__).parent


class Ground:
    """What the tests of this folder stand on, from the first that asks for it to the last there is."""

    def __init__(self) -> None:
        self.world: World | None = None
        self.walk: Walk | None = None
        self.before: Rows = {}
        self.stack = ExitStack()
        self.is_last = False

    def enter(self, blocker: Any) -> World:
        """Return the world; make it where there is none."""
        if self.world is None:
            self.stack.enter_context(blocker.unblock())
            self.stack.enter_context(override_settings(COMOTION_AS_OF=TODAY))
            self.stack.enter_context(transaction.atomic())
            self.world, self.before = build_world(), fingerprint()
        return self.world

    def walk_of(self, world: World) -> Walk:
        """Return a walk that knows every road, with nothing in its notes but what it found on the way to know them."""
        if self.walk is None:
            self.walk = Walk(world, before=self.before)
            self.walk.explore()
        return copy.copy(self.walk).begun_anew()

    def leave(self) -> None:
        """Take the world back."""
        if self.world is not None:
            transaction.set_rollback(True)
            self.stack.close()
        self.world = self.walk = None


GROUND = Ground()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Note whether the next test is still one of this folder."""
    GROUND.is_last = nextitem is None or not nextitem.path.is_relative_to(HERE)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Write down what a whole run did, where it is asked for."""
    file = os.environ.get("ISOLATION_FIGURES")
    if file:
        reports = [one for one in terminalreporter.stats.get("passed", []) if isinstance(one, pytest.TestReport)]
        said = "written down" if written_down(reports, Path(file)) else "not written down: this was no whole run"
        terminalreporter.write_line(f"Figures {said}.")


@pytest.fixture(scope="module", autouse=True)
def _ground() -> Iterator[None]:
    """Leave the world when this folder is left."""
    yield
    if GROUND.is_last:
        GROUND.leave()


@pytest.fixture(scope="module")
def world(_ground: None, django_db_setup: None, django_db_blocker: Any) -> World:
    """Return the world; every request of a test has to be taken back by the test."""
    return GROUND.enter(django_db_blocker)


@pytest.fixture(scope="module")
def walk(world: World) -> Walk:
    """Return a walk of one's own: the roads are explored once for all."""
    return GROUND.walk_of(world)


@pytest.fixture(scope="module")
def before(world: World) -> Rows:
    """Return how everything stands in the world."""
    del world
    return GROUND.before


@pytest.fixture
def note(record_property: Note) -> Note:
    """Return ``note(name, value)``, which tells the figures of the run."""
    return record_property


@pytest.fixture(autouse=True)
def _refusals_are_not_news() -> Iterator[None]:
    """Thousands of requests are refused on purpose; the log need not say so each time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
