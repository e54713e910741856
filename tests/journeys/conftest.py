"""A browser for the whole run, and the site as a member of the isolation test's world finds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import CHROMIUM, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; where there is none the test is skipped, in CI that is a failure."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here: install it, or set CHROMIUM to its path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the test
    with chromium() as started:
        yield started
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
