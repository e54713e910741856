"""Components (cotton) and fragments (partials) work together: both wrap Django's own loaders."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.template.loader import render_to_string


@pytest.fixture(autouse=True)
def _planted_templates(settings: Any) -> None:
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = engines


def test_component_renders_inside_a_page() -> None:
    assert render_to_string("with_fragment.html", {"word": "whole"}) == "<main><b>whole</b>\n</main>\n"


def test_component_renders_inside_a_fragment() -> None:
    assert render_to_string("with_fragment.html#rows", {"word": "part"}) == "<b>part</b>\n"


def test_both_loaders_are_configured() -> None:
    loaders = str(configured.TEMPLATES[0]["OPTIONS"]["loaders"])

    assert "template_partials.loader.Loader" in loaders
    assert "django_cotton.cotton_loader.Loader" in loaders
