"""What a room holds for all its parties, as one of them reads it: the page, its preview and "view as" are all this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.core.access import Owned
from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.measures.models import PeriodKind, Reading
from comotion.methods.settings import default_settings
from comotion.narrative.sentence import Sentence, compose
from comotion.partnerships.enums import JointTopic, PartyState
from comotion.partnerships.joint import current_texts
from comotion.partnerships.models import JointText, Partnership
from comotion.partnerships.moving import content_models
from comotion.partnerships.periods import first_day, last_day, month_of
from comotion.partnerships.queries import GuestLine, PartyLine, guests_of, parties_of
from comotion.scores.joint import PERIOD, SOURCE, UNIT, JointCard, JointLine, joint_card
from comotion.web.room.kinds import Line, Sides, kind_title, line_of
from comotion.web.room.measures import reading_text
from comotion.web.shared.frame_tags import figure_name
from comotion.web.shared.reader import wording

IN_PLACES_OF_THEIR_OWN = (Reading, JointText)


@dataclass(frozen=True, slots=True)
class SideRow:
    """What one organization says of a measure, with the period and where it comes from."""

    organization: str
    reading: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of the joint card with what each side shares of it."""

    kpi: str
    reading: str
    figure: object
    sides: tuple[SideRow, ...]
    difference: str


@dataclass(frozen=True, slots=True)
class Group:
    """Everything of one kind."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text that all write: its topic, its latest version, and by whom."""

    topic: str
    title: str
    text: str
    by: str
    written_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The shared side of a room."""

    parties: tuple[PartyLine, ...]
    guests: tuple[GuestLine, ...]
    partners: tuple[str, ...]
    sentence: Sentence
    card: JointCard
    measures: tuple[MeasureRow, ...]
    unread: str
    texts: tuple[TextLine, ...]
    groups: tuple[Group, ...]


def shared_page(partnership: Partnership, reader: Principal, today: dt.date) -> SharedPage:
    """Return the page as ``reader`` reads it: rows of this room that are shared, and nothing else."""
    with acting_as(reader):
        parties = parties_of(partnership)
        sides = Sides(parties)
        card = joint_card(partnership, today)
        groups = tuple(_group(model, partnership, sides) for model in content_models() if _is_listed(model))
        return SharedPage(
            parties=parties,
            guests=guests_of(partnership),
            partners=tuple(one.name for one in parties if not one.is_ours and one.state == PartyState.ACTIVE),
            sentence=_sentence(groups, card),
            card=card,
            measures=tuple(_measure(line) for line in (*card.lines, *card.amounts) if line.readings),
            unread=_unread(card),
            texts=_texts(partnership),
            groups=tuple(group for group in groups if group.lines),
        )


def _is_listed(model: type[Owned]) -> bool:
    return model not in IN_PLACES_OF_THEIR_OWN


def _group(model: type[Owned], partnership: Partnership, sides: Sides) -> Group:
    shared: QuerySet[Any] = model.objects.filter(visibility=Visibility.SHARED)
    rows = shared.filter(partnership=partnership).order_by("pk")
    return Group(kind_title(model), lines_of(list(rows), sides))


def lines_of(rows: Sequence[Owned], sides: Sides) -> tuple[Line, ...]:
    """Return rows in words."""
    return tuple(line_of(row, sides) for row in rows)


def _sentence(groups: Sequence[Group], card: JointCard) -> Sentence:
    things = sum(len(group.lines) for group in groups) + len(card.amounts)
    if not things and not card.shared:
        return compose(_("Nothing is shared yet: each side sees only its own."))
    text = ngettext(
        "{things} thing is shared here, and {measures} of {all} measures have a reading that all read.",
        "{things} things are shared here, and {measures} of {all} measures have a reading that all read.",
        things,
    )
    return compose(text, things=str(things), measures=str(card.shared), all=str(len(card.lines)))


def _unread(card: JointCard) -> str:
    """Name the measures of which nobody shares a reading; whether somebody has one, nobody learns."""
    names = [figure_name(line.kpi) for line in card.lines if not line.readings]
    if not names:
        return ""
    text = ngettext("Nobody shares a reading of %(names)s.", "Nobody shares readings of %(names)s.", len(names))
    return text % {"names": wording().listed([name[:1].lower() + name[1:] for name in names])}


def _measure(line: JointLine) -> MeasureRow:
    return MeasureRow(
        line.kpi,
        reading_text(line.value, line.unit),
        line.figure,
        tuple(
            SideRow(
                side.organization,
                reading_text(side.reading.value, side.reading.unit or line.unit),
                _period(side.reading.start, side.reading.end),
                side.reading.source,
            )
            for side in line.readings
        ),
        _difference(line),
    )


def side_of(reading: Reading, organization: str) -> SideRow:
    """Return one reading as all parties will read it once it is shared."""
    start = month_of(reading.period_start)
    end = start + 2 if reading.period_kind == PeriodKind.QUARTER else start
    unit = next((kpi.unit for kpi in default_settings().card.kpis if kpi.id == reading.kpi), "")
    said = reading_text(reading.value, reading.unit or unit)
    return SideRow(organization, said, _period(start, end), reading.source)


def _period(start: int, end: int) -> str:
    first, last = (date_format(day, "M Y") for day in (first_day(start), last_day(end)))
    return first if start == end else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _difference(line: JointLine) -> str:
    """Say wherein the sides differ and what may explain it; neither figure is bent towards the other."""
    if not line.differs_in:
        return ""
    reasons = {
        PERIOD: _("they are of different periods"),
        UNIT: _("they are in different units or currencies"),
        SOURCE: _("they come from different sources"),
    }
    why = [reasons[code] for code in line.differs_in if code in reasons]
    if line.difference is None:
        said = _("The sides differ.")
    else:
        said = _("The sides differ by %(gap)s.") % {"gap": reading_text(line.difference, line.unit)}
    cause = wording().listed(why) if why else _("period, unit and source are the same: ask how each of you counts")
    counts = (
        ""
        if line.value is not None or not line.category
        else " " + _("Neither counts on the joint card until they agree.")
    )
    return f"{said} {cause[:1].upper()}{cause[1:]}.{counts}"


def _texts(partnership: Partnership) -> tuple[TextLine, ...]:
    current = current_texts(partnership)
    return tuple(_text(topic, current.get(topic.value)) for topic in JointTopic)


def _text(topic: JointTopic, found: JointText | None) -> TextLine:
    by = f"{found.author_name}, {found.organization_name}" if found else ""
    return TextLine(topic.value, str(topic.label), found.text if found else "", by, found.written_at if found else None)
