"""Forms, read from the pages themselves and filled in as a person would: so every form there is gets submitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

FILLED = {"date": "2026-01-10", "number": "3", "email": "new.person@example.com", "url": "https://example.com"}


@dataclass(slots=True)
class Form:
    """Where a form goes, how, and what it says when it is filled in."""

    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    enctype: str = ""


class FormReader(HTMLParser):
    """Collects the forms of a page, and the buttons that post by themselves."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a form, of a field, or of a button that sends something."""
        given = {name: value or "" for name, value in attrs}
        for method in ("post", "put", "patch", "delete"):
            if f"hx-{method}" in given and tag != "form":
                self.forms.append(Form(self._path(given[f"hx-{method}"]), method.upper()))
        if tag == "form":
            self._begin(given)
        elif self.open is not None and given.get("name"):
            self._fill(tag, given)
        elif tag == "option" and self.select and given.get("value"):
            self._choose(given)

    def _choose(self, given: dict[str, str]) -> None:
        assert self.open is not None
        if "selected" in given or not self.open.fields[self.select]:
            self.open.fields[self.select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def _begin(self, given: dict[str, str]) -> None:
        method = (given.get("method") or ("post" if "hx-post" in given else "get")).upper()
        action = given.get("hx-post") or given.get("action") or self.address
        self.open = Form(self._path(action), method, enctype=given.get("enctype", ""))
        self.forms.append(self.open)

    def _fill(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self.select = name
            self.open.fields[name] = ""
        elif tag == "textarea":
            self.open.fields[name] = "Written by hand."
        elif kind == "file":
            self.open.fields[name] = SimpleUploadedFile(
                "partners.csv", b"Name,Since\nNew Partner,2025-01-01\n", "text/csv"
            )
        elif kind in {"checkbox", "radio"}:
            if "checked" in given or name not in self.open.fields:
                self.open.fields[name] = given.get("value", "on")
        elif tag == "input" and kind != "submit":
            self.open.fields[name] = given.get("value") or FILLED.get(kind, "Written by hand")
        elif kind == "submit" and name not in self.open.fields:
            self.open.fields[name] = given.get("value", "")

    def _path(self, action: str) -> str:
        return urlsplit(urljoin(self.address, action)).path


def forms_of(address: str, page: str) -> list[Form]:
    """Return the forms of a page, filled in."""
    reader = FormReader(address)
    reader.feed(page)
    return reader.forms


def fresh(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with their files opened anew."""
    for value in fields.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return dict(fields)
