from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from comotion.methods.scored import Scored
from comotion.narrative.sentence import Segment

NEARLY = Scored(65.4, 0.94, "ok", 61.6, 67.8, 15)
PROVISIONAL = Scored(62.2, 0.69, "provisional", 43.0, 74.0, 11)
TOO_LITTLE = Scored(None, 0.30, "insufficient", 18.0, 88.0, 5)


def rendered(template: str, **context: Any) -> str:
    return engines["django"].from_string(template).render(context)


def words(template: str, **context: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", rendered(template, **context))
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Scored(72.6, 1.0, "ok", 72.6, 72.6, 16), "72.6"),
        (NEARLY, "65.4 94%"),
        (PROVISIONAL, "62.2 provisional, 69%"),
        (TOO_LITTLE, "– too little data, 30%"),
        (None, "– no data"),
    ],
)
def test_scored_says_how_sure_it_is(figure: Scored | None, expected: str) -> None:
    assert words("{% scored figure %}", figure=figure) == expected


def test_scored_opens_its_explanation() -> None:
    html = rendered('{% scored figure "/x/?a=1&b=2" name="Total" %}', figure=NEARLY)

    assert html.startswith('<a class="co-scored" href="/x/?a=1&amp;b=2" data-co-explain>')
    assert '<span class="co-hidden">Total: </span>' in html


def test_scored_never_rounds_over_a_cut() -> None:
    assert words("{% scored 74.97 %}") == "74.9"


def test_scored_writes_german_numbers() -> None:
    with translation.override("de"):
        assert words("{% scored figure %}", figure=NEARLY) == "65,4 94\N{NO-BREAK SPACE}%".replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_strip_names_every_category_for_readers_of_text() -> None:
    html = rendered(
        "{% strip categories %}", categories={"financial_performance": 81.0, "relationship_health": PROVISIONAL}
    )

    label = "Financial 81.0, Strategic no data, Operational no data, Relationship 62.2 (provisional, 69%)"
    assert f'aria-label="{label}"' in html


def test_comet_writes_the_value_and_the_change() -> None:
    assert words("{% comet 60 68 %}") == "60 −8"
    assert words("{% comet None %}") == "– no reading"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% visibility 0 %}", "Only you"),
        ('{% visibility 1 "Northwind Cloud" words="finance" %}', "Only Northwind Cloud, finance"),
        ('{% visibility 2 "Northwind Cloud" %}', "Only Northwind Cloud"),
        ("{% visibility 3 partners=one %}", "Shared with Halden &amp; Co"),
        ("{% visibility 3 partners=three %}", "Shared with A, B and C"),
        ("{% visibility 3 partners=four %}", "Shared with 4 organizations"),
        ("{% visibility 3 %}", "Shared with the partner named"),
        ('{% visibility 4 words="Halden sees a count" %}', "Halden sees a count"),
        ("{% visibility 5 %}", "Groups of 3 or more"),
    ],
)
def test_visibility_says_who_sees_it(tag: str, expected: str) -> None:
    assert words(tag, one="Halden & Co", three=["A", "B", "C"], four=["A", "B", "C", "D"]) == expected


def test_visibility_knows_the_organization_of_the_page() -> None:
    class Organization:
        name = "Northwind Cloud"

    assert words("{% visibility 2 %}", organization=Organization()) == "Only Northwind Cloud"


def test_warning_mark_has_a_shape_of_its_own_for_each_severity() -> None:
    codes = ("HIDDEN_EROSION", "DIVERGENCE", "NEAR_TERM_ONLY")
    shapes = {
        re.findall(r"<(path|circle)[^>]*?d?=\"([^\"]+)", rendered("{% warning_mark code %}", code=code))[0]
        for code in codes
    }

    assert len(shapes) == 3


def test_tight_mark_keeps_its_word_for_readers_of_text() -> None:
    html = rendered('{% warning_mark "SPONSOR_GONE" tight=True %}')

    assert '<span class="co-hidden">Sponsor gone</span>' in html


def test_sentence_links_only_what_has_an_address() -> None:
    parts = (Segment("From "), Segment("68", "before"), Segment(" to "), Segment("<55>", "now"))

    html = rendered("{% sentence parts links %}", parts=parts, links={"now": "/now/"})

    assert html == 'From 68 to <a href="/now/" data-co-explain>&lt;55&gt;</a>'


def test_trend_has_an_arrow_only_from_the_limit() -> None:
    assert "<svg" in rendered("{% trend 1.5 %}")
    assert "<svg" in rendered("{% trend -1.5 %}")
    assert words("{% trend 1.4 %}") == "+1.4"
    assert "<svg" not in rendered("{% trend 1.4 %}")
    assert words("{% trend None %}") == "too short"


def test_diff_shows_what_was_empty() -> None:
    assert words("{% diff '' new %}", new="new <b>") == "empty new &lt;b&gt;"


def test_due_counts_the_days_late() -> None:
    assert words("{% due 1 'x' %}") == "1 day late"
    assert words("{% due 12 'x' %}") == "12 days late"
    assert words("{% due 0 '18 Nov' %}") == "18 Nov"


def test_avatar_takes_first_and_last_initial() -> None:
    assert words("{% avatar 'Anna Maria von Berg' %}") == "AB"
    assert words("{% avatar 'priya' %}") == "P"


def test_icon_that_is_not_in_the_sprite_is_an_error() -> None:
    with pytest.raises(ValueError, match="no icon 'nowhere'"):
        rendered("{% icon 'nowhere' %}")


def test_filters_write_numbers_dates_and_gaps() -> None:
    template = (
        "{{ s|score }} {{ p|percent }} {{ n|count }} {{ d|day }} {{ d|full_day }} {{ none|score }} {{ none|day }}"
    )

    text = words(template, s=65.42, p=0.94, n=6709, d=date(2026, 11, 16), none=None)

    assert text == "65.4 94% 6,709 16 Nov 16 November 2026 – –"


def test_bounds_say_coverage_and_limits() -> None:
    assert words("{% bounds figure %}", figure=NEARLY) == "coverage 94%, status ok between 61.6 and 67.8"
    assert words("{% bounds 72.6 %}") == "coverage 100%, status ok nothing is missing"
