"""What people hand in: a file or pasted rows, and how its columns are meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.formats.kinds import kinds
from comotion.formats.reading import EVERY
from comotion.imports.cells import UnableToKeep
from comotion.imports.context import ERASE
from comotion.imports.intake import Answers
from comotion.imports.loaders import loaders
from comotion.imports.mappings import UnableToReadMapping, read_mapping
from comotion.imports.models import ImportRun
from comotion.imports.sides import domains_said

LARGEST = 60 * 1024 * 1024
BY_NAME, LOOSE = 0.8, 0.55
PARTNERSHIP = "partnership"
ABOUT = f"{EVERY}{PARTNERSHIP}"
TYPES = {
    "bool": gettext_lazy("yes or no"), "choice": gettext_lazy("one of a list"), "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"), "amount": gettext_lazy("amount"), "date": gettext_lazy("date"),
    "text": gettext_lazy("text"), "name": gettext_lazy("name"), "id": gettext_lazy("id"),
    "period": gettext_lazy("period"), "people": gettext_lazy("people"), "website": gettext_lazy("web address"),
    "probability": gettext_lazy("probability"), "answer": gettext_lazy("answer"), "empty": gettext_lazy("empty"),
}  # fmt: skip
DATES, NUMBERS = "AMBIGUOUS_DATES", "AMBIGUOUS_NUMBERS"
ANSWERS: dict[str, tuple[tuple[str, Any], ...]] = {
    DATES: (("dmy", gettext_lazy("day first")), ("mdy", gettext_lazy("month first"))),
    NUMBERS: (("comma", gettext_lazy("1.234,5 (comma)")), ("point", gettext_lazy("1,234.5 (point)"))),
}
READ_AS: dict[str, tuple[Any, tuple[tuple[str, Any], ...]]] = {
    "header_row": (gettext_lazy("Line of the header"), ()),
    "sheet": (gettext_lazy("Sheet"), ()),
    "delimiter": (
        gettext_lazy("Between the columns stand"),
        (("", gettext_lazy("what was found")), (",", gettext_lazy("commas")), (";", gettext_lazy("semicolons")),
         ("\t", gettext_lazy("tabs")), ("|", gettext_lazy("bars"))),
    ),
    "encoding": (
        gettext_lazy("Letters are written as"),
        (("", gettext_lazy("what was found")), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"),
         ("iso8859-7", "ISO 8859-7")),
    ),
}  # fmt: skip
"""How a person can have the file itself read otherwise: the answers by their names."""


def in_table() -> forms.Select:
    """Return a list to choose from that stands in a table, without a label of its own."""
    return forms.Select(attrs={"class": "co-field"})


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds that can be loaded, by title."""
    return sorted(((name, kinds()[name].title) for name in loaders()), key=lambda pair: pair[1])


class UploadForm(forms.Form):
    """A file, or rows copied out of a spreadsheet."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    pasted = forms.CharField(
        label=gettext_lazy("Or paste rows from a spreadsheet, with their header"),
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), required=False)
    mapping = forms.FileField(
        label=gettext_lazy("Mapping"), required=False,
        help_text=gettext_lazy("A small .json file that was downloaded from an earlier import of such a file."),
    )  # fmt: skip
    domains = forms.CharField(
        label=gettext_lazy("Partners' mail domains, for a calendar"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "halden.example = Halden Analytics"}),
        help_text=gettext_lazy("One a line. The websites of your partnerships are known already."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("See for yourself")), *kind_choices()]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.xls,.json,.yml,.yaml,.ics"

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two, of a size that can be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        if bool(upload) == bool(pasted):
            raise ValidationError(_("Choose a file or paste rows, one of the two."))
        if upload and upload.size > LARGEST:
            raise ValidationError(_("This file is larger than 60 MB. Split it and load the parts."))
        return cleaned

    def clean_mapping(self) -> Answers | None:
        """Read the mapping, where there is one."""
        upload = self.cleaned_data["mapping"]
        try:
            return read_mapping(upload.read(), upload.name) if upload else None
        except UnableToReadMapping as problem:
            raise ValidationError(str(problem)) from problem

    def clean_domains(self) -> dict[str, str]:
        """Read the domains, one a line, as answers."""
        try:
            return domains_said(self.cleaned_data["domains"])
        except UnableToKeep as line:
            shown = {"line": str(line)}
            raise ValidationError(
                _("%(line)s: write the domain of one company, an equals sign, and the partner.") % shown
            ) from line

    @property
    def answers(self) -> Answers:
        """What was said of the file: by a mapping, by the kind, by the domains."""
        found: Answers = self.cleaned_data["mapping"] or Answers(None, None, {})
        choices = {**(found.choices or {}), **self.cleaned_data["domains"]}
        return Answers(self.cleaned_data["kind"] or found.kind, found.mapping, choices)

    @property
    def content(self) -> tuple[bytes, str]:
        """The bytes and the name they go by."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["pasted"].encode(), _("pasted rows")


