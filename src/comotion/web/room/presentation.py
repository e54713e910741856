"""A room as its pages show it: the header, the sentence, the picture, the rows written out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.figures.figure import Figure
from comotion.figures.months import Event
from comotion.figures.score_history import ScoreMonth, score_history
from comotion.methods.vocabulary import CATEGORIES
from comotion.narrative.names import KPIS
from comotion.narrative.partnership import room_sentence
from comotion.narrative.sentence import Segment, Sentence, compose
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership
from comotion.portfolio.lines import DealLine, MeetingLine, PartnershipBrief, SponsorLine
from comotion.reports.sentences import room_facts
from comotion.rhythm.models import MeetingKind
from comotion.scores.explained import Figure as ScoredFigure
from comotion.scores.explained import Gap, Input
from comotion.web.room.addresses import figure_address, room_address
from comotion.web.room.measures import day_text, reading_text
from comotion.web.shared.frame_tags import figure_name
from comotion.web.shared.reader import wording

TABS: tuple[tuple[str, Promise, bool], ...] = (
    ("overview", gettext_lazy("Overview"), False),
    ("shared", gettext_lazy("Shared"), False),
    ("rhythm", gettext_lazy("Rhythm"), False),
    ("initiatives", gettext_lazy("Initiatives"), False),
    ("metrics", gettext_lazy("Metrics"), False),
    ("pulse", gettext_lazy("Pulse"), False),
    ("value", gettext_lazy("Value"), False),
    ("scorecard", gettext_lazy("Scorecard"), True),
    ("people", gettext_lazy("People"), False),
    ("history", gettext_lazy("History"), False),
)
VALUE_FIGURES = (
    "potential",
    "health",
    "priority",
    "tier_score",
    *(f"dimension.{name}" for name in ("strategic_alignment", "value_exchange")),
    "kpi.fairness_index",
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One section of the room."""

    name: str
    title: Promise
    is_private: bool
    href: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a day, written out."""

    title: str
    when: str
    name: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """A missing figure, how to collect it, and the measure to enter."""

    figure: str
    how_to_collect: str
    kpi: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of contributions or returns, written out."""

    side: str
    is_ours: bool
    direction: str
    kind: str
    entries: int
    confirmed: int
    ours: str
    theirs: str


