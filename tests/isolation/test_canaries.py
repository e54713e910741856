"""A canary is found in whatever encoding it left, and only by those who may not read it is it called leaked."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
import xlsxwriter
from weasyprint import HTML

from tests.isolation.canaries import Cage, Canary

CAGE = Cage()
WORD = CAGE.word("a word", 1, {1})
NUMBER = CAGE.number("a number", 1, {1})


def _workbook(text: str) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.add_worksheet("Sheet").write(0, 0, text)
    book.close()
    return memory.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "inside a page": lambda text: f"<p>before{text}</p>".encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "base64": lambda text: base64.b64encode(f"some words before {text}".encode()),
    "base64 for links": lambda text: base64.urlsafe_b64encode(f"???>>>~~~ {text}".encode()),
    "base64 of gzip in JSON": lambda text: json.dumps(
        {"a": base64.b64encode(gzip.compress(text.encode())).decode()}
    ).encode(),
    "escaped letter by letter": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "escaped for HTML": lambda text: html.escape(f"<{text}>").encode(),
    "percent": lambda text: quote("/?" + text, safe="").replace("c", "%63").encode(),
    "JSON escapes": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
    "workbook": _workbook,
    "PDF": lambda text: HTML(string=f"<p>{text}</p>").write_pdf(),
}


@pytest.mark.parametrize("way", WAYS)
def test_word_is_found_in_every_encoding(way: str) -> None:
    assert [canary.label for canary in CAGE.found_in(WAYS[way](WORD))] == ["a word"]


@pytest.mark.parametrize("written", ["{}", "{:,}", "€ {:_} only", "[{}.0]"])
def test_number_is_found_however_it_is_written(written: str) -> None:
    text = written.format(NUMBER).replace("_", "\u202f")

    assert [canary.label for canary in CAGE.found_in(text.encode())] == ["a number"]


def test_number_inside_a_longer_one_is_not_the_number() -> None:
    assert CAGE.found_in(f"9{NUMBER}9".encode()) == set()


def test_canary_is_leaked_to_those_only_who_may_not_read_it() -> None:
    cage = Cage()
    shared = cage.word("shared by 1 with 2", 1, {1, 2})
    limited = cage.word("for owners of 1", 1, {1}, roles=frozenset({"owner"}))
    own = cage.word("for person 7", 1, {1}, person=7)
    page = f"{shared} {limited} {own}".encode()

    assert cage.leaked(page, 1, "owner", 7) == []
    assert cage.leaked(page, 1, "member", 7) == ["for owners of 1"]
    assert cage.leaked(page, 1, "owner", 8) == ["for person 7"]
    assert cage.leaked(page, 2, "owner", 7) == ["for owners of 1", "for person 7"]
    assert cage.leaked(page, None, "", None) == ["for owners of 1", "for person 7", "shared by 1 with 2"]


def test_roles_limit_the_owner_only() -> None:
    canary = Canary("x", "x", 1, frozenset({1, 2}), roles=frozenset({"owner"}))

    assert canary.may_be_read_by(2, "member", 1)
