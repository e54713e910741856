"""When a round is due, and when those who have not finished hear of it again."""

from __future__ import annotations

import datetime as dt

from comotion.partnerships.periods import first_day, month_of
from comotion.surveys.models import SurveyRound

LAST_CALL = dt.timedelta(days=2)
LATEST_DAY = 28
"""Rounds that recur begin on a day that every month has."""


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, at most the 28th."""
    return first_day(month_of(day) + months).replace(day=min(day.day, LATEST_DAY))


def reminder_is_due(round_: SurveyRound, at: dt.datetime) -> bool:
    """Say whether a reminder goes out by itself: one when half of the time is over, one two days before the end."""
    half = round_.opened_at + (round_.closes_at - round_.opened_at) / 2
    moments = [half, max(half, round_.closes_at - LAST_CALL)]
    return sum(moment <= at for moment in moments) > round_.reminders
