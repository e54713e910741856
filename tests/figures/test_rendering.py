from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from comotion.figures.rendering import UnableToRender, data_uri_of, svg_of
from tests.figures.examples import EXAMPLES, scatter


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_figure_renders_for_paper(name: str) -> None:
    figure = EXAMPLES[name]()

    svg = svg_of(figure)

    assert svg.startswith("<svg")
    assert svg == svg_of(figure)


def test_paper_and_dark_page_share_one_specification() -> None:
    assert "#0B5D6B" in svg_of(scatter())
    assert "#6CC5D2" in svg_of(scatter(), "dark")


def test_picture_needs_no_other_file() -> None:
    uri = data_uri_of(scatter())

    assert base64.b64decode(uri.removeprefix("data:image/svg+xml;base64,")).decode() == svg_of(scatter())


def test_rendering_loads_nothing_from_elsewhere() -> None:
    stranger = {"data": {"url": "https://example.org/rows.json"}, "mark": "point", "encoding": {}}

    with pytest.raises(UnableToRender, match="loads nothing"):
        svg_of(replace(scatter(), spec=stranger))


def test_rows_may_be_called_url() -> None:
    spec = {
        "data": {"values": [{"url": 1.0}]},
        "mark": "point",
        "encoding": {"x": {"field": "url", "type": "quantitative"}},
    }

    assert svg_of(replace(scatter(), spec=spec)).startswith("<svg")


def test_rendering_reads_no_file() -> None:
    stranger = {"data": {"url": "file:///etc/hostname", "format": {"type": "csv"}}, "mark": "point", "encoding": {}}

    with pytest.raises(UnableToRender, match="loads nothing"):
        svg_of(replace(scatter(), spec=stranger))