class ColumnsForm(forms.Form):
    """What the file holds, what each column becomes, and what its blank cells mean."""

    def __init__(self, data: Any, run: ImportRun, *, kind: str | None = None) -> None:
        super().__init__(data)
        self.run = run
        self.columns: list[dict[str, Any]] = run.inspection.get("columns", [])
        self.asked = {each["column"]: each["code"] for each in run.problems if each["code"] in ANSWERS}
        self.kind = kind or (data or {}).get("kind") or run.kind
        offered = kind_choices() if run.kind else [("", _("Choose what it holds")), *kind_choices()]
        choice = forms.ChoiceField(choices=offered, initial=self.kind, label=gettext_lazy("The file holds"))
        self.fields["kind"] = choice
        self.fields["about"] = forms.CharField(
            max_length=200, required=False, initial=run.choices.get(ABOUT, ""),
            label=gettext_lazy("Every row is about the partnership"),
            help_text=gettext_lazy("Its name, where no column of the file says it."),
        )  # fmt: skip
        for name, (label, options) in READ_AS.items():
            self._add_reading(name, label, options)
        for place, column in enumerate(self.columns):
            self._add(place, column)

    def _add_reading(self, name: str, label: str, options: tuple[tuple[str, Any], ...]) -> None:
        said = self.run.choices.get(name, "")
        if options:
            self.fields[name] = forms.ChoiceField(choices=options, required=False, initial=said, label=label)
        else:
            self.fields[name] = forms.CharField(max_length=60, required=False, initial=said, label=label)

    @property
    def asks_about(self) -> bool:
        """Whether a partnership has to be named, or is, for the file as a whole."""
        kind = kinds().get(self.kind)
        named = any(column["maps_to"] == PARTNERSHIP for column in self.columns)
        holds = kind is None or kind.field(PARTNERSHIP) is not None
        return holds and (not named or ABOUT in self.run.choices)

    @property
    def is_read_otherwise(self) -> bool:
        """Whether the file itself is to be read in another way, which makes its columns other ones."""
        return any(self.cleaned_data[name] != self.run.choices.get(name, "") for name in READ_AS)

    @property
    def readings(self) -> list[Any]:
        """The controls for how the file itself is read, as far as they say something about its format."""
        text, sheet = self.run.inspection.get("format") == "csv", self.run.inspection.get("sheet")
        offered = {"header_row": True, "sheet": bool(sheet), "delimiter": text, "encoding": text}
        return [self[name] for name in READ_AS if offered[name]]

    def _add(self, place: int, column: dict[str, Any]) -> None:
        label = _("Column “%(name)s” becomes") % {"name": column["name"]}
        meant = column["maps_to"] if self.kind == self.run.kind else None
        becomes = forms.ChoiceField(
            required=False, choices=self._meanings(column), initial=meant or "", label=label, widget=in_table()
        )
        empties = _("Blank cells of “%(name)s” erase what is here") % {"name": column["name"]}
        erases = self.run.choices.get(f"{column['name']}:empty") == ERASE
        self.fields[f"column_{place}"] = becomes
        self.fields[f"erase_{place}"] = forms.BooleanField(required=False, initial=erases, label=empties)

    def _meanings(self, column: dict[str, Any]) -> list[tuple[str, str]]:
        found = [("", _("left out"))]
        if self.kind in kinds():
            found += [(each.name, each.title) for each in kinds()[self.kind].fields]
        meant = column["maps_to"]
        return found if meant is None or ":" not in meant else [*found, (meant, meant.partition(":")[2])]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each column with its controls."""
        return [
            {
                **about(column, is_known=bool(self.run.kind)),
                "becomes": self[f"column_{place}"],
                "erase": self[f"erase_{place}"],
            }
            for place, column in enumerate(self.columns)
        ]

    @property
    def mapping(self) -> dict[str, str | None]:
        """What every column becomes; columns of which nothing is said are left to the reader on another kind."""
        given = {
            column["name"]: self.cleaned_data[f"column_{place}"] or None for place, column in enumerate(self.columns)
        }
        if self.is_read_otherwise:
            return {}
        if self.cleaned_data["kind"] == self.run.kind:
            return given
        return {name: meaning for name, meaning in given.items() if meaning}

    @property
    def answers(self) -> dict[str, str]:
        """The choices as they were, with what is now said about blank cells."""
        said = {name: self.cleaned_data[name] for name in READ_AS} | {ABOUT: self.cleaned_data["about"]}
        kept = {key: value for key, value in self.run.choices.items() if not key.endswith(":empty")} | said
        kept = {key: value for key, value in kept.items() if value}
        erased = {
            f"{column['name']}:empty": ERASE
            for place, column in enumerate(self.columns)
            if self.cleaned_data[f"erase_{place}"]
        }
        return {str(key): str(value) for key, value in (kept | erased).items()}


def about(column: dict[str, Any], *, is_known: bool) -> dict[str, Any]:
    """Return a column with what its values are, how it was understood, and whether somebody should look at it.

    Where nobody knows yet what the file holds, nothing was understood or misunderstood.
    """
    kind = column["type"]
    sure, doubtful = sureness(column) if is_known else ("", False)
    return {**column, "type": TYPES.get(kind, kind), "sure": sure, "doubtful": doubtful}


def sureness(column: dict[str, Any]) -> tuple[str, bool]:
    """Say how a column was understood, and whether somebody should look at it."""
    if column["maps_to"] is None:
        return _("not understood, so it is left out"), False
    if column["confidence"] >= BY_NAME:
        return _("by its name"), False
    return _("by part of its name and its cells") if column["confidence"] >= LOOSE else _("by its cells only"), True
