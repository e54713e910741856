"""One request of the walk: who asks, what of whom, and what may be answered besides what the policy table says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

from django.urls import Resolver404, resolve

from comotion.config.policy_table import POLICY_TABLE
from comotion.core.policy import ACTIONS
from tests.isolation.roads import WORDS, Road
from tests.isolation.targets import Target
from tests.isolation.world import Actor

SERVED = 0
MAY_ALSO: dict[str, tuple[int, str]] = {
    "explain:figure": (404, "a partnership that ended before it was ever scored has no figure to open"),
    "api /partnerships/{ref}/figures/{figure}": (404, "likewise"),
    "portfolio:remove_view": (403, "only its author removes a view, whoever sees it"),
    **{
        f"surveys:{deed}": (403, "a round is led by the organization that opened it")
        for deed in ("invite", "withdraw", "remind", "close")
    },
    "friction-audit:interview_answers": (404, "the form names a person of another interview"),
    "surveys:revoke_link": (404, "one's own links only, except for those who answer for all"),
    **{
        f"room:{deed}": (404, "the form names rows of another room")
        for deed in ("preview_sharing", "share", "keep_back", "send_again", "take_back", "agree", "let_guest_out")
    },
    **{
        f"settings:{deed}": (404, "the form names somebody of another organization")
        for deed in ("member_role", "member_state", "remove_member", "send_again", "take_back")
    },
    **{
        f"settings:{deed}_domain": (404, "the form names a domain of another organization")
        for deed in ("prove", "give_up")
    },
    **{
        f"webhooks:{deed}": (404, "a webhook is its author's, except for those who answer for all")
        for deed in ("webhook", "pause", "resume", "renew", "test", "remove", "again")
    },
    "room:view_as": (404, "in a partnership of one's own there is nobody to view it as"),
    **{
        f"settings:{deed}": (404, "the form names a domain that another organization has claimed")
        for deed in ("prove_domain", "give_up_domain")
    },
    "settings:end_token": (404, "one's own tokens only, except for those who answer for all"),
    "portfolio:save_view": (
        403,
        "keeping a view for everyone needs more than reading, keeping one for oneself does not",
    ),
}
"""Roads that may answer something else to those who may use them: the status, and why."""


OF_ALL = {"core.AuditEntry", "core.AuditChain"}
MAY_CHANGE_OF_OTHERS: dict[str, set[str]] = {
    "room:agree": OF_ALL | {"partnerships.Invitation", "core.Link"},
    "room:part": OF_ALL | {"partnerships.Partnership", "partnerships.Invitation", "partnerships.Guest"},
    "room:go_on": OF_ALL | {"partnerships.Partnership"},
}
"""What concerns all parties of a room: the last one to agree sends the inviter's letter, one ends it for everybody."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One request of the walk."""

    actor: Actor
    road: Road
    method: str
    address: str
    aims: tuple[Target, ...]
    own_organization: bool = True

    def __str__(self) -> str:
        """Say who asks what of whom."""
        aims = ", ".join(aim.kind for aim in self.aims)
        return f"{self.actor.name} {self.method} {self.road.name}" + (f" ({aims})" if aims else "")


def alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def area(name: str) -> str:
    """Return the part of the product that a road belongs to."""
    return name.partition(":")[0]


def standing(action: str, refs: set[str]) -> bool:
    """Say whether what a form is about is still there, once what the walk did is taken back."""
    named = {value for name, value in resolve(action).kwargs.items() if name not in {"organization", *WORDS}}
    return named <= refs


def leads_to(errand: Errand) -> bool:
    """Say whether the address is one of the road's at all; what is malformed may be no address."""
    try:
        found = resolve(unquote(errand.address))
    except Resolver404:
        return False
    return set(errand.road.parameters) <= found.kwargs.keys()


def concerns(actor: Actor, road: Road) -> bool:
    return road.is_api if actor.secret else not road.is_api or actor.membership is None


def allowed(actor: Actor, resource: str, action: str) -> bool:
    letters = POLICY_TABLE[resource][actor.role]
    return ACTIONS[action] in letters and (actor.scopes is None or f"{resource}:{action}" in actor.scopes)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