@dataclass(frozen=True)
class Room:
    """One partnership with the section that is open."""

    partnership: Partnership
    brief: PartnershipBrief
    section: str
    organization: str
    can_edit: bool

    @property
    def ref(self) -> str:
        """Return its reference in links."""
        return self.brief.ref

    @property
    def slug(self) -> str:
        """Return its name as part of a file's name."""
        return slugify(self.brief.name) or self.ref

    @property
    def parties(self) -> str:
        """Return the parties in words."""
        return wording().listed(self.brief.parties)

    @property
    def programs(self) -> str:
        """Return the programs in which the partner takes part, in words."""
        return wording().listed(self.brief.programs)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """Return the sections."""
        return tuple(
            Tab(name, title, private, room_address(self.organization, self.ref, name)) for name, title, private in TABS
        )

    @property
    def figures(self) -> dict[str, ScoredFigure]:
        """Return every figure by name; of a partnership that was never scored there is a card with nothing on it."""
        return {"scorecard": ScoredFigure.missing()} | self.brief.figures

    @property
    def categories(self) -> list[tuple[str, ScoredFigure, float | None]]:
        """Return the four categories in their order, each with its trend."""
        figures, trends = self.brief.figures, self.brief.trends
        names = [(name, f"category.{name}") for name in CATEGORIES]
        return [(full, figures.get(full, ScoredFigure.missing()), trends.get(name)) for name, full in names]

    @property
    def value_figures(self) -> list[tuple[str, ScoredFigure]]:
        """Return what the value section lists."""
        return [(name, self.brief.figures[name]) for name in VALUE_FIGURES if name in self.brief.figures]

    @property
    def deals(self) -> tuple[DealLine, ...]:
        """Return the deals, open ones first."""
        return (*self.brief.open_deals, *self.brief.won_deals)

    @cached_property
    def meetings(self) -> list[Dated]:
        """Return the next meetings, then the last of each kind."""
        ahead = [Dated(_kind(found), _ahead(found)) for found in self.brief.next_meetings]
        past = [Dated(_("Last %(kind)s") % {"kind": _kind(found).lower()}, _ago(found)) for found in self._past()]
        return ahead + past

    def _past(self) -> list[MeetingLine]:
        return sorted(self.brief.last_meetings.values(), key=lambda found: found.held_date or dt.date.min, reverse=True)

    @property
    def sponsors(self) -> list[Dated]:
        """Return the sponsor of each side and the last contact with the other side."""
        return [_sponsor(found) for found in self.brief.sponsors]

    @property
    def gaps(self) -> list[GapRow]:
        """Return what is missing."""
        return [_gap(found) for found in self.brief.missing]

    @property
    def months(self) -> list[Any]:
        """Return the history, the latest month first, with its categories as figures."""
        return list(reversed(self.brief.history))

    @property
    def ledger(self) -> list[LedgerRow]:
        """Return contributions and returns, written out."""
        return [
            LedgerRow(
                side=_("Ours") if cell.side == Side.OURS else _("Theirs"),
                is_ours=cell.side == Side.OURS,
                direction=_("put in") if cell.direction == "contribution" else _("got out"),
                kind=_(cell.value_type.capitalize()),
                entries=cell.entries,
                confirmed=cell.confirmed,
                ours=_money(cell.our_amount, cell.currency),
                theirs=_money(cell.their_amount, cell.currency),
            )
            for cell in self.brief.ledger
        ]

    @property
    def standing_facts(self) -> list[tuple[str, str]]:
        """Return what we hold about the partnership as terms and words."""
        brief = self.brief
        willing = {True: _("yes"), False: _("no"), None: _("not asked")}[brief.partner_willing]
        return [
            (_("Owner"), brief.owner_name or "–"),
            (_("Effort"), "–" if brief.effort is None else f"{brief.effort:g}"),
            (_("Partner willing"), willing),
            (_("Step"), "–" if brief.step is None else str(brief.step)),
            (_("Next review"), wording().full_day(brief.next_review_date) if brief.next_review_date else "–"),
        ]

    @property
    def metrics_sentence(self) -> Sentence:
        """Say how many measures have a reading."""
        known = sum(1 for kpi in KPIS if self._shown(f"kpi.{kpi}"))
        if not known:
            return compose(_("None of the {all} measures has a reading yet."), all=str(len(KPIS)))
        text = _("{known} of {all} measures have a reading; the rest are shown as missing.")
        return compose(text, known=str(known), all=str(len(KPIS)))

    @property
    def value_sentence(self) -> Sentence:
        """Say what potential there is and how much of it is reached."""
        potential, health = self.brief.figures.get("potential"), self.brief.figures.get("health")
        if potential is None or potential.value is None:
            return compose(_("Nobody has said yet what this partnership could be worth: fit, commitment, complexity."))
        if health is None or health.value is None:
            text = _("The potential stands at {potential}; too little is known to say how much of it is reached.")
            return compose(text, potential=Segment(wording().score(potential.value)))
        text = _("The potential stands at {potential}, its health at {health}.")
        return compose(text, potential=wording().score(potential.value), health=wording().score(health.value))

    @property
    def scorecard_sentence(self) -> Sentence:
        """Say where the card stands, with its bounds."""
        card = self.brief.figures.get("scorecard")
        if card is None or card.value is None:
            known = any(self._shown(f"kpi.{kpi}") for kpi in KPIS)
            some = _("There are too few readings for a total; the categories below show what is there.")
            return compose(some if known else _("There is no reading yet, so there is no score."))
        if card.high - card.low < 1e-9:
            return compose(_("The scorecard stands at {value}; nothing is missing."), value=wording().score(card.value))
        text = _("The scorecard stands at {value}; with what is missing it lies between {low} and {high}.")
        numbers = {"value": card.value, "low": card.low, "high": card.high}
        return compose(text, **{name: wording().score(number) for name, number in numbers.items()})

    @property
    def history_sentence(self) -> Sentence:
        """Say how far back the figures reach."""
        known = [point for point in self.brief.history if point.scorecard is not None]
        if not known:
            return compose(_("No month has enough readings for a total yet."))
        text = _("{count} months have a total, the first of them {first}.")
        return compose(text, count=str(len(known)), first=wording().full_day(known[0].as_of))

    def _shown(self, name: str) -> bool:
        figure = self.brief.figures.get(name)
        return figure is not None and figure.value is not None


