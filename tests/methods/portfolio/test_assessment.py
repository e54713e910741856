"""Four dimensions and potential of a partnership from its records (specification 11 b), by hand; T-01 takes them ready."""

from datetime import date

import pytest

from comotion.methods.portfolio.assessment import AssessmentRecords, assessment, sponsored
from comotion.methods.portfolio.counts import CountRow, counts
from comotion.methods.scorecard.warnings import SponsorSide
from comotion.methods.settings import default_settings
from comotion.methods.value.alignment import AlignmentInputs, GoalPair, RoadmapTheme
from comotion.methods.value.equation import ValueInputs
from comotion.methods.value.horizons import HorizonGrades
from comotion.methods.value.ledger import Ledger, LedgerEntry

SETTINGS = default_settings()
BOTH = ("A", "B")
PAIR = GoalPair("A", "clinics", "B", "hospitals", BOTH)
THEMES = (RoadmapTheme("api", {"A": 1, "B": 1}), RoadmapTheme("data", {"A": 0, "B": 1}))


def entry(side, direction, amount, kind="financial"):
    return LedgerEntry(f"{side}.{direction}.{kind}", side, direction, kind, dict.fromkeys(BOTH, amount), BOTH)


def ledger(*entries):
    return Ledger(BOTH, entries)


def values(found):
    return {name: None if one is None else getattr(one, "value", one) for name, one in found.dimensions.items()}


def test_a_partnership_that_is_good_on_three_dimensions():
    grades = HorizonGrades(3, 3, 2)
    goals = {"A": ("clinics",), "B": ("hospitals",)}
    exchange = ledger(
        entry("A", "contribution", 600),
        entry("B", "contribution", 400),
        entry("A", "return", 450),
        entry("B", "return", 250),
        entry("A", "return", 0, "strategic"),
        entry("B", "return", 300, "strategic"),
    )
    could = ValueInputs(4, {"A": 4, "B": 3}, 2)
    found = assessment(
        AssessmentRecords(AlignmentInputs(grades, goals, (PAIR,), THEMES), exchange, 72.0, 61.0, could), SETTINGS
    )
    # horizons 100 × (0.4·3 + 0.35·3 + 0.25·2) / 4 = 68.75; goals 100; roadmap (1 + 0.75) / 2 × 100 = 87.5
    # 0.4 × 68.75 + 0.3 × 100 + 0.3 × 87.5 = 83.75
    # contributions 0.6 and 0.4, returns 0.45 and 0.55: fairness 85; two types of three: (85 + 66.67) / 2 = 75.83
    assert values(found) == {
        "strategic_alignment": pytest.approx(83.75),
        "value_exchange": pytest.approx((85 + 200 / 3) / 2),
        "operational_efficiency": 72.0,
        "relationship_health": 61.0,
    }
    # V-02: index 73.4
    assert found.potential.value == pytest.approx(73.4, abs=0.05)
    tally = counts([CountRow("p", dict(found.dimensions))], SETTINGS)
    assert (tally.good_on_any, tally.good_on_all_four, tally.weakest_dimension) == (1, 0, "relationship_health")


def test_a_partnership_of_which_little_is_recorded():
    grades = HorizonGrades(4, 1, 0)
    exchange = ledger(
        entry("A", "contribution", 100),
        entry("B", "contribution", 300),
        entry("A", "return", 300),
        entry("B", "return", 100),
    )
    found = assessment(AssessmentRecords(AlignmentInputs(grades, {}), exchange), SETTINGS)
    # only horizons are known, weight 0.4 of 1: below the coverage that may be shown
    # contributions 0.25 and 0.75, returns 0.75 and 0.25: fairness 50; one type of three: (50 + 33.33) / 2 = 41.67
    assert values(found) == {
        "strategic_alignment": None,
        "value_exchange": pytest.approx((50 + 100 / 3) / 2),
        "operational_efficiency": None,
        "relationship_health": None,
    }
    assert found.dimensions["strategic_alignment"].coverage == pytest.approx(0.4)
    assert found.potential is None


def test_nothing_recorded_is_nothing_known():
    found = assessment(AssessmentRecords(), SETTINGS)
    assert (set(values(found).values()), found.potential) == ({None}, None)


def test_a_sponsor_counts_while_every_side_has_one_in_contact():
    started, today = date(2024, 1, 1), date(2025, 6, 1)
    here = SponsorSide("A", has_sponsor=True, last_contact=date(2025, 5, 1))
    gone = SponsorSide("B", has_sponsor=True, last_contact=date(2025, 2, 1))
    assert sponsored((here, SponsorSide("B", has_sponsor=True, last_contact=today)), started, today, SETTINGS)
    assert not sponsored((here, gone), started, today, SETTINGS)
    assert not sponsored((), started, today, SETTINGS)
