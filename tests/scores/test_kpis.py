"""Each derived KPI against a value computed by hand; the records stand in ``world``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from comotion.accounts.models import DealMerge, Opportunity, Stage
from comotion.identity.models import Organization
from comotion.ledger.models import HorizonGrade, LedgerEntry, RoadmapTheme
from comotion.measures.models import PeriodKind, Reading
from comotion.methods.configuration.restart import TierDays
from comotion.methods.settings import MethodSettings, default_settings
from comotion.partnerships.models import Partnership, Sponsor
from comotion.partnerships.periods import month_of
from comotion.rhythm.models import Meeting
from comotion.scores.derived import Derived
from comotion.scores.facts import ProgramRecords
from comotion.scores.kpis import KpiSource
from comotion.surveys.models import PulseAnswer
from tests.factories import make_grade, make_meeting, make_opportunity, make_readings
from tests.scores.world import OCTOBER, deal, make_full_partnership

pytestmark = pytest.mark.usefixtures("principal")
MONTH = month_of(OCTOBER)


@pytest.fixture
def partnership(organization: Organization) -> Partnership:
    return make_full_partnership(organization)


def kpis(month: int = MONTH, settings: MethodSettings | None = None) -> dict[str, Derived]:
    (records,) = ProgramRecords(None, first=MONTH - 24, last=MONTH)
    return KpiSource(records, settings or default_settings()).month(month).kpis


def notes_of(derived: Derived) -> list[str]:
    return [one.note for one in derived.inputs if one.note]


@pytest.mark.parametrize(
    ("kpi", "value"),
    [
        ("revenue_vs_plan", 90_000 / 100_000),
        ("pipeline_coverage", 500_000 / 300_000),
        ("cost_to_serve_ratio", 36_000 / 90_000),
        ("revenue_growth_yoy", 20.0),
        ("horizon_score", 48.75),
        ("roadmap_milestones_met", 3 / 4),
        ("value_type_count", 1.0),
        ("fairness_index", 85.0),
        ("decision_latency_days", 14.0),
        ("commitments_kept", 0.7),
        ("lead_response_hours", 40.0),
        ("cadence_adherence", 2 / 3),
        ("partner_satisfaction_10", 6.0),
        ("trust_survey", (75 + 50) / 2),
        ("executive_engagement", 1 / 2),
        ("perception_gap", 25.0),
    ],
)
def test_kpi_has_the_value_computed_by_hand(partnership: Partnership, kpi: str, value: float) -> None:
    assert kpis()[kpi].raw == pytest.approx(value, abs=1e-9)


def test_merged_deals_never_count(partnership: Partnership) -> None:
    deal(partnership, "merged-by-itself", dt.date(2026, 10, 3), 1e6, merged_into="x")
    deal(partnership, "merged-by-list", dt.date(2026, 10, 3), 1e6)
    DealMerge.objects.create(
        owner_org=partnership.owner_org,
        survivor_external_id=f"{partnership.pk}-won-sourced",
        merged_external_id=f"{partnership.pk}-merged-by-list",
    )
    assert kpis()["revenue_vs_plan"].raw == pytest.approx(0.9)


def test_currencies_are_never_added(partnership: Partnership) -> None:
    deal(partnership, "in-dollars", dt.date(2026, 10, 3), 1_000, currency="USD")
    found = kpis()
    assert (found["revenue_vs_plan"].raw, found["revenue_vs_plan"].code) == (None, "UNIT_MISMATCH")
    assert (found["revenue_growth_yoy"].raw, found["revenue_growth_yoy"].code) == (None, "UNIT_MISMATCH")
    assert (found["cost_to_serve_ratio"].raw, found["cost_to_serve_ratio"].code) == (None, "UNIT_MISMATCH")
    assert found["pipeline_coverage"].raw == pytest.approx(5 / 3)


def test_a_plan_in_another_currency_is_not_compared(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="revenue_plan").update(unit="USD")
    assert kpis()["revenue_vs_plan"].code == "UNIT_MISMATCH"


def test_ledger_in_two_currencies_gives_no_fairness(partnership: Partnership) -> None:
    LedgerEntry.objects.filter(side="ours").update(currency="USD")
    found = kpis()
    assert (found["fairness_index"].raw, found["fairness_index"].code) == (None, "UNIT_MISMATCH")
    assert found["value_type_count"].code == "UNIT_MISMATCH"


def test_an_unknown_amount_is_listed_and_does_not_enter(partnership: Partnership) -> None:
    deal(partnership, "amount-unknown", dt.date(2026, 10, 3), None)
    found = kpis()["revenue_vs_plan"]
    assert found.raw == pytest.approx(0.9)
    assert notes_of(found) == ["AMOUNT_UNKNOWN"]
    assert "AMOUNT_UNKNOWN" in found.notes


def test_revenue_is_missing_where_no_amount_is_known(partnership: Partnership) -> None:
    Opportunity.objects.update(amount=None)
    found = kpis()
    assert (found["revenue_vs_plan"].raw, found["revenue_growth_yoy"].raw) == (None, None)


def test_a_month_without_deals_has_no_revenue_not_a_missing_one(partnership: Partnership) -> None:
    assert kpis(MONTH - 1)["revenue_vs_plan"].raw == 0.0


def test_a_month_before_the_crm_knew_anything_is_missing(partnership: Partnership) -> None:
    make_readings(partnership, "revenue_plan", dt.date(2024, 12, 1), [100_000])
    assert kpis(month_of(dt.date(2024, 12, 1)))["revenue_vs_plan"].raw is None


def test_a_deal_of_unknown_role_counts_as_influenced(partnership: Partnership) -> None:
    Opportunity.objects.filter(name="won-sourced").update(partner_role="")
    found = kpis()["revenue_vs_plan"]
    assert found.raw == pytest.approx((0.3 * 60_000 + 0.3 * 100_000) / 100_000)
    assert "ROLE_TAKEN_AS_INFLUENCED" in found.notes


def test_a_stage_tells_what_a_deal_does_not(partnership: Partnership) -> None:
    Stage.objects.create(
        owner_org=partnership.owner_org, external_id="77", label="Gewonnen", is_closed=True, is_won=True
    )
    Opportunity.objects.filter(name="won-sourced").update(is_won=None, is_closed=None, stage="77")
    assert kpis()["revenue_vs_plan"].raw == pytest.approx(0.9)


def test_a_deal_of_unknown_state_is_listed_and_does_not_enter(partnership: Partnership) -> None:
    Opportunity.objects.filter(name="won-sourced").update(is_won=None, is_closed=None)
    found = kpis()["revenue_vs_plan"]
    assert found.raw == pytest.approx(0.3)
    assert notes_of(found) == ["STATE_UNKNOWN"]


def test_a_quarterly_plan_gives_a_third_to_each_month(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="revenue_plan").delete()
    for start, value in ((OCTOBER, 270_000), (dt.date(2027, 1, 1), 250_000)):
        make_readings(partnership, "revenue_plan", start, [value], period_kind=PeriodKind.QUARTER)
    found = kpis()
    assert found["revenue_vs_plan"].raw == pytest.approx(90_000 / 90_000)
    assert found["pipeline_coverage"].raw == pytest.approx(2.0)


def test_without_a_plan_the_ratio_is_missing(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="revenue_plan").delete()
    found = kpis()
    assert (found["revenue_vs_plan"].code, found["pipeline_coverage"].code) == ("NO_PLAN", "NO_PLAN")


def test_a_plan_of_zero_leaves_the_ratio_missing(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="revenue_plan").update(value=0)
    assert kpis()["revenue_vs_plan"].raw is None


def test_costs_are_held_against_the_same_months(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="partnership_cost", period_start__lt=dt.date(2026, 9, 1)).delete()
    found = kpis()["cost_to_serve_ratio"]
    assert found.raw == pytest.approx(6_000 / 90_000)
    assert found.notes == ("COST_MONTHS:2",)


def test_fewer_than_three_milestones_are_too_few(partnership: Partnership) -> None:
    RoadmapTheme.objects.filter(theme__in=["Theme 1", "Theme 2"]).delete()
    assert (kpis()["roadmap_milestones_met"].raw, kpis()["roadmap_milestones_met"].code) == (None, "TOO_FEW_MILESTONES")


def test_grades_of_one_side_count_alone_and_of_both_as_their_mean(partnership: Partnership) -> None:
    HorizonGrade.objects.filter(side="theirs", horizon="h2").update(grade=3)
    assert kpis()["horizon_score"].raw == pytest.approx(25 * (0.4 * 4 + 0.35 * 2))
    HorizonGrade.objects.filter(side="theirs").delete()
    assert kpis()["horizon_score"].raw == pytest.approx(48.75)


def test_a_later_joint_grade_replaces_the_sides_own(partnership: Partnership) -> None:
    make_grade(partnership, "h2", 4, dt.date(2026, 10, 2), side="joint")
    assert kpis()["horizon_score"].raw == pytest.approx(25 * (0.4 * 4 + 0.35 * 4))


def test_grades_older_than_two_quarters_are_missing(partnership: Partnership) -> None:
    HorizonGrade.objects.update(date=dt.date(2026, 1, 31))
    assert kpis()["horizon_score"].raw is None
    HorizonGrade.objects.update(date=dt.date(2026, 2, 1))
    assert kpis()["horizon_score"].raw == pytest.approx(48.75)


def test_entries_that_one_side_confirms_do_not_enter(partnership: Partnership) -> None:
    LedgerEntry.objects.update(confirmed_by_them=False)
    found = kpis()["fairness_index"]
    assert found.raw is None
    assert set(notes_of(found)) == {"NOT_CONFIRMED"}


def test_a_review_without_known_attendance_does_not_enter(partnership: Partnership) -> None:
    Meeting.objects.update(our_sponsor_present=False, their_sponsor_present=False)
    Meeting.objects.filter(scheduled_date=dt.date(2026, 8, 12)).update(our_attendees="", their_attendees="")
    found = kpis()["cadence_adherence"]
    assert found.raw == pytest.approx(1 / 2)
    assert notes_of(found) == ["ATTENDANCE_UNKNOWN"]


def test_a_review_held_too_late_is_not_held(partnership: Partnership) -> None:
    Meeting.objects.filter(scheduled_date=dt.date(2026, 8, 12)).update(held_date=dt.date(2026, 8, 18))
    assert kpis()["cadence_adherence"].raw == pytest.approx(1 / 3)
    patient = default_settings()
    patient = replace(patient, rhythm=replace(patient.rhythm, tolerance_days=TierDays(2.0, 6.0, 10.0)))
    assert kpis(settings=patient)["cadence_adherence"].raw == pytest.approx(2 / 3)


def test_a_review_that_one_side_attended_is_not_held(partnership: Partnership) -> None:
    Meeting.objects.filter(scheduled_date=dt.date(2026, 8, 12)).update(their_attendees="")
    assert kpis()["cadence_adherence"].raw == pytest.approx(1 / 3)


def test_stand_ups_are_no_reviews(partnership: Partnership) -> None:
    make_meeting(partnership, "stand_up", dt.date(2026, 10, 2))
    assert kpis()["cadence_adherence"].raw == pytest.approx(2 / 3)


def test_engagement_is_missing_where_nothing_is_known_of_sponsors(partnership: Partnership) -> None:
    Sponsor.objects.all().delete()
    Meeting.objects.update(our_sponsor_present=False, their_sponsor_present=False)
    assert kpis()["executive_engagement"].code == "NO_DATA"


def test_a_side_with_two_answers_is_suppressed(partnership: Partnership) -> None:
    PulseAnswer.unscoped.filter(side="theirs", respondent_hash="theirs-2").delete()
    found = kpis()
    assert (found["partner_satisfaction_10"].raw, found["partner_satisfaction_10"].code) == (None, "SUPPRESSED")
    assert (found["perception_gap"].raw, found["perception_gap"].code) == (None, "SUPPRESSED")
    assert found["trust_survey"].raw == pytest.approx(75)
    assert all(one.n is None for one in found["trust_survey"].inputs)


def test_our_own_answers_are_no_satisfaction_of_the_partner(partnership: Partnership) -> None:
    PulseAnswer.unscoped.filter(side="theirs").delete()
    assert kpis()["partner_satisfaction_10"].code == "WRONG_SOURCE"


def test_a_round_that_is_not_closed_yet_is_not_read(partnership: Partnership) -> None:
    assert kpis(MONTH - 2)["trust_survey"].raw is None


def test_readings_older_than_two_periods_are_missing(partnership: Partnership) -> None:
    values = [kpis(MONTH + later)["commitments_kept"].raw for later in (0, 1, 2, 3)]
    assert values == [0.7, 0.7, 0.7, None]
    assert kpis(MONTH + 3)["commitments_kept"].code == "TOO_OLD"


def test_a_quarters_reading_counts_from_its_end_for_two_more_quarters(partnership: Partnership) -> None:
    Reading.objects.filter(kpi="commitments_kept").delete()
    make_readings(partnership, "commitments_kept", dt.date(2026, 1, 1), [0.6], period_kind=PeriodKind.QUARTER)
    march = month_of(dt.date(2026, 3, 1))
    values = [kpis(march + later)["commitments_kept"].raw for later in (-1, 0, 8, 9)]
    assert values == [None, 0.6, 0.6, None]


def test_an_imported_reading_counts_only_where_nothing_is_derived(partnership: Partnership) -> None:
    make_readings(partnership, "revenue_vs_plan", OCTOBER, [1.1], source="board.xlsx")
    found = kpis()["revenue_vs_plan"]
    assert (found.raw, found.notes) == (pytest.approx(0.9), ("TWO_SOURCES",))
    assert [(one.value, one.source) for one in found.inputs if one.note == "TWO_SOURCES"] == [(1.1, "board.xlsx")]
    Opportunity.objects.all().delete()
    assert kpis()["revenue_vs_plan"].raw == 1.1


def test_readings_of_two_sides_that_differ_are_both_kept(partnership: Partnership) -> None:
    make_readings(partnership, "commitments_kept", OCTOBER, [0.9], side="theirs")
    found = kpis()["commitments_kept"]
    assert (found.raw, found.notes) == (0.7, ("CONFLICTING_READINGS",))
    assert [(one.side, one.value, one.note) for one in found.inputs] == [
        ("ours", 0.7, ""),
        ("theirs", 0.9, "CONFLICTING_READINGS"),
    ]


@pytest.mark.parametrize(("kpi", "unit"), [("decision_latency_days", "hours"), ("commitments_kept", "%")])
def test_a_reading_in_another_unit_is_not_taken(partnership: Partnership, kpi: str, unit: str) -> None:
    Reading.objects.filter(kpi=kpi).update(unit=unit)
    assert (kpis()[kpi].raw, kpis()[kpi].code) == (None, "UNIT_MISMATCH")


def test_a_partnership_without_records_has_no_kpi(organization: Organization) -> None:
    from tests.factories import make_partnership

    make_partnership(organization)
    assert {derived.raw for derived in kpis().values()} == {None}


def test_rows_of_another_organization_never_enter(partnership: Partnership) -> None:
    from tests.factories import make_organization

    other = make_organization("Someone Else")
    before = kpis()
    fields: dict[str, Any] = {"owner_org": other, "visibility": 3}
    make_readings(partnership, "commitments_kept", dt.date(2026, 10, 1), [0.1], side="joint", **fields)
    make_meeting(partnership, "mbr", dt.date(2026, 10, 20), **fields)
    make_grade(partnership, "h1", 0, dt.date(2026, 10, 20), side="ours", **fields)
    make_opportunity(other, "theirs", partnership=partnership, amount=5e6, close_date=dt.date(2026, 10, 2), is_won=True)
    assert kpis() == before
