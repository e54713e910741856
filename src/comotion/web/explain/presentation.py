"""An explanation as the panel and the page show it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.core.visibility import Visibility
from comotion.methods.scored import Scored
from comotion.narrative.explanation import Explained, explanation_sentence
from comotion.narrative.names import KPIS
from comotion.narrative.sentence import Sentence, compose
from comotion.partnerships.models import Partnership
from comotion.portfolio.priority import PRIORITY
from comotion.scores.explained import ExplainedPart, Explanation, Figure, Input
from comotion.web.room.addresses import figure_address, room_address
from comotion.web.room.measures import day_text, reading_text
from comotion.web.shared.explaining import Explanation as Panel
from comotion.web.shared.explaining import Gap, PartRow, Source
from comotion.web.shared.frame_tags import figure_name
from comotion.web.shared.mark_tags import visibility
from comotion.web.shared.reader import wording

SOURCES = 40


def presented(found: Explanation, organization: str, organization_name: str, *, may_enter: bool) -> Panel:
    """Write an explanation out for people; only who may enter a reading is led to where it is entered."""
    figure = Figure(found.value, found.coverage, found.status, found.low, found.high, found.n)
    return Panel(
        name=_title(found),
        where=_where(found),
        visibility=visibility({}, Visibility.PRIVATE, organization_name),
        figure=figure,
        sentence=_sentence(found),
        parts=tuple(_parts(found, organization)),
        total=_total(found),
        gaps=tuple(
            _gap(gap.figure, gap.how_to_collect, found, organization if may_enter else "") for gap in found.missing
        ),
        sources=tuple(_source(one) for one in found.inputs[:SOURCES]),
        facts=tuple(method_facts(found)),
        back=_back(found, organization),
        history=room_address(organization, found.partnership, "history") if found.partnership else "",
    )


def presented_unscored(partnership: Partnership, figure: str, organization: str, organization_name: str) -> Panel:
    """Write out that a figure is missing because its partnership has not been scored yet."""
    return Panel(
        name=figure_name(figure),
        where=partnership.name,
        visibility=visibility({}, Visibility.PRIVATE, organization_name),
        figure=Figure.missing(),
        sentence=compose(_("This partnership has not been scored yet. It is with the next import, or by tomorrow.")),
        back=(partnership.name, room_address(organization, partnership.ref)),
    )


def _sentence(found: Explanation) -> Sentence:
    if found.figure != PRIORITY or found.value is None:
        return explanation_sentence(_facts(found), wording())
    text = _("{value} is the potential of {potential} less the health of {health}, divided by the effort of {effort}.")
    known = {one.name: wording().score(one.value or 0) for one in found.inputs}
    return compose(text, value=wording().score(found.value), **known)


def _title(found: Explanation) -> str:
    name = figure_name(found.figure)
    return f"{name}, {reading_text(found.raw, found.unit)}" if found.raw is not None else name


def _where(found: Explanation) -> str:
    month = wording().full_day(found.as_of)
    return f"{found.partnership_name}, {month}" if found.partnership_name else month


def _facts(found: Explanation) -> Explained:
    scored = Scored(found.value, found.coverage, _status(found), found.low, found.high, found.n)  # type: ignore[arg-type]
    leaves = [leaf for part in found.parts for leaf in (part.parts or (part,))]
    kind = (
        "categories" if found.figure == "scorecard" else "components" if found.figure == "momentum_index" else "parts"
    )
    missing = sum(1 for leaf in leaves if leaf.value is None)
    return Explained(scored, kind, len(found.parts), len(leaves), missing)


def _status(found: Explanation) -> str:
    return found.status if found.status in {"ok", "provisional"} else "insufficient"


def _parts(found: Explanation, organization: str) -> Iterator[PartRow]:
    for part in found.parts:
        yield _part(part, found, organization, is_inner=False)
        for inner in part.parts:
            yield _part(inner, found, organization, is_inner=True)


def _part(part: ExplainedPart, found: Explanation, organization: str, *, is_inner: bool) -> PartRow:
    name = figure_name(part.name)
    raw = f", {reading_text(part.raw, part.unit)}" if part.raw is not None else ""
    note = _("%(share)s covered") % {"share": wording().percent(part.coverage)} if 0 < part.coverage < 1 else ""
    href = figure_address(organization, found.partnership, part.figure) if part.figure and found.partnership else ""
    return PartRow(
        name=f"{name}{raw}",
        weight=f"{part.weight:g}",
        score="" if part.value is None else wording().score(part.value),
        adds="" if part.contribution is None or is_inner else wording().score(part.contribution),
        note=_("limited to the scale") if part.clamped else note,
        href=href,
        is_inner=is_inner,
        is_missing=part.value is None,
    )


def _total(found: Explanation) -> PartRow | None:
    if not found.parts or found.value is None or any(part.contribution is None and part.value for part in found.parts):
        return None
    weight = sum(part.weight for part in found.parts)
    return PartRow(_("Total"), f"{weight:g}", "", wording().score(found.value))


def _gap(figure: str, how: str, found: Explanation, organization: str) -> Gap:
    kpi = figure.removeprefix("kpi.")
    text = f"{figure_name(figure)}: {how}" if how else figure_name(figure)
    if kpi not in KPIS or not found.partnership or not organization:
        return Gap(text)
    address = room_address(organization, found.partnership, "enter_reading")
    return Gap(text, _("Enter it"), f"{address}?kpi={kpi}")


def _source(one: Input) -> Source:
    words = [one.source, one.person]
    if one.n is not None:
        many = ngettext("%(count)s answer", "%(count)s answers", one.n)
        other = ngettext("%(count)s record", "%(count)s records", one.n)
        words.append((many if one.source == "pulse" else other) % {"count": one.n})
    note = f" ({_(one.note.replace('_', ' ').lower())})" if one.note else ""
    value = f", {reading_text(one.value, one.unit)}" if one.value is not None else ""
    return Source(f"{figure_name(one.name)}{value}{note}", ", ".join(filter(None, words)) or "–", day_text(one.date))


def method_facts(found: Explanation) -> Iterator[tuple[str, str]]:
    """Say by which method, version and settings a figure came about, and when."""
    yield _("Method"), _("%(method)s, version %(version)s") % {"method": found.method, "version": found.version}
    settings = _("program defaults")
    if found.settings_version:
        settings = _("version %(version)s of the program") % {"version": found.settings_version}
        if found.settings_since:
            settings += ", " + wording().full_day(found.settings_since.date())
    yield _("Settings"), f"{found.config_hash}, {settings}"
    if found.notes:
        yield _("Notes"), "; ".join(note.replace("_", " ").lower() for note in found.notes)
    if found.computed_at:
        yield _("Computed"), f"{wording().full_day(found.computed_at.date())}, {found.computed_at:%H:%M}"


def _back(found: Explanation, organization: str) -> tuple[str, str]:
    if not found.partnership:
        return "", ""
    return found.partnership_name, room_address(organization, found.partnership)
