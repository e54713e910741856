"""Today in words: findings by kind, warnings, meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comotion.narrative.sentence import Sentence
from comotion.narrative.today import TodayFacts, Warned, today_sentence
from comotion.portfolio.attention import Ahead
from comotion.portfolio.lines import Finding, Findings, PortfolioLine, PortfolioSummary
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
    "DEAL_NAMES_NO_PARTNER": gettext_lazy("Deals that name no partner"),
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
    """All findings of one kind; what all of them say stands once, above them."""

    title: Promise
    total: int
    rows: tuple[FindingRow, ...]
    says: str = ""
    more_href: str = ""

    @property
    def more(self) -> int:
        """Count those that are not shown."""
        return self.total - len(self.rows) if self.rows else 0


def finding_groups(found: Findings, organization: str) -> tuple[FindingGroup, ...]:
    """Group the findings by kind, in the order in which they are worth reading."""
    by_code = {code: list(rows) for code, rows in groupby(found.findings, key=lambda one: one.code)}
    return tuple(
        _group(code, found.totals.get(code, len(by_code[code])), by_code[code], organization)
        for code in TITLES
        if by_code.get(code)
    )


def _group(code: str, total: int, found: Sequence[Finding], organization: str) -> FindingGroup:
    rows = tuple(_finding(one, organization) for one in found[:SHOWN])
    more = f"{_portfolio(organization)}?phase=measure_first#all" if code == "MEASURE_FIRST" else ""
    if code == "DEAL_NAMES_NO_PARTNER":
        return FindingGroup(TITLES[code], found[0].count, (), rows[0].says)
    if len(rows) > 1 and len({row.says for row in rows}) == 1:
        alike = tuple(FindingRow(row.name, row.href, row.figure, "") for row in rows)
        return FindingGroup(TITLES[code], total, alike, rows[0].says, more)
    return FindingGroup(TITLES[code], total, rows, "", more)


def _portfolio(organization: str) -> str:
    return reverse("portfolio:index", kwargs={"organization": organization})


def _finding(one: Finding, organization: str) -> FindingRow:
    href = room_address(organization, one.ref) if one.ref else ""
    figure, says = SAYS[one.code](one)
    return FindingRow(one.name, href, figure, says)


def _pipeline(one: Finding) -> tuple[str, str]:
    amount, currency = one.detail.get("amount"), one.detail.get("currency", "")
    money = f"{wording().number(amount)} {currency}".strip() if amount is not None else _("amount unknown")
    held = one.detail.get("last_meeting")
    last = _("last met %(day)s") % {"day": _day(held)} if held else _("no meeting known")
    says = ngettext("%(count)s open deal; %(last)s", "%(count)s open deals; %(last)s", one.count)
    return money, says % {"count": one.count, "last": last}


def _day(text: str) -> str:
    return wording().full_day(dt.date.fromisoformat(text))


def _partner_owner(one: Finding) -> tuple[str, str]:
    figure = ngettext("%(count)s open deal", "%(count)s open deals", one.count) % {"count": one.count}
    return figure, _("Nobody at the partner is named as owner.")


def _sponsor(one: Finding) -> tuple[str, str]:
    side = _("our sponsor") if one.detail.get("side") == "ours" else _("their sponsor")
    who = {"side": side, "name": one.detail.get("sponsor", "")}
    days = one.detail.get("days")
    if days is None:
        return _("never"), _("%(side)s %(name)s: no contact with the other side is known") % who
    figure = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return figure, _("%(side)s %(name)s: since the last contact with the other side") % who


def _sources(one: Finding) -> tuple[str, str]:
    kpi = figure_name(str(one.detail.get("kpi", "")))
    return kpi, _("the records and an entered reading say different things; both are kept")


def _unknown(one: Finding) -> tuple[str, str]:
    figure = ngettext("%(count)s deal", "%(count)s deals", one.count) % {"count": one.count}
    return figure, _("Add the partner to the partnerships, or correct the name in the deals.")


def _measure(one: Finding) -> tuple[str, str]:
    names = [figure_name(str(name)) for name in one.detail.get("missing", [])[:3]]
    coverage = one.detail.get("coverage")
    known = _("%(share)s known") % {"share": wording().percent(coverage)} if coverage else _("nothing known yet")
    says = _("Begin with %(names)s.") % {"names": wording().listed(names)} if names else _("There is no reading yet.")
    return known, says


def _unnamed(one: Finding) -> tuple[str, str]:
    deals, amount, stage = (int(one.detail[name]) for name in ("deals", "without_amount", "without_stage"))
    named = _("%(count)s of %(deals)s deals count for no partnership until a column names who brought them.")
    says = [named % {"count": wording().number(one.count), "deals": wording().number(deals)}]
    if amount:
        text = ngettext(
            "%(count)s has no amount: unknown, not zero.", "%(count)s have no amount: unknown, not zero.", amount
        )
        says.append(text % {"count": wording().number(amount)})
    if stage:
        text = ngettext(
            "%(count)s has no stage: unknown, not lost.", "%(count)s have no stage: unknown, not lost.", stage
        )
        says.append(text % {"count": wording().number(stage)})
    return str(one.count), " ".join(says)


SAYS: dict[str, Callable[[Finding], tuple[str, str]]] = {
    "OPEN_PIPELINE_NO_MEETING": _pipeline,
    "DEAL_WITHOUT_PARTNER_OWNER": _partner_owner,
    "SPONSOR_NOT_SEEN": _sponsor,
    "SOURCES_DISAGREE": _sources,
    "UNKNOWN_PARTNER_NAMED": _unknown,
    "DEAL_NAMES_NO_PARTNER": _unnamed,
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


def warning_rows(lines: Iterable[PortfolioLine], organization: str, *, most: int) -> list[WarningRow]:
    """Return open warnings, the gravest and the latest first; only those that are shown are written out."""
    found = [(line, mark) for line in lines for mark in line.warnings]
    found.sort(key=lambda one: (GRAVITY.get(one[1].severity, 3), -one[1].opened_date.toordinal(), one[0].name))
    return [
        WarningRow(line.name, room_address(organization, line.ref, "scorecard"), warning)
        for line, mark in found[:most]
        for warning in warning_lines([mark])
    ]


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


def sentence_of(lines: Sequence[PortfolioLine], meetings: Sequence[Ahead], summary: PortfolioSummary) -> Sentence:
    """Return the sentence over Today."""
    facts = TodayFacts(
        warned=tuple(Warned(line.name, line.ref, line.warnings[0].code) for line in lines if line.warnings),
        next_meeting=meetings[0].name if meetings else "",
        partnerships=summary.partnerships,
        unjudged=summary.partnerships - summary.scored,
        begin_with=", ".join(figure_name(name) for name in summary.begin_with[:1]),
    )
    return today_sentence(facts, wording())


def links_of(lines: Sequence[PortfolioLine], meetings: Sequence[Ahead], organization: str) -> dict[str, str]:
    """Return where the names of the sentence lead."""
    links = {line.ref: room_address(organization, line.ref) for line in lines}
    if meetings:
        links["meeting"] = room_address(organization, meetings[0].ref)
    portfolio = _portfolio(organization)
    return links | {"all": portfolio, "unjudged": f"{portfolio}?phase=measure_first#all"}
