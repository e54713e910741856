from __future__ import annotations

import io

import pytest
from django.template import engines
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from comotion.narrative.wording import Wording
from comotion.reports import paper
from comotion.reports.cells import score, warned
from comotion.scores.explained import Figure
from tests.reports.lines import DAY, WHOLE, make_line


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are their own text here."""
    monkeypatch.setattr(
        paper, "render_to_string", lambda template, context: engines["django"].from_string(template).render(context)
    )


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:1/picture.png"])
def test_paper_fetches_nothing(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        paper.pdf_of(
            f'<html lang="en"><head><title>A</title></head><body><img src="{address}" alt=""></body></html>', {}
        )


@pytest.mark.usefixtures("written")
def test_paper_embeds_its_own_font_and_tags() -> None:
    document = paper.pdf_of('<html lang="en"><head><title>A</title></head><body><h1>Größe 61.3</h1></body></html>', {})
    reader = PdfReader(io.BytesIO(document.content))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for font in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert document.pages == 1
    assert {name.split("-")[0] for name in fonts} == {"Inter"}
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert "Größe 61.3" in text_of(document.content)


@pytest.mark.usefixtures("written")
def test_html_needs_no_other_file() -> None:
    page = paper.html_of('<html lang="en"><head><title>A</title></head><body></body></html>', {}).decode()
    assert "src:url(data:font/woff2" in page
    assert page.count("url(") == page.count("url(data:")


def test_colours_come_from_the_tokens() -> None:
    assert paper.tokens()["--co-ink"] == "#131A1A"
    assert "#" not in (paper.Path(paper.__file__).with_name("paper.css")).read_text()


@pytest.mark.parametrize(
    ("figure", "text", "word", "strength"),
    [
        (WHOLE, "61.3", "92%", ""),
        (Figure(74.97, 1.0, "ok", 74.97, 74.97), "74.9", "100%", ""),
        (Figure(75.0, 1.0, "ok", 75.0, 75.0), "75.0", "100%", "strong"),
        (Figure(49.0, 0.6, "provisional", 30.0, 70.0), "49.0", "provisional, 60%", "weak"),
        (Figure(None, 0.3, "insufficient", 0.0, 100.0), "–", "too little data, 30%", "missing"),
    ],
)
def test_no_score_stands_without_its_coverage(figure: Figure, text: str, word: str, strength: str) -> None:
    found = score(figure, Wording())
    assert (found.text, found.word, found.strength) == (text, word, strength)
    assert f'alt="{text} {word}"' in found.track


def test_a_warning_has_a_shape_a_name_and_a_date() -> None:
    found = warned(make_line().warnings[0], Wording())
    assert (found.name, found.since, found.mark.startswith('<img alt="Hidden erosion"')) == (
        "Hidden erosion",
        DAY.strftime("%d October %Y"),
        True,
    )
