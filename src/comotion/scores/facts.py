"""All records behind the figures of a program, one partnership at a time, in the same number of queries for any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from comotion.accounts.facts import Deal, DealFacts
from comotion.ledger.facts import LedgerFacts, ValueFacts
from comotion.measures.facts import LOOK_BACK, ReadingFact, ReadingFacts
from comotion.partnerships.facts import PartnershipFact, partnership_facts
from comotion.partnerships.periods import first_day
from comotion.rhythm.facts import MeetingFact, MeetingFacts
from comotion.rhythm.work import Work, WorkFacts
from comotion.surveys.facts import PulseFacts, Round


@dataclass(frozen=True, slots=True)
class Records:
    """What one organization knows about one partnership."""

    partnership: PartnershipFact
    deals: list[Deal]
    crm_since: dt.date | None
    readings: dict[str, list[ReadingFact]]
    value: ValueFacts
    meetings: tuple[MeetingFact, ...]
    rounds: tuple[Round, ...]
    work: Work


class ProgramRecords:
    """The records of the acting organization's partnerships for figures of the months ``first`` to ``last``."""

    def __init__(self, partnerships: Collection[int] | None, *, first: int, last: int) -> None:
        """Ask for everything; rows are read as partnerships are walked through."""
        self.partnerships = partnership_facts(partnerships)
        self._deals = DealFacts(partnerships)
        self._readings = ReadingFacts(partnerships, first, last)
        self._value = LedgerFacts(partnerships, first_day(first - LOOK_BACK))
        self._meetings = MeetingFacts(partnerships)
        self._rounds = PulseFacts(partnerships)
        self._work = WorkFacts(partnerships)

    def __iter__(self) -> Iterator[Records]:
        """Walk through the partnerships in order of their ids, once."""
        for partnership in self.partnerships:
            key = partnership.id
            yield Records(
                partnership,
                self._deals.take(key),
                self._deals.since,
                self._readings.take(key),
                self._value.take(key),
                self._meetings.take(key),
                self._rounds.take(key),
                self._work.take(key),
            )
