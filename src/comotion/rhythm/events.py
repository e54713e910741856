"""Typed events of the rhythm: what others may react to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CommitmentSettled:
    """A promise was kept, taken back or given a new date; seen from the organization that owns it."""

    organization_id: int
    partnership_id: int
    commitment: str
    state: str


@dataclass(frozen=True, slots=True)
class CommitmentAsked:
    """Somebody is asked how a promise stands. ``link`` is a secret: it goes to ``address`` and nowhere else."""

    organization_id: int
    commitment: str
    text: str
    partnership: str
    due: str
    asked_by: str
    organization: str
    address: str = field(repr=False)
    link: str = field(repr=False)
