"""Details of card, derived KPIs, pulse and participation: ends of windows, minimums, sides, and what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from comotion.methods.kernel.weighted_mean import number
from comotion.methods.momentum.kept import Decision, Window
from comotion.methods.scorecard.batch import scorecards
from comotion.methods.scorecard.card import KpiScore, kpi_score, scorecard
from comotion.methods.scorecard.derive import (
    LeadHandover,
    Milestone,
    SponsorContact,
    decision_latency_days,
    executive_engagement,
    lead_response_hours,
    revenue_vs_plan,
    roadmap_milestones_met,
    sponsor_contacts,
)
from comotion.methods.scorecard.participation import (
    Act,
    Participation,
    ParticipationInputs,
    Shutdown,
    participation,
)
from comotion.methods.scorecard.pulse import TRUST_ITEMS, Pulse, PulseAnswers, pulse_kpis, trust_survey
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
LENIENT = replace(SETTINGS, card=replace(SETTINGS.card, min_leads=0, min_milestones=0))
DAY = date(2025, 6, 1)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
WINDOW = Window(NOON - timedelta(days=30), NOON)
TRUST = next(kpi for kpi in SETTINGS.card.kpis if kpi.id == "trust_survey")


def test_a_kpi_shows_its_reading_its_score_and_whether_it_was_clamped():
    # floor 20, target 70, ceiling 90: 45 is half-way to 75 points
    assert kpi_score(TRUST, 45.0, SETTINGS) == KpiScore("trust_survey", 45.0, number(37.5, SETTINGS), clamped=False)
    assert kpi_score(TRUST, 95.0, SETTINGS) == KpiScore("trust_survey", 95.0, number(100.0, SETTINGS), clamped=True)
    assert kpi_score(TRUST, None, SETTINGS) == KpiScore("trust_survey", None, number(None, SETTINGS), clamped=False)


def test_the_score_on_target_is_a_setting():
    changed = replace(SETTINGS, card=replace(SETTINGS.card, target_score=60.0))
    assert kpi_score(TRUST, 70.0, changed).scored.value == 60.0
    assert scorecards({"trust_survey": np.array([70.0])}, changed).kpis["trust_survey"].tolist() == [60.0]


def test_columns_hold_the_status_and_the_hash_of_the_single_card():
    whole = {kpi.id: kpi.limits.target for kpi in SETTINGS.card.kpis}
    gap = {name: value for name, value in whole.items() if name not in {"partner_satisfaction_10", "trust_survey"}}
    gap = {name: value for name, value in gap.items() if name not in {"executive_engagement", "perception_gap"}}
    found = scorecards({name: np.array([value, gap.get(name, np.nan)]) for name, value in whole.items()}, SETTINGS)
    assert [scorecard(row, SETTINGS).card.status for row in (whole, gap)] == ["ok", "provisional"]
    assert (found.card.status.tolist(), found.card.status.dtype) == ([2, 1], np.int8)
    assert found.card.coverage.tolist() == pytest.approx([1.0, 0.8])
    assert found.config_hash == SETTINGS.config_hash


def test_a_ratio_needs_any_denominator_above_zero():
    assert revenue_vs_plan(1.0, 0.5) == 2.0
    assert revenue_vs_plan(1.0, 0.0) is None
    assert revenue_vs_plan(None, 1.0) is None


def test_open_decisions_raise_the_latency():
    decisions = [Decision(f"d{day}", NOON - timedelta(days=day), NOON - timedelta(days=1)) for day in (3, 5)]
    waiting = [Decision("w", NOON - timedelta(days=20)), Decision("v", NOON - timedelta(days=25))]
    # closed after 2 and 4 days, open for 20 and 25: S(2) = 3/4, S(4) = 3/4 × 2/3 = 1/2
    assert decision_latency_days([*decisions, *waiting], WINDOW, SETTINGS) == 4.0
    assert decision_latency_days([*decisions, waiting[0]], WINDOW, SETTINGS) == 4.0
    assert decision_latency_days([decisions[0], *waiting], WINDOW, SETTINGS) == 25.0


def lead(name, handed, hours=None):
    return LeadHandover(name, handed, None if hours is None else handed + timedelta(hours=hours))


def test_leads_outside_the_window_do_not_end_the_count():
    old = lead("old", NOON - timedelta(days=60), 1)
    inside = [lead(f"l{hours}", NOON - timedelta(days=10), hours) for hours in (2, 4, 6, 8, 10)]
    assert lead_response_hours([old, *inside], WINDOW, SETTINGS) == 6.0
    assert lead_response_hours([old, *inside[:4]], WINDOW, SETTINGS) is None


def test_a_contact_at_the_end_of_the_window_is_not_known_in_it():
    leads = [lead("l1", NOON - timedelta(hours=5), 5), lead("l2", NOON - timedelta(hours=9), 4)]
    # l1 is still waiting at 5 hours, so the median of 4 is reached at S(4) = 1 − 1/2
    assert lead_response_hours(leads, WINDOW, LENIENT) == 4.0
    assert lead_response_hours(leads[:1], WINDOW, LENIENT) == 5.0
    assert lead_response_hours([leads[0], lead("l3", NOON - timedelta(hours=9))], WINDOW, LENIENT) == 9.0
    assert lead_response_hours([], WINDOW, LENIENT) is None
    assert lead("l4", NOON, 0).first_contact_at == NOON


def test_milestones_count_from_the_first_day_of_the_period():
    start, end = date(2025, 4, 1), date(2025, 7, 1)
    due = [Milestone("m1", start, start), Milestone("m2", DAY), Milestone("m3", end, start)]
    assert roadmap_milestones_met(due, start, end, LENIENT) == 0.5
    assert roadmap_milestones_met(due[:1], start, end, LENIENT) == 1.0
    assert roadmap_milestones_met([], start, end, LENIENT) is None


def test_sponsor_contacts_count_from_the_first_day():
    contacts = [SponsorContact("a", day, "talk") for day in (date(2025, 4, 1), DAY, date(2025, 7, 1))]
    assert sponsor_contacts(contacts, ("a", "b"), date(2025, 4, 1), date(2025, 7, 1)) == {"a": 2, "b": 0}


def test_more_contacts_than_due_are_no_more_than_all():
    assert executive_engagement({"a": 5, "b": 3}, 2, SETTINGS) == 1.0
    assert executive_engagement({}, 2, SETTINGS) is None
    assert executive_engagement({"a": 1}, 0, SETTINGS) is None


def acts(counts):
    """Acts of one side: so many in each window of 30 days, the newest first."""
    return tuple(
        Act("u", "a", DAY - timedelta(days=30 * at + 1 + number % 30), "comment", f"r{at}.{number}")
        for at, count in enumerate(counts)
        for number in range(count)
    )


def test_the_usual_number_is_the_median_of_three_whole_windows():
    inputs = ParticipationInputs(("a",), acts((4, 2, 8, 9)), date(2024, 1, 1), DAY)
    assert participation(inputs, SETTINGS) == {"a": Participation(4, 8)}
    turned = ParticipationInputs(("a",), acts((0, 9, 2, 2)), date(2024, 1, 1), DAY)
    assert participation(turned, SETTINGS) == {"a": Participation(0, 2)}


def test_a_shutdown_of_one_day_moves_the_windows_by_one_day():
    shutdown = (Shutdown(DAY - timedelta(days=5), DAY - timedelta(days=5)),)
    act = Act("u", "a", DAY - timedelta(days=31), "comment", "r")
    inputs = ParticipationInputs(("a",), (act,), date(2024, 1, 1), DAY, shutdown)
    assert participation(inputs, SETTINGS) == {"a": Participation(1, 0)}
    assert participation(replace(inputs, shutdowns=()), SETTINGS) == {"a": Participation(0, 0)}


def answered(side, number, level="management", trust=4, satisfaction=7.0):
    return PulseAnswers(f"{side}{number}", side, level, dict.fromkeys(TRUST_ITEMS, trust), satisfaction)


def side_of(side, count, **given):
    return tuple(answered(side, number, **given) for number in range(count))


def pulse(*answers, sides=("a", "b")):
    return pulse_kpis(Pulse(sides, answers), SETTINGS)


def test_gaps_are_signed_for_two_sides():
    # trust 4 of 5 is 75 points, 2 of 5 is 25
    found = pulse(*side_of("a", 3, trust=2, satisfaction=4.0), *side_of("b", 3, trust=4, satisfaction=7.0))
    assert (found.trust_gap, found.satisfaction_gap, found.perception_gap) == (-50.0, pytest.approx(-3.0), 50.0)
    assert (found.trust_survey.value, found.partner_satisfaction_10) == (50.0, 5.5)
    assert found.answers == {"a": 3, "b": 3}


def test_the_larger_of_both_gaps_counts():
    found = pulse(*side_of("a", 3, satisfaction=1.0), *side_of("b", 3, satisfaction=9.0))
    assert (found.trust_gap, found.perception_gap) == (0.0, pytest.approx(80.0))


def test_three_sides_are_as_far_apart_as_their_extremes():
    sides = ("a", "b", "c")
    answers = [one for side, trust in zip(sides, (2, 3, 5), strict=True) for one in side_of(side, 3, trust=trust)]
    assert pulse(*answers, sides=sides).trust_gap == 75.0


def test_sides_without_a_common_level_have_no_gap():
    found = pulse(*side_of("a", 3, level="executive"), *side_of("b", 3, level="operational"))
    assert (found.trust_gap, found.satisfaction_gap, found.perception_gap) == (None, None, None)
    # each side has one of two levels
    assert (found.trust_survey.value, found.trust_survey.coverage) == (75.0, 0.5)


def test_a_side_with_too_few_answers_does_not_hide_the_others():
    found = trust_survey(Pulse(("a", "b"), (*side_of("a", 2), *side_of("b", 3))), SETTINGS)
    assert (found.value, found.coverage, found.n) == (75.0, 0.5, 15)


def test_those_who_do_not_know_are_not_averaged():
    unsure = PulseAnswers("a9", "a", "management", dict.fromkeys(TRUST_ITEMS, "dont_know"))
    found = pulse(*side_of("a", 3), unsure, *side_of("b", 3))
    assert (found.trust_survey.value, found.trust_survey.n, found.answers["a"]) == (75.0, 30, 4)
    assert found.satisfaction_gap == 0.0


def test_satisfaction_may_be_none_at_all():
    found = pulse(*side_of("a", 3, satisfaction=0.0), *side_of("b", 3, satisfaction=None))
    assert (found.partner_satisfaction_10, found.satisfaction_gap) == (None, None)
    assert pulse().trust_survey == trust_survey(Pulse(("a", "b"), ()), SETTINGS)
    assert (pulse().trust_survey.value, pulse().trust_gap) == (None, None)
    assert [part.name for part in pulse().trust_survey.parts] == list(TRUST_ITEMS)
