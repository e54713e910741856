"""Typed events of surveys: what whoever sends letters, and whoever computes figures, is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SurveyLetter:
    """What a letter to one respondent says; ``link`` holds a secret and goes to ``address`` and nowhere else."""

    organization_id: int
    """The organization that asks."""
    round_ref: str
    instrument: str
    partnership: str
    asked_by: str
    """The name of the person who opened the round, empty for a round that the plan opened."""
    address: str = field(repr=False)
    name: str = field(repr=False)
    language: str
    link: str = field(repr=False)
    minutes: int
    """How long the questions of this level take."""
    closes_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SurveyInvited(SurveyLetter):
    """Somebody is asked for the first time in a round."""


@dataclass(frozen=True, slots=True)
class SurveyReminded(SurveyLetter):
    """Somebody has not finished yet.

    Nobody may be shown to whom these went: a list of them is a list of those who have not answered.
    """


@dataclass(frozen=True, slots=True)
class SurveyDisowned:
    """Whoever opened a respondent's link said that it was not meant for them; its answers and links are gone."""

    organization_id: int
    round_ref: str
    partnership_id: int
    respondent: str


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    """A round has closed and has results; ``organization_ids`` are those who see them, the round's owner first."""

    round_ref: str
    instrument: str
    partnership_id: int
    organization_ids: tuple[int, ...]
