"""The world is built once for a module, inside a transaction that is taken back at its end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.isolation.world import TODAY, World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return the world; every request of a test has to be taken back by the test."""
    with django_db_blocker.unblock(), override_settings(COMOTION_AS_OF=TODAY), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _refusals_are_not_news() -> Iterator[None]:
    """Thousands of requests are refused on purpose; the log need not say so each time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
