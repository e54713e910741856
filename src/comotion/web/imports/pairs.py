"""Names that look alike, side by side: a person says which are the same, and is not asked again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.imports.models import ImportRun, Verdict
from comotion.web.imports.presentation import shown_value

ANSWERS = (("", gettext_lazy("Not decided")), *Verdict.choices)


class PairsForm(forms.Form):
    """For each pair what it is; what nobody has decided stays open."""

    def __init__(self, data: Any, run: ImportRun) -> None:
        super().__init__(data)
        self.pairs: list[dict[str, Any]] = run.pairs
        for pair in self.pairs:
            label = _("“%(name)s” and “%(other)s” are") % pair
            self.fields[_name(pair)] = forms.ChoiceField(
                choices=ANSWERS, required=False, initial=pair["verdict"], label=label, widget=forms.RadioSelect
            )

    @property
    def verdicts(self) -> dict[int, str]:
        """What was said of each pair, by its row, as far as it differs from what was said before."""
        said = {pair["row"]: self.cleaned_data[_name(pair)] for pair in self.pairs}
        before = {pair["row"]: pair["verdict"] for pair in self.pairs}
        return {row: verdict for row, verdict in said.items() if verdict != before[row]}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The pairs to decide, then those of which something was said."""
        rows = [{**pair, "answer": self[_name(pair)], "fields": _titled(pair["fields"])} for pair in self.pairs]
        open_ones = [row for row in rows if not row["verdict"]]
        said = [row for row in rows if row["verdict"]]
        return [{"is_open": True, "rows": open_ones}, {"is_open": False, "rows": said}]


def _name(pair: dict[str, Any]) -> str:
    return f"pair_{pair['row']}"


def _titled(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"title": each["field"].replace("_", " "), "new": shown_value(each["new"]), "other": shown_value(each["other"])}
        for each in fields
    ]
