"""Two companies in a shared room, the pulse that is asked there, and the letters that go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from comotion.core import events
from comotion.core.links import OpenedLink, open_link
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from comotion.surveys.answering import Given, answer, finish
from comotion.surveys.events import SurveyClosed, SurveyDisowned, SurveyInvited, SurveyLetter, SurveyReminded
from comotion.surveys.models import SurveyRound
from comotion.surveys.operations import Invited, open_round
from tests.factories import make_member, make_organization, make_room, principal_of

AT = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 2, 16, 9, tzinfo=dt.UTC)
LEVELS = ("executive", "management", "operational")
TRUST = ("keeps_promises", "bad_news_early", "conflicts_settled", "choose_again", "effort_shared")


class Delivered(list[Any]):
    """A list in which what waits for the commit has arrived by the time it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.known = {id(entry) for entry in connection.run_on_commit}

    def __iter__(self) -> Iterator[Any]:
        for entry in connection.run_on_commit:
            if id(entry) not in self.known:
                self.known.add(id(entry))
                entry[1]()
        return super().__iter__()


@dataclass(slots=True)
class Post:
    """Every event that surveys publish, in order."""

    sent: list[Any] = field(default_factory=list)

    def letters(self, kind: type[SurveyLetter] = SurveyInvited) -> list[SurveyLetter]:
        return [one for one in self.sent if type(one) is kind]

    def link(self, address: str, kind: type[SurveyLetter] = SurveyInvited) -> OpenedLink:
        """Open the last link that went to an address."""
        opened = open_link(self.secret(address, kind), "survey", AT)
        assert opened is not None
        return opened

    def secret(self, address: str, kind: type[SurveyLetter] = SurveyInvited) -> str:
        letter = [one for one in self.letters(kind) if one.address == address][-1]
        return letter.link.split("/l/")[1].split("/")[0]


@pytest.fixture
def post(db: None) -> Iterator[Post]:
    """Catch what surveys tell the others."""
    caught = Post(Delivered())
    kinds = (SurveyInvited, SurveyReminded, SurveyClosed, SurveyDisowned)
    kept = {kind: list(events._subscribers[kind]) for kind in kinds}
    for kind in kinds:
        events._subscribers[kind] = [caught.sent.append]
    yield caught
    for kind in kinds:
        events._subscribers[kind] = kept[kind]


@pytest.fixture
def partner(db: None) -> Organization:
    """The other company."""
    return make_organization("Meridian Integration")


@pytest.fixture
def partner_owner(partner: Organization) -> Membership:
    """Its owner."""
    return make_member(partner, "owner")


@pytest.fixture
def room(organization: Organization, partner: Organization) -> Partnership:
    """Their shared room."""
    return make_room("Northwind and Meridian", organization, partner)


def people(room: Partnership, sizes: Sequence[Sequence[int]] = ((1, 2, 3), (1, 2, 3))) -> list[Invited]:
    """So many people of each level of each party; addresses say who is who."""
    parties = room.parties.order_by("position").values_list("organization_id", flat=True)
    return [
        Invited(party, level, f"{level}{number}@{'abc'[side]}.example", name=f"{level.title()} {number}")
        for side, (party, counts) in enumerate(zip(parties, sizes, strict=True))
        for level, count in zip(LEVELS, counts, strict=True)
        for number in range(count)
    ]


def ask(
    room: Partnership, who: Sequence[Invited] | None = None, instrument: str = "pulse", **given: Any
) -> SurveyRound:
    """Open a round in the name of whoever acts."""
    usual = {"closes_at": CLOSES, "at": AT, "by": None}
    return open_round(
        partnership=room,
        instrument_name=instrument,
        respondents=people(room) if who is None else who,
        **(usual | given),
    )


def reply(link: OpenedLink, answers: dict[str, float | str], *, done: bool = True, at: dt.datetime = AT) -> None:
    """Answer by a link, as its holder."""
    with acting_as(link.principal):
        for item, value in answers.items():
            given = Given(no_value=value) if isinstance(value, str) else Given(float(value))
            answer(link=link, item=item, given=given, at=at)
        if done:
            finish(link=link, at=at)


def pulse(trust: float, satisfaction: float) -> dict[str, float | str]:
    """The same answer to every trust item."""
    return dict.fromkeys(TRUST, trust) | {"satisfaction": satisfaction}


def as_partner(partner_owner: Membership) -> Principal:
    """Who acts for the other company."""
    return principal_of(partner_owner)
