from __future__ import annotations

import json
from pathlib import Path

import pytest

from comotion.formats.headers import plain
from comotion.formats.kinds import kinds
from comotion.formats.kinds.readings import KPIS
from comotion.formats.typed import SINGLE

SPEC = Path(__file__).resolve().parents[3].parent / "shared" / "spec"
NUMBERS_AND_DATES = {"number", "amount", "integer", "probability", "date", "period"}


def test_readings_know_every_kpi_and_the_two_inputs():
    published = [kpi["id"] for kpi in json.loads((SPEC / "methods" / "kpis.json").read_text())["kpis"]]
    assert list(KPIS) == [*published, "revenue_plan", "partnership_cost"]


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_kind_is_complete(kind):
    names = [field.name for field in kind.fields]
    assert len(set(names)) == len(names)
    assert {name for way in kind.identity for name in way} <= set(names)
    assert all(field.description for field in kind.fields)
    assert {field.type for field in kind.fields} <= NUMBERS_AND_DATES | SINGLE.keys()


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_words_of_a_choice_mean_one_thing(kind):
    for field in kind.fields:
        words = [(plain(word), choice) for choice, spellings in field.choices.items() for word in (choice, *spellings)]
        assert len(dict(words)) == len(set(words))


def test_kinds_are_those_of_the_product():
    assert list(kinds()) == [
        "accounts", "answers", "candidates", "commitments", "decisions", "designations", "goals", "horizons", "insights",
        "issues", "ledger", "meetings", "merges", "opportunities", "opportunity_partners", "panel_scores", "partnerships",
        "peer_links", "pipelines", "profiles", "readings", "responsibility_matrix", "roadmap", "scorecards", "stages",
    ]  # fmt: skip
