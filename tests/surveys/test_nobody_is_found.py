"""The attempt to find one person's answer from everything that a side can see.

Everything that a side can read is read: every page, every figure that opens, every document, every operation of the API
and what the command line prints. Then the answers of a group are dealt out anew among its people, question by question,
and everything is read again. If not a byte differs, whatever somebody works out from it fits every deal alike, and
nobody's answer can be told from anybody else's of their group.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest
from django.db import transaction
from django.test import Client

from comotion.cli.main import main
from comotion.core.principal import acting_as
from comotion.identity.models import Membership
from comotion.identity.tokens import create_token, reading_scopes
from comotion.partnerships.models import Partnership
from comotion.portfolio.operations import refresh
from comotion.surveys.models import SurveyAnswer, SurveyRound
from comotion.surveys.operations import close
from tests.factories import principal_of
from tests.isolation.roads import WORDS, Road, roads
from tests.surveys.conftest import AT, CLOSES, TRUST, Post, ask, people, reply

FIGURES = ("scorecard", "category.relationship_health", "dimension.relationship_health")
KPIS = ("kpi.trust_survey", "kpi.partner_satisfaction_10", "kpi.perception_gap")
CHOICES = WORDS | {"figure": (*FIGURES, *KPIS), "ending": ("csv", "html"), "format": ("csv", "html")}
TODAY = dt.date(2026, 3, 2)
"""The month in which the round closed is over, so the scores know its results."""
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
CHANGING = re.compile(r"\b[A-Za-z0-9]{64}\b")
Sizes = tuple[tuple[int, ...], tuple[int, ...]]
Seen = dict[str, str]


@pytest.fixture(autouse=True)
def _the_day(settings: object) -> Iterator[None]:
    settings.COMOTION_AS_OF = TODAY  # type: ignore[attr-defined]
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass(slots=True)
class Reading:
    """What is read, by whom; what once answered nothing is not asked again."""

    round_: SurveyRound
    readers: tuple[Membership, ...]
    printed: Callable[..., str]
    empty: set[str] = field(default_factory=set)
    programs: dict[int, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give each reader a token for the API, once."""
        for reader in self.readers:
            acting = principal_of(reader)
            with acting_as(acting):
                secret = create_token(name="Reads", scopes=reading_scopes(acting), at=AT)[1]
            self.programs[reader.pk] = Client(headers={"authorization": f"Bearer {secret}"})


def asked_round(room: Partnership, post: Post, member: Membership, sizes: Sizes) -> SurveyRound:
    """A round in which no two people of a group gave the same answers."""
    with acting_as(principal_of(member)):
        opened = ask(room, people(room, sizes))
    for number, letter in enumerate(post.letters()):
        trust = {item: (number * 2 + place) % 5 + 1 for place, item in enumerate(TRUST)}
        reply(post.link(letter.address), trust | {"satisfaction": number * 3 % 11})
    return opened


def addresses(road: Road, organization: str, refs: Sequence[str]) -> Iterator[str]:
    """Every address of a road: each id as the room's or the round's, each word as all that there are."""
    names = [name for name in road.parameters if name != "organization"]
    options = [CHOICES.get(name, refs) for name in names]
    for chosen in product(*options):
        yield road.address(organization=organization, **dict(zip(names, chosen, strict=True)))


