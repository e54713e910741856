"""Typed events of rooms: what notices, and whoever else reacts, are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RoomInvitationSent:
    """Somebody is asked into a room. ``link`` is a secret: it goes to ``address`` and nowhere else."""

    organization_id: int
    invitation: str
    kind: str
    address: str
    link: str = field(repr=False)
    person_name: str
    inviter: str
    organization: str
    letter: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RoomInvitationProposed:
    """A party wants to ask another company in; the organization named here has to say what it thinks."""

    organization_id: int
    partnership: str
    invitation: str


@dataclass(frozen=True, slots=True)
class RoomInvitationAnswered:
    """An invitation was accepted, declined or refused; told to the organization that sent it."""

    organization_id: int
    partnership: str
    invitation: str
    state: str


@dataclass(frozen=True, slots=True)
class PartyJoined:
    """An organization has become a party of a room."""

    organization_id: int
    partnership_id: int


@dataclass(frozen=True, slots=True)
class PartyLeft:
    """An organization has left a room that goes on; ``kept_id`` is the partnership to which its own rows moved."""

    organization_id: int
    partnership_id: int
    kept_id: int


@dataclass(frozen=True, slots=True)
class RoomEnding:
    """A room will end on a day, or will not after all where the day is None."""

    partnership_id: int
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class RoomEnded:
    """A room has become a read-only archive; what was computed from both sides' lists has to go."""

    partnership_id: int


@dataclass(frozen=True, slots=True)
class RowsShared:
    """An organization has shown something of its own to the other parties of a room."""

    organization_id: int
    partnership_id: int
    count: int


@dataclass(frozen=True, slots=True)
class JointTextChanged:
    """A text that all parties write has a new version; ``set_aside`` where it met another one."""

    organization_id: int
    partnership_id: int
    topic: str
    set_aside: bool
