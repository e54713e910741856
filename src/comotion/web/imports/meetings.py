"""A calendar on the page: what each meeting looks like, with whom, and what a person says it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.imports.calendar_runs import entries_of
from comotion.imports.calendars import PARTNER, TIER, Entry
from comotion.imports.models import ImportRun
from comotion.narrative.imports import calendar_sentence, meetings_sentence
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import MeetingKind
from comotion.web.imports.forms import in_table
from comotion.web.imports.presentation import counts_of, notes_of, seen_mark, shown_changes
from comotion.web.shared.reader import wording

SHOWN = 150
SURE, FAIRLY = 0.8, 0.6
LEFT_OUT = ("", gettext_lazy("no review, left out"))


class MeetingsForm(forms.Form):
    """For each series, and each meeting of its own, what it is and with which partner."""

    def __init__(self, data: Any, run: ImportRun) -> None:
        super().__init__(data)
        self.run = run
        every = list(entries_of(run))
        self.entries, self.more = every[:SHOWN], max(0, len(every) - SHOWN)
        self.names = dict(Partnership.objects.values_list("ref", "name"))
        for entry in self.entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        said = self.run.choices
        tier = said.get(entry.key + TIER, entry.tier or "")
        label = _("“%(title)s” is") % {"title": entry.title}
        kinds = [LEFT_OUT, *MeetingKind.choices]
        self.fields[entry.key + TIER] = forms.ChoiceField(
            choices=kinds, required=False, initial=tier, label=label, widget=in_table()
        )
        partners = [(ref, self.names.get(ref, ref)) for ref in entry.theirs]
        label = _("Partner of “%(title)s”") % {"title": entry.title}
        partner = said.get(entry.key + PARTNER, partners[0][0])
        self.fields[entry.key + PARTNER] = forms.ChoiceField(
            choices=partners, required=len(partners) > 1, initial=partner, label=label, widget=in_table()
        )

    @property
    def answers(self) -> dict[str, str]:
        """What was said, by the names that the import keeps it under."""
        return {name: value for name, value in self.cleaned_data.items() if value or name.endswith(TIER)}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The series, then the meetings of their own."""
        heads = ((True, _("Series")), (False, _("Single meetings")))
        found = [(title, [each for each in self.entries if each.repeats == repeats]) for repeats, title in heads]
        return [{"title": title, "rows": [self._row(each) for each in some]} for title, some in found if some]

    def _row(self, entry: Entry) -> dict[str, Any]:
        days = [dt.date.fromisoformat(day) for _key, day, _end, _minutes in entry.times]
        return {
            "entry": entry, "tier": self[entry.key + TIER],
            "partner": self[entry.key + PARTNER] if len(entry.theirs) > 1 else None,
            "partner_name": self.names.get(next(iter(entry.theirs)), ""),
            "people": {"ours": len(entry.ours), "theirs": len(next(iter(entry.theirs.values())))},
            "guess": certainty(entry), "first": days[0], "last": days[-1], "times": len(days),
        }  # fmt: skip


def certainty(entry: Entry) -> str:
    """Say how sure the guess is; nothing where there is none."""
    if entry.tier is None:
        return _("no guess")
    if entry.confidence >= SURE:
        return _("guessed, almost sure")
    return _("guessed, fairly sure") if entry.confidence >= FAIRLY else _("guessed, please check")


def calendar_page(run: ImportRun, form: MeetingsForm) -> dict[str, Any]:
    """Return what the page of a calendar shows."""
    series = sum(each.repeats for each in form.entries)
    sentence = calendar_sentence(series, len(form.entries) + form.more - series, wording())
    loadable = run.created + run.changed
    return {
        "run": run,
        "form": form,
        "sentence": meetings_sentence(loadable, run.unchanged, wording()) if run.rows else sentence,
        "counts": counts_of(run),
        "loadable": loadable,
        "personal": run.skipped,
        "changes": shown_changes(run),
        "notes": notes_of(run),
        "message": run.message,
        "seen": seen_mark(run),
    }
