"""How often one token may ask: a plain count per minute, so that a loop gone wild hurts nobody else."""

from __future__ import annotations

import time

from django.core.cache import cache
from ninja.errors import Throttled

PER_MINUTE = 600
WINDOW_SECONDS = 60


def refuse_too_many(token_ref: str) -> None:
    """Count one request of a token; refuse what exceeds the minute's allowance and say when it goes on."""
    moment = time.time()
    key = f"api-rate:{token_ref}:{int(moment) // WINDOW_SECONDS}"
    if cache.add(key, 1, WINDOW_SECONDS * 2):
        return
    try:
        count = cache.incr(key)
    except ValueError:
        return
    if count > PER_MINUTE:
        raise Throttled(wait=WINDOW_SECONDS - int(moment) % WINDOW_SECONDS)
