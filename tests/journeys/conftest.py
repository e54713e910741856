"""A browser for the whole run, and the site served on the example program's day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import CHROMIUM, chromium

TODAY = dt.date(2026, 11, 16)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; where there is none the test is skipped, in CI that is a failure."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here: install it, or set CHROMIUM to its path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the test
    with chromium() as started:
        yield started
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the site; the clock stands on the day on which the example's figures end."""
    settings.COMOTION_AS_OF = TODAY
    address: str = live_server.url
    return address
