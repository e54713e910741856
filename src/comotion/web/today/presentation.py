"""Today in words: findings by kind, warnings, meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.narrative.sentence import Sentence
from comotion.narrative.today import TodayFacts, Warned, today_sentence
from comotion.portfolio.attention import Ahead
from comotion.portfolio.lines import Finding, Findings, PortfolioLine
from comotion.rhythm.models import MeetingKind
from comotion.web.room.addresses import room_address
from comotion.web.room.warnings import WarningLine, warning_lines
from comotion.web.shared.frame_tags import figure_name
from comotion.web.shared.reader import wording

SHOWN = 4
GRAVITY = {"high": 0, "medium": 1, "low": 2}
TITLES: dict[str, Promise] = {
    "OPEN_PIPELINE_NO_MEETING": gettext_lazy("Open deals, and no meeting in 30 days"),
    "DEAL_WITHOUT_PARTNER_OWNER": gettext_lazy("Deals that name a partner, but nobody there"),
    "SPONSOR_NOT_SEEN": gettext_lazy("Sponsors without contact for a quarter"),
    "SOURCES_DISAGREE": gettext_lazy("Two sources that disagree"),
    "UNKNOWN_PARTNER_NAMED": gettext_lazy("Partners named in deals that nobody keeps"),
    "MEASURE_FIRST": gettext_lazy("Too little known: what to measure first"),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the page writes it."""

    name: str
    href: str
    figure: str
    says: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one kind."""

    title: Promise
    total: int
    rows: tuple[FindingRow, ...]

    @property
    def more(self) -> int:
        """Count those that are not shown."""
        return self.total - len(self.rows)


def finding_groups(found: Findings, organization: str) -> tuple[FindingGroup, ...]:
    """Group the findings by kind, in the order in which they are worth reading."""
    by_code = {code: list(rows) for code, rows in groupby(found.findings, key=lambda one: one.code)}
    return tuple(
        FindingGroup(
            TITLES[code],
            found.totals.get(code, len(by_code[code])),
            tuple(_finding(one, organization) for one in by_code[code][:SHOWN]),
        )
        for code in TITLES
        if by_code.get(code)
    )


def _finding(one: Finding, organization: str) -> FindingRow:
    href = room_address(organization, one.ref) if one.ref else ""
    figure, says = SAYS[one.code](one)
    return FindingRow(one.name, href, figure, says)


def _pipeline(one: Finding) -> tuple[str, str]:
    amount, currency = one.detail.get("amount"), one.detail.get("currency", "")
    money = f"{wording().number(amount)} {currency}".strip() if amount is not None else _("amount unknown")
    held = one.detail.get("last_meeting")
    last = _("last met %(day)s") % {"day": _day(held)} if held else _("no meeting known")
    return money, _("%(count)s open deals; %(last)s") % {"count": one.count, "last": last}


def _day(text: str) -> str:
    return wording().full_day(dt.date.fromisoformat(text))


def _partner_owner(one: Finding) -> tuple[str, str]:
    return str(one.count), _("open deals name the partner, none of them an owner there")


def _sponsor(one: Finding) -> tuple[str, str]:
    days = one.detail.get("days")
    if days is None:
        return _("never"), _("no contact between a sponsor and the other side is known")
    return _("%(days)s days") % {"days": days}, _("since the last contact of a sponsor with the other side")


def _sources(one: Finding) -> tuple[str, str]:
    kpi = figure_name(str(one.detail.get("kpi", "")))
    return kpi, _("the records and an entered reading say different things; both are kept")


def _unknown(one: Finding) -> tuple[str, str]:
    return str(one.count), _("deals name this partner; add it to the partnerships, or correct the name")


def _measure(one: Finding) -> tuple[str, str]:
    names = [figure_name(str(name)) for name in one.detail.get("missing", [])[:3]]
    coverage = one.detail.get("coverage")
    share = wording().percent(coverage) if coverage is not None else ""
    return share, _("begin with %(names)s") % {"names": wording().listed(names)} if names else _("no reading yet")


SAYS: dict[str, Callable[[Finding], tuple[str, str]]] = {
    "OPEN_PIPELINE_NO_MEETING": _pipeline,
    "DEAL_WITHOUT_PARTNER_OWNER": _partner_owner,
    "SPONSOR_NOT_SEEN": _sponsor,
    "SOURCES_DISAGREE": _sources,
    "UNKNOWN_PARTNER_NAMED": _unknown,
    "MEASURE_FIRST": _measure,
}


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One open warning with its partnership."""

    name: str
    href: str
    line: WarningLine

    @property
    def code(self) -> str:
        """Return the warning's code."""
        return self.line.code

    @property
    def severity(self) -> str:
        """Return how grave it is."""
        return self.line.severity

    @property
    def since(self) -> dt.date:
        """Return the day it opened."""
        return self.line.since

    @property
    def says(self) -> str:
        """Return the readings that fired it."""
        return self.line.says

    @property
    def next_step(self) -> str:
        """Return what to do."""
        return self.line.next_step


def warning_rows(lines: Iterable[PortfolioLine], organization: str) -> list[WarningRow]:
    """Return the open warnings, the gravest and the latest first."""
    rows = [
        WarningRow(line.name, room_address(organization, line.ref, "scorecard"), warning)
        for line in lines
        for warning in warning_lines(line.warnings)
    ]
    return sorted(rows, key=lambda row: (GRAVITY.get(row.severity, 3), -row.since.toordinal(), row.name))


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting ahead."""

    date: dt.date
    name: str
    kind: str
    href: str


def meeting_rows(meetings: Sequence[Ahead], organization: str) -> list[MeetingRow]:
    """Write the meetings ahead out."""
    kinds = dict(MeetingKind.choices)
    return [
        MeetingRow(one.date, one.name, str(kinds.get(one.kind, one.kind)), room_address(organization, one.ref))
        for one in meetings
    ]


def sentence_of(lines: Sequence[PortfolioLine], meetings: Sequence[Ahead]) -> Sentence:
    """Return the sentence over Today."""
    warned = tuple(Warned(line.name, line.ref, line.warnings[0].code) for line in lines if line.warnings)
    first = meetings[0].name if meetings else ""
    return today_sentence(TodayFacts(warned=warned, next_meeting=first), wording())


def links_of(lines: Sequence[PortfolioLine], meetings: Sequence[Ahead], organization: str) -> dict[str, str]:
    """Return where the names of the sentence lead."""
    links = {line.ref: room_address(organization, line.ref) for line in lines}
    if meetings:
        links["meeting"] = room_address(organization, meetings[0].ref)
    return links | {"all": reverse("portfolio:index", kwargs={"organization": organization})}
