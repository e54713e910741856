"""Forms, read from the pages themselves and filled in as a person would: so every form there is gets submitted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

FILLED = {
    "date": "2026-01-10",
    "month": "2026-01",
    "number": "3",
    "email": "new.person@example.com",
    "url": "https://example.com",
}
FILE = b"Name,Since,Potential\nNew Partner,2025-01-01,60\n"
MAPPING = b'{"Name": "name", "Since": "started_date"}'
MONTH = ("month", "period")
NUDGED = 4
MANY = 20


@dataclass(slots=True)
class Form:
    """Where a form goes, how, and what it says when it is filled in."""

    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    long_texts: set[str] = field(default_factory=set)
    optional_numbers: set[str] = field(default_factory=set)
    optional_words: set[str] = field(default_factory=set)

    @property
    def has_file(self) -> bool:
        """Say whether it sends a file."""
        return any(isinstance(value, SimpleUploadedFile) for value in self.fields.values())

    def filled(self) -> dict[str, Any]:
        """Return the fields, with their files opened anew.

        Where there is a file, long texts are left out; in a form of many numbers those that need not be there.
        """
        for value in self.fields.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        empty = self.long_texts if self.has_file else set()
        empty = empty | (self.optional_numbers if len(self.fields) > MANY else set())
        return {name: "" if name in empty else one for name, one in self.fields.items()}

    def sparse(self) -> dict[str, Any]:
        """Return the fields with those left empty that need not be filled in."""
        return {name: "" if name in self.optional_words else one for name, one in self.filled().items()}

    def nudged(self) -> Iterator[dict[str, Any]]:
        """Yield the fields with one number a little smaller, so that something has changed."""
        numbers = [name for name, value in self.fields.items() if isinstance(value, str) and _is_number(value)]
        for name in numbers[:: max(1, len(numbers) // NUDGED)]:
            yield self.filled() | {name: str(round(float(self.fields[name]) * 0.9, 6))}


def _file(name: str) -> SimpleUploadedFile:
    """Return what is sent as a file: partners, or how their columns are meant."""
    if name == "mapping":
        return SimpleUploadedFile("mapping.json", MAPPING, "application/json")
    return SimpleUploadedFile("partners.csv", FILE, "text/csv")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and float(text) > 0


class FormReader(HTMLParser):
    """Collects the forms of a page, and the buttons that send something by themselves or elsewhere."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.named: dict[str, Form] = {}
        self.elsewhere: list[tuple[str, Form | None, str]] = []
        self.open: Form | None = None
        self.select: tuple[str, bool] = ("", False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a form, of a field, or of a button that sends something."""
        given = {name: value or "" for name, value in attrs}
        for method in ("post", "put", "patch", "delete"):
            if f"hx-{method}" in given and tag != "form":
                self.forms.append(Form(self._path(given[f"hx-{method}"]), method.upper()))
        if "formaction" in given:
            self.elsewhere.append((given.get("form", ""), self.open, self._path(given["formaction"])))
        if tag == "form":
            self._begin(given)
        elif self.open is not None and given.get("name"):
            self._fill(tag, given)
        elif tag == "option" and self.select[0]:
            self._choose(given)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ("", False)

    def close(self) -> None:
        """Add a form for each button that sends its form elsewhere."""
        super().close()
        for name, around, action in self.elsewhere:
            form = self.named.get(name) if name else around
            if form is not None:
                self.forms.append(dataclasses.replace(form, action=action))

    def _begin(self, given: dict[str, str]) -> None:
        method = (given.get("method") or ("post" if "hx-post" in given else "get")).upper()
        action = given.get("hx-post") or given.get("action") or self.address
        self.open = Form(self._path(action), method)
        self.named[given.get("id", "")] = self.open
        self.forms.append(self.open)

    def _fill(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        fields, name, kind = self.open.fields, given["name"], given.get("type", "text")
        if tag == "select":
            self.select = (name, "required" in given)
        elif tag == "textarea":
            addresses = given.get("inputmode") == "email"
            fields[name] = f"person-{len(fields)}@example.com" if addresses else "Written by hand."
            self.open.long_texts.add(name)
            self._note_optional(name, given)
        elif kind == "file":
            fields[name] = _file(name)
        elif kind in {"checkbox", "radio"}:
            if "checked" in given or name not in fields:
                fields[name] = given.get("value", "on")
        elif kind == "submit":
            fields.setdefault(name, given.get("value", ""))
        else:
            fields[name] = given.get("value") or FILLED.get("month" if name in MONTH else kind, "Written by hand")
            if kind == "number" and "required" not in given and not given.get("value"):
                self.open.optional_numbers.add(name)
            self._note_optional(name, given)

    def _note_optional(self, name: str, given: dict[str, str]) -> None:
        assert self.open is not None
        if "required" not in given and not given.get("value") and given.get("type") != "hidden":
            self.open.optional_words.add(name)

    def _choose(self, given: dict[str, str]) -> None:
        assert self.open is not None
        name, is_required = self.select
        value, before = given.get("value", ""), self.open.fields.get(name)
        if "selected" in given or before is None or (is_required and not before):
            self.open.fields[name] = value

    def _path(self, action: str) -> str:
        return urlsplit(urljoin(self.address, action)).path


def forms_of(address: str, page: str) -> list[Form]:
    """Return the forms of a page, filled in."""
    reader = FormReader(address)
    reader.feed(page)
    reader.close()
    return reader.forms
