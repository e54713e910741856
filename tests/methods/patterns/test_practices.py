"""Practices and outcomes of the default family, read from records (specification 13 c1)."""

from dataclasses import replace
from datetime import date

import pytest

from comotion.methods.patterns.declared import default_family
from comotion.methods.patterns.family import FamilyInputs, family_of_patterns
from comotion.methods.patterns.practices import PracticeRecord, PracticeRecords, practice_rows
from comotion.methods.scorecard.warnings import SponsorSide
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
DAY = date(2024, 12, 31)
HERE = SponsorSide("a", has_sponsor=True, last_contact=date(2024, 11, 20))
THERE = SponsorSide("b", has_sponsor=True, last_contact=date(2024, 9, 3))
RECORD = PracticeRecord("p1", DAY, date(2023, 5, 1), 0.8, (HERE, THERE), 0.8, 70.0, 410000.0, 61.0, "growth", 3)


def row_of(record):
    return practice_rows(PracticeRecords((record,)), SETTINGS)[0]


def test_limits_are_reached_from_where_they_stand():
    # 3 September to 31 December are 119 days: one less than the silence of a sponsor that is gone
    found = row_of(RECORD)
    assert found.practices == {"clear_metrics": 1.0, "executive_sponsor": 1.0, "regular_reviews": 1.0}
    assert found.outcomes == {"relationship_good": 1.0, "revenue": 410000.0, "scorecard": 61.0}
    assert (found.unit, found.stratum, found.period) == ("p1", "growth", 3)


def test_just_below_its_limit_a_practice_is_absent():
    gone = replace(THERE, last_contact=date(2024, 9, 2))
    found = row_of(
        replace(RECORD, smart_share=0.79, sponsors=(HERE, gone), cadence_adherence=0.79, relationship_health=69.9)
    )
    assert set(found.practices.values()) == {0.0}
    assert found.outcomes["relationship_good"] == 0.0
    assert (
        row_of(replace(RECORD, sponsors=(HERE, replace(THERE, has_sponsor=False)))).practices["executive_sponsor"]
        == 0.0
    )


def test_what_is_not_recorded_is_missing():
    found = row_of(PracticeRecord("p1", DAY, date(2023, 5, 1)))
    assert set(found.practices.values()) == set(found.outcomes.values()) == {None}


def test_the_rows_fit_the_default_family():
    family = default_family(date(2025, 1, 1), date(2026, 1, 1))
    rows = practice_rows(PracticeRecords((RECORD,)), SETTINGS)
    assert rows[0].practices.keys() == {practice.name for practice in family.practices}
    assert rows[0].outcomes.keys() == {outcome.name for outcome in family.outcomes}
    assert family_of_patterns(FamilyInputs(family, rows), SETTINGS).family_size == 9


@pytest.mark.parametrize("given", [{"smart_share": 1.1}, {"cadence_adherence": -0.1}, {"scorecard": 101.0}])
def test_records_that_cannot_be_are_refused(given):
    with pytest.raises(InvalidInput, match="OUT_OF_RANGE"):
        replace(RECORD, **given)
