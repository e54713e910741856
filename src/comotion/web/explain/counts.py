"""A count of the program as the panel shows it: which partnerships make it up, and which might."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from comotion.core.visibility import Visibility
from comotion.narrative.sentence import Sentence, compose
from comotion.scores.explained import Explanation, Input
from comotion.scores.explained import Figure as Scored
from comotion.web.explain.presentation import method_facts
from comotion.web.room.addresses import room_address
from comotion.web.room.measures import day_text
from comotion.web.shared.explaining import Explanation as Panel
from comotion.web.shared.explaining import Gap, Source
from comotion.web.shared.frame_tags import figure_name
from comotion.web.shared.mark_tags import visibility
from comotion.web.shared.reader import wording

SOURCES = 40
GAPS = 12


def presented_count(found: Explanation, organization: str, organization_name: str) -> Panel:
    """Write a count out: the number, the partnerships behind it with the value that decided, those not judged."""
    return Panel(
        name=figure_name(found.figure),
        where=wording().full_day(found.as_of),
        visibility=visibility({}, Visibility.PRIVATE, organization_name),
        figure=Scored.missing(),
        count=wording().number(found.n),
        sentence=_sentence(found),
        gaps=tuple(_gaps(found, organization)),
        sources=tuple(_sources(found, organization)),
        facts=tuple(method_facts(found)),
    )


def _sentence(found: Explanation) -> Sentence:
    unknown = len(found.missing)
    if unknown:
        one = _("{count} partnership counts; {unknown} cannot be judged yet and might.")
        many = _("{count} partnerships count; {unknown} cannot be judged yet and might.")
    else:
        one, many = _("{count} partnership counts."), _("{count} partnerships count.")
    text = one if found.n == 1 else many
    return compose(text, count=wording().number(found.n), unknown=wording().number(unknown))


def _sources(found: Explanation, organization: str) -> Iterator[Source]:
    yield from (_source(one, organization) for one in found.inputs[:SOURCES])
    if len(found.inputs) > SOURCES:
        yield Source(_more(len(found.inputs) - SOURCES), "", "")


def _source(one: Input, organization: str) -> Source:
    value = wording().score(one.value) if one.value is not None else "–"
    return Source(f"{one.name}, {value}", one.source, day_text(one.date), room_address(organization, one.values["ref"]))


def _gaps(found: Explanation, organization: str) -> Iterator[Gap]:
    for gap in found.missing[:GAPS]:
        yield Gap(gap.how_to_collect, _("Open it"), room_address(organization, gap.figure, "metrics"))
    if len(found.missing) > GAPS:
        yield Gap(_more(len(found.missing) - GAPS))


def _more(number: int) -> str:
    return _("and %(more)s more") % {"more": wording().number(number)}
