"""Canaries: words and numbers that occur once in the world, each with those who may read it.

A canary is found in whatever made it leave: plain text, escaped, percent-encoded, base64, gzip, a PDF's text, the parts
of a workbook or a document, a number with thousands separators.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from pypdf import PdfReader
from pypdf.errors import PyPdfError

WORD = re.compile(r"cnry[0-9a-f]{10}")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
DEPTH = 4


@dataclass(frozen=True, slots=True)
class Canary:
    """What was written where, and which organizations, roles and people may read it."""

    token: str
    label: str
    owner: int
    organizations: frozenset[int]
    roles: frozenset[str] | None = None
    person: int | None = None

    def may_be_read_by(self, organization: int | None, role: str, person: int | None) -> bool:
        """Say whether someone acting so is among its readers."""
        if organization is None or organization not in self.organizations:
            return False
        if self.roles is not None and organization == self.owner and role not in self.roles:
            return False
        return self.person is None or self.person == person


@dataclass(slots=True)
class Cage:
    """All canaries of a world."""

    canaries: dict[str, Canary] = field(default_factory=dict)

    def word(self, label: str, owner: int, organizations: set[int], **limits: object) -> str:
        """Make a word that occurs nowhere else."""
        token = "cnry" + hashlib.sha256(label.encode()).hexdigest()[:10]
        return self._keep(Canary(token, label, owner, frozenset(organizations), **limits))  # type: ignore[arg-type]

    def number(self, label: str, owner: int, organizations: set[int], **limits: object) -> int:
        """Make a number of seven digits that occurs nowhere else."""
        digits = 1_000_000 + int(hashlib.sha256(label.encode()).hexdigest()[:12], 16) % 9_000_000
        while str(digits) in self.canaries:
            digits += 1
        return int(self._keep(Canary(str(digits), label, owner, frozenset(organizations), **limits)))  # type: ignore[arg-type]

    def _keep(self, canary: Canary) -> str:
        assert canary.token not in self.canaries, canary.label
        self.canaries[canary.token] = canary
        return canary.token

    def found_in(self, content: bytes) -> set[Canary]:
        """Return every canary in ``content``, in whatever encoding."""
        tokens = {token for text in texts_in(content) for token in _tokens(text)}
        return {self.canaries[token] for token in tokens if token in self.canaries}

    def leaked(self, content: bytes, organization: int | None, role: str, person: int | None) -> list[str]:
        """Return the labels of those canaries in ``content`` that its reader may not read."""
        found = self.found_in(content)
        return sorted(one.label for one in found if not one.may_be_read_by(organization, role, person))


def _tokens(text: str) -> set[str]:
    joined = re.sub(r"(?<=\d)[\s,.'’\u00a0\u202f](?=\d{3})", "", text)
    return set(WORD.findall(text)) | set(re.findall(r"(?<!\d)\d{7}(?!\d)", joined))


def texts_in(content: bytes, depth: int = DEPTH) -> Iterator[str]:
    """Yield every text that can be read out of ``content``."""
    for inner in _unpacked(content):
        if depth:
            yield from texts_in(inner, depth - 1)
    if content.startswith(b"%PDF"):
        yield from _pdf_texts(content)
        return
    text = content.decode("utf-8", "replace")
    yield text
    yield unquote_plus(html.unescape(text))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    if depth:
        for run in BASE64.findall(content[:2_000_000]):
            yield from _base64_texts(run, depth)


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)


def _pdf_texts(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        yield from (page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
    except PyPdfError:
        return


def _base64_texts(run: bytes, depth: int) -> Iterator[str]:
    try:
        decoded = base64.b64decode(
            run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4),
            altchars=b"-_" if b"-" in run or b"_" in run else None,
        )
    except (ValueError, binascii.Error):
        return
    yield decoded.decode("utf-8", "replace")
    if decoded.startswith((b"\x1f\x8b", b"PK\x03\x04", b"%PDF")):
        try:
            yield from texts_in(decoded, depth - 1)
        except (OSError, zlib.error, zipfile.BadZipFile):
            return