def read(membership: Membership, reading: Reading) -> Seen:
    """Return everything that somebody can read, by where it stands."""
    seen: Seen = {}
    refs = (reading.round_.partnership.ref, reading.round_.ref)
    browser = Client()
    browser.force_login(membership.person)
    program = reading.programs[membership.pk]
    for road in roads():
        for address in addresses(road, membership.organization.slug, refs) if road.policy("GET") else ():
            if address not in reading.empty:
                answer = (program if road.is_api else browser).get(address)
                if answer.status_code == 200:
                    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                    seen[address] = CHANGING.sub(".", content.decode("utf-8", "replace"))
                else:
                    reading.empty.add(address)
    for words in (("portfolio",), ("partnership", refs[0]), *(("explain", refs[0], kpi) for kpi in KPIS)):
        view = ("--organization", membership.organization.slug, "--as", membership.person.email, "--json")
        seen[" ".join(words)] = reading.printed(*words, *view)
    return seen


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what a command prints."""

    def command(*words: str) -> str:
        main(words)
        return capsys.readouterr().out

    return command


def seen_after(change: Callable[[], object], reading: Reading) -> Seen:
    """Return what the readers see once something has been changed and the figures computed; then take it all back."""
    seen: Seen = {}
    with transaction.atomic():
        change()
        for reader in reading.readers:
            with acting_as(principal_of(reader)):
                refresh(as_of=TODAY, at=NOW, months=2)
        for reader in reading.readers:
            for place, text in read(reader, reading).items():
                seen[f"{reader.person.email} {place}"] = text
        transaction.set_rollback(True)
    return seen


def dealt(round_: SurveyRound, *, by_level: bool) -> Callable[[], None]:
    """Return the deed of dealing out the answers of each group anew, each question by another number of places."""

    def deal() -> None:
        groups: dict[tuple[object, ...], list[SurveyAnswer]] = defaultdict(list)
        rows = SurveyAnswer.unscoped.filter(response__round=round_).select_related("response").order_by("pk")
        for row in rows:
            level = row.response.level if by_level else ""
            groups[row.response.organization_id, level, row.item].append(row)
        for place, group in enumerate(groups.values()):
            values = [row.value for row in group]
            for number, row in enumerate(group):
                row.value = values[(number + 1 + place) % len(group)]
                row.save(update_fields=["value"])

    return deal


def nothing() -> None:
    """Change nothing."""


def differing(one: Seen, other: Seen) -> list[str]:
    return sorted(place for place in one.keys() | other.keys() if one.get(place) != other.get(place))


def same_answer() -> object:
    """Let everybody have answered the same."""
    return SurveyAnswer.unscoped.update(value=1.0)


def judge(reading: Reading, *, by_level: bool) -> None:
    """Deal the answers out anew and hold what is read then against what was read before."""
    before = seen_after(nothing, reading)

    assert len(before) > 60
    assert [place for place in before if "kpi.trust_survey" in place] != []
    assert differing(before, seen_after(dealt(reading.round_, by_level=by_level), reading)) == []


def closed_round(room: Partnership, post: Post, member: Membership, sizes: Sizes) -> SurveyRound:
    round_ = asked_round(room, post, member, sizes)
    with acting_as(principal_of(member)):
        return close(round_=round_, at=CLOSES)


def test_answers_dealt_out_anew_within_a_side_change_no_byte_that_either_side_reads(
    room: Partnership, post: Post, member: Membership, partner_owner: Membership, printed: Callable[..., str]
) -> None:
    round_ = closed_round(room, post, member, ((1, 2, 0), (0, 1, 2)))

    judge(Reading(round_, (member, partner_owner), printed), by_level=False)


@pytest.mark.slow
def test_answers_dealt_out_anew_within_a_level_change_no_byte_that_either_side_reads(
    room: Partnership, post: Post, member: Membership, partner_owner: Membership, printed: Callable[..., str]
) -> None:
    round_ = closed_round(room, post, member, ((3, 0, 3), (3, 0, 3)))

    judge(Reading(round_, (member, partner_owner), printed), by_level=True)


def test_what_is_read_does_speak_of_the_answers(
    room: Partnership, post: Post, member: Membership, printed: Callable[..., str]
) -> None:
    """The test above would be worth nothing if it read nothing that the answers are in."""
    reading = Reading(closed_round(room, post, member, ((0, 0, 3), (0, 0, 3))), (member,), printed)
    places = differing(seen_after(nothing, reading), seen_after(same_answer, reading))

    for part in ("/pulse/", "kpi.trust_survey", "/api/v1/", "explain "):
        assert [place for place in places if part in place] != [], part


def test_open_round_says_nothing_of_what_was_answered(
    room: Partnership, post: Post, member: Membership, printed: Callable[..., str]
) -> None:
    reading = Reading(asked_round(room, post, member, ((0, 0, 3), (0, 0, 3))), (member,), printed)

    assert differing(seen_after(nothing, reading), seen_after(same_answer, reading)) == []
