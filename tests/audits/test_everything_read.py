"""The attempt to find one person's answer by reading everything of an audit that either side can read.

Each page, slide, document, sheet and operation is read twice: of the answers as they were given, and of answers dealt
out anew among the people of each company and level. If not a byte differs, nobody's answer can be told from anybody
else's of their group. A PDF is the printed HTML of the same name; its bytes hold when it was made, so that one is read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from comotion.audits.issuing import issue
from comotion.audits.models import Audit
from comotion.audits.sheets import SHEETS
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from tests.audits import world
from tests.audits.test_nobody_is_found import unsure
from tests.factories import make_member, principal_of
from tests.surveys import test_nobody_is_found as pulse

SHEET_NAMES = tuple(kind.name for kind in SHEETS)


@pytest.fixture(autouse=True)
def _the_day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.COMOTION_AS_OF = pulse.TODAY
    endings = {"ending": ("csv", "html", "xlsx"), "sheet": SHEET_NAMES}
    monkeypatch.setattr(pulse, "CHOICES", pulse.CHOICES | endings)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Commands print the pulse and the scores; their own test reads them."""

    def nothing(*words: str) -> str:
        del words
        return capsys.readouterr().out

    return nothing


@pytest.fixture
def readers(organization: Organization, partner: Organization) -> tuple[Membership, Membership]:
    """Somebody of each side."""
    return make_member(organization), make_member(partner)


@pytest.fixture
def audit(room: Partnership, readers: tuple[Membership, Membership]) -> Audit:
    """An audit whose questionnaire is closed, with a small group, answers of both settings, and its other parts."""
    with acting_as(principal_of(readers[0])):
        begun = world.begin(room, sizes={"executive": 3, "management": 2, "operational": 3})
        world.answer(begun, unsure)
        world.gather(begun)
        world.close(begun)
    return begun


def issued(audit: Audit, reader: Membership, change: Callable[[], object]) -> Callable[[], None]:
    """Return the deed of changing the answers and then issuing the report of them."""

    def deed() -> None:
        change()
        with acting_as(principal_of(reader)):
            issue(audit=Audit.objects.get(pk=audit.pk), at=world.ISSUED)

    return deed


def reading(audit: Audit, readers: tuple[Membership, ...], printed: Callable[..., str]) -> pulse.Reading:
    place = SimpleNamespace(partnership=audit.partnership, ref=audit.ref)
    return pulse.Reading(cast("Any", place), readers, printed)


def of_audit(seen: pulse.Seen, audit: Audit) -> list[str]:
    return [place for place in seen if audit.ref in place]


@pytest.mark.slow
def test_answers_dealt_out_anew_change_no_byte_of_what_either_side_reads(
    audit: Audit, readers: tuple[Membership, Membership], printed: Callable[..., str]
) -> None:
    read = reading(audit, readers, printed)
    assert audit.round is not None
    deal = pulse.dealt(audit.round, by_level=True)
    before = pulse.seen_after(issued(audit, readers[0], pulse.nothing), read)

    places = of_audit(before, audit)
    for part in ("report/slides/", "report.html", "sheets/answers.xlsx", "report/", "ownership/"):
        assert [place for place in places if place.endswith(part)] != [], part
    assert pulse.differing(before, pulse.seen_after(issued(audit, readers[0], deal), read)) == []


@pytest.mark.slow
def test_what_is_read_does_speak_of_the_answers(
    audit: Audit, readers: tuple[Membership, Membership], printed: Callable[..., str]
) -> None:
    """The test above would be worth nothing if it read nothing that the answers are in."""
    read = reading(audit, readers[:1], printed)
    before = pulse.seen_after(issued(audit, readers[0], pulse.nothing), read)
    after = pulse.seen_after(issued(audit, readers[0], pulse.same_answer), read)

    found = pulse.differing(before, after)
    for part in ("report/", "report/slides/", "report.html"):
        assert [place for place in found if place.endswith(part)] != [], part
