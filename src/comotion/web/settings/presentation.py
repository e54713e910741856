"""The settings page: rows of now and draft, and what a draft would do, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.figures.before_after import MOST, Shift, before_after
from comotion.figures.figure import Figure
from comotion.narrative.names import figure_name, warning_name
from comotion.narrative.sentence import Segment, Sentence, compose
from comotion.portfolio.lines import SettingsPreview, WordChange
from comotion.web.settings.fields import PHASES, TIERS, WEIGHTS, SettingField, kpi_fields, read
from comotion.web.settings.forms import SettingsForm
from comotion.web.shared.reader import wording

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One number: what it is called, what it is now, its field, and by how much the draft differs."""

    label: str
    now: str
    field: BoundField
    change: str


def page_of(form: SettingsForm) -> dict[str, Any]:
    """Return the rows of the page by group."""
    return {
        "weights": [_row(form, field) for field in WEIGHTS],
        "tiers": [_row(form, field) for field in TIERS],
        "phases": [_row(form, field) for field in PHASES],
        "kpi_groups": list(_kpi_groups(form)),
    }


def _row(form: SettingsForm, field: SettingField) -> Row:
    now = read(form.content, field.path)
    draft = form.cleaned_data.get(field.name) if form.is_bound and hasattr(form, "cleaned_data") else now
    change = "" if draft is None or now is None or draft == now else wording().change(draft - now, 1).replace(".0", "")
    return Row(str(field.label), _plain(now), form[field.name], change)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _kpi_groups(form: SettingsForm) -> Iterator[tuple[str, list[tuple[Any, list[Row]]]]]:
    rows = kpi_fields(form.current)
    for category, group in groupby(rows, key=lambda fields: fields.category):
        lines = [
            (fields, [_row(form, field) for field in (fields.floor, fields.target, fields.ceiling, fields.weight)])
            for fields in group
        ]
        yield category, lines


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would do: the sentence, the picture of the widest changes, the other changes."""

    sentence: Sentence
    figure: Figure | None
    rows: tuple[tuple[str, str], ...]
    total: int
    shown: int


def effect_of(preview: SettingsPreview) -> Effect:
    """Put a preview into words and a picture."""
    shifts = [Shift(total.name, total.before, total.after) for total in preview.totals]
    figure = before_after(shifts, wording())
    return Effect(
        sentence=_sentence(preview),
        figure=figure,
        rows=tuple(_rows(preview)),
        total=preview.up + preview.down,
        shown=min(MOST, preview.up + preview.down),
    )


def _sentence(preview: SettingsPreview) -> Sentence:
    numbers = len(preview.changed_fields)
    count = {"count": numbers}
    what = ngettext("One number changes", "%(count)s numbers change", numbers) % count
    template = _("{what}: {down} totals fall, {up} rise, {same} stay. {words}")
    words = _("No tier, phase or warning changes.")
    moved = len(preview.tiers) + len(preview.phases) + len(preview.warnings_opened) + len(preview.warnings_cleared)
    if moved:
        words = ngettext("One tier, phase or warning changes.", "%(count)s tiers, phases or warnings change.", moved)
        words %= {"count": moved}
    return compose(
        template,
        what=what,
        down=Segment(str(preview.down)),
        up=Segment(str(preview.up)),
        same=Segment(str(preview.unchanged)),
        words=words,
    )


def _rows(preview: SettingsPreview) -> Iterator[tuple[str, str]]:
    yield _("Warnings"), _words(preview.warnings_opened, preview.warnings_cleared)
    yield _("Tiers"), _changes(preview.tiers)
    yield _("Phases"), _changes(preview.phases)
    if preview.gained or preview.lost:
        shown = {"gained": preview.gained, "lost": preview.lost}
        yield _("Shown at all"), _("%(gained)s totals more, %(lost)s fewer") % shown
    yield _("Published cards"), _("stay as they were; new ones name their settings")


def _changes(changes: tuple[WordChange, ...]) -> str:
    if not changes:
        return _("none")
    named = [
        f"{change.name}: {figure_name(change.before, wording())} → {figure_name(change.after, wording())}"
        for change in changes[:SHOWN]
    ]
    return "; ".join(named) + (f" … +{len(changes) - SHOWN}" if len(changes) > SHOWN else "")


def _words(opened: tuple[WordChange, ...], cleared: tuple[WordChange, ...]) -> str:
    words = [_("%(name)s opens at %(who)s") % _warned(change, change.after) for change in opened[:SHOWN]]
    words += [_("%(name)s clears at %(who)s") % _warned(change, change.before) for change in cleared[:SHOWN]]
    return "; ".join(words) or _("none")


def _warned(change: WordChange, code: str) -> dict[str, str]:
    return {"name": warning_name(code, wording()), "who": change.name}
