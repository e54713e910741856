"""Typed events of people and organizations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MemberInvitationSent:
    """Somebody is asked to act for an organization. ``link`` is a secret: it goes to ``address`` and nowhere else."""

    organization_id: int
    invitation: str
    address: str
    link: str = field(repr=False)
    inviter: str
    organization: str
    role: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class MembershipAsked:
    """Somebody of the same company asks to be let in; the owners decide."""

    organization_id: int
    person_id: int
