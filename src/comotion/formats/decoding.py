"""Bytes to text: byte-order marks, UTF-8, UTF-16 with and without a mark, and Windows letters with a warning."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from comotion.formats.tables import Problem, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SHOWN = {"utf-8-sig": "utf-8"}
PROBE = 4096
ODD_HALF = 0.3


def decode(data: bytes, name: str, choices: Mapping[str, str]) -> tuple[str, str, list[Problem]]:
    """Give the text, the encoding as people call it, and a problem where the encoding had to be guessed."""
    encoding, problems = chosen(data, choices), []
    if encoding is None:
        encoding = "cp1252"
        problems.append(guessed(data))
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        if encoding != "cp1252" or "encoding" in choices:
            raise Unreadable(f"{name} is not valid {encoding}: save it as UTF-8 and load it again.") from None
        text, encoding = data.decode("latin-1"), "latin-1"
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"{name} holds a NUL byte in line {line}, so it is damaged or no text: export it again.")
    return text.removeprefix("\ufeff"), SHOWN.get(encoding, encoding), problems


def chosen(data: bytes, choices: Mapping[str, str]) -> str | None:
    """Give the encoding that is known for sure: asked for, marked, or proven by the bytes; else None."""
    if "encoding" in choices:
        return choices["encoding"]
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if wide := unmarked(data[:PROBE]):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def unmarked(probe: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero half of its Latin letters."""
    pairs = len(probe) // 2
    if not pairs:
        return None
    low, high = probe[0::2].count(0) / pairs, probe[1::2].count(0) / pairs
    if high > ODD_HALF and low < ODD_HALF / 10:
        return "utf-16-le"
    return "utf-16-be" if low > ODD_HALF and high < ODD_HALF / 10 else None


def guessed(data: bytes) -> Problem:
    """Say that the letters beyond ASCII are read as Windows letters, and show the first line that has one."""
    at = next(position for position, byte in enumerate(data) if byte > 127)
    start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
    line = data[start : end if end > 0 else None].decode("cp1252", "replace").strip()
    return Problem(
        data.count(b"\n", 0, at) + 1, None, "ENCODING_GUESSED",
        "The file is not UTF-8 and has no mark; its letters were read as Western European (cp1252).", line[:200],
        "Check the letters shown; if they are wrong, name the encoding or save the file as UTF-8.",
    )  # fmt: skip