def _kind(meeting: MeetingLine) -> str:
    return str(dict(MeetingKind.choices).get(meeting.kind, meeting.kind))


def _ahead(meeting: MeetingLine) -> str:
    return wording().day(meeting.scheduled_date) if meeting.scheduled_date else "–"


def _ago(meeting: MeetingLine) -> str:
    if meeting.held_date is None:
        return "–"
    day = wording().day(meeting.held_date)
    return _("%(day)s, %(days)s days ago") % {"day": day, "days": meeting.days} if meeting.days is not None else day


def _sponsor(sponsor: SponsorLine) -> Dated:
    title = _("Our sponsor") if sponsor.side == Side.OURS else _("Their sponsor")
    if not sponsor.name:
        return Dated(title, _("nobody named"), "", is_missing=True)
    if sponsor.last_contact_date is None:
        return Dated(title, _("no contact known"), sponsor.name, is_missing=True)
    return Dated(title, wording().day(sponsor.last_contact_date), sponsor.name)


def _gap(gap: Gap) -> GapRow:
    kpi = gap.figure.removeprefix("kpi.")
    return GapRow(gap.figure, gap.how_to_collect, kpi if kpi in KPIS else "")


def _money(amount: float | None, currency: str) -> str:
    return "–" if amount is None else f"{wording().number(amount)} {currency}".strip()


def sentence_of(brief: PartnershipBrief) -> Sentence:
    """Return the sentence over the room."""
    return room_sentence(room_facts(brief, wording()), wording())


def links_of(organization: str, ref: str) -> dict[str, str]:
    """Return where the figures of the room's sentence lead."""
    relationship = figure_address(organization, ref, "category.relationship_health")
    review = figure_address(organization, ref, "kpi.cadence_adherence")
    found = {"relationship": relationship, "relationship_before": relationship, "review": review}
    return found | {"missing": "#missing"}


def history_figure(brief: PartnershipBrief) -> Figure | None:
    """Return the two lines of financial performance and relationship health."""
    months = [
        ScoreMonth(
            point.as_of,
            point.categories.get("financial_performance"),
            point.categories.get("relationship_health"),
        )
        for point in brief.history[-12:]
    ]
    review = brief.last_meetings.get("qsr")
    events = [Event(review.held_date, _("last quarterly review"))] if review and review.held_date else []
    return score_history(months, events, wording())


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where one reading came from, written out."""

    name: str
    origin: str
    date: str


def sources_of(brief: PartnershipBrief) -> list[SourceRow]:
    """Return the inputs behind the latest figures, newest first."""
    return [
        SourceRow(
            _reading(found),
            ", ".join(part for part in (found.source, found.person) if part) or "–",
            day_text(found.date),
        )
        for found in brief.readings
    ]


def _reading(found: Input) -> str:
    name = figure_name(found.name)
    return f"{name}, {reading_text(found.value, found.unit)}" if found.value is not None else name


@dataclass(frozen=True, slots=True)
class HorizonRow:
    """One horizon with its latest grade, or the remark that nobody has graded it."""

    code: str
    title: str
    grade: str
    evidence: str
    date: dt.date | None
    is_graded: bool


def horizons_of(brief: PartnershipBrief) -> list[HorizonRow]:
    """Return the three horizons; each side's grade has a row of its own, and says whose it is."""
    sides = {"ours": _("our grade"), "theirs": _("their grade"), "joint": _("joint grade")}
    titles = {"h1": _("Today, months 0–6"), "h2": _("Next, months 6–18"), "h3": _("Later, beyond 18 months")}
    rows: list[HorizonRow] = []
    for code, title in titles.items():
        graded = [line for line in brief.horizons if line.horizon == code]
        rows += [
            HorizonRow(code, f"{title}, {sides[line.side]}", str(line.grade), line.evidence, line.date, is_graded=True)
            for line in graded
        ]
        if not graded:
            rows.append(HorizonRow(code, title, "–", _("not graded yet"), None, is_graded=False))
    return rows
