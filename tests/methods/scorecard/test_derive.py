"""KPIs that records and the pulse give (specification 10 c1)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from comotion.methods.momentum.kept import Commitment, Decision, Window
from comotion.methods.scorecard import derive
from comotion.methods.scorecard.pulse import TRUST_ITEMS, Pulse, PulseAnswers, partner_satisfaction, pulse_kpis
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
START = datetime(2025, 1, 1, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=60))


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def day(number):
    return START + timedelta(days=number)


def test_ratios_are_missing_without_a_denominator():
    assert derive.revenue_vs_plan(90, 100) == 0.9
    assert derive.revenue_vs_plan(90, 0) is None
    assert derive.pipeline_coverage(300, 100) == 3.0
    assert derive.cost_to_serve_ratio(None, 100) is None
    assert derive.cost_to_serve_ratio(25, 100) == 0.25
    assert derive.revenue_growth_yoy(80, 100) == pytest.approx(-20)
    assert derive.revenue_growth_yoy(80, None) is None


def test_cadence_adherence_is_held_over_due():
    assert derive.cadence_adherence(12, 16) == 0.75
    assert derive.cadence_adherence(0, 0) is None
    assert refusal(derive.cadence_adherence, 5, 4) == "OUT_OF_RANGE"


def test_milestones_count_when_at_least_three_are_due():
    rows = [
        derive.Milestone("m1", date(2025, 1, 10), date(2025, 1, 10)),
        derive.Milestone("m2", date(2025, 2, 10), date(2025, 2, 11)),
        derive.Milestone("m3", date(2025, 3, 10)),
        derive.Milestone("m4", date(2025, 4, 1), date(2025, 1, 2)),
    ]
    found = derive.roadmap_milestones_met(rows, date(2025, 1, 1), date(2025, 4, 1), SETTINGS)
    assert found == pytest.approx(1 / 3)
    assert derive.roadmap_milestones_met(rows[:2], date(2025, 1, 1), date(2025, 4, 1), SETTINGS) is None
    assert (
        refusal(derive.roadmap_milestones_met, rows[:1] * 2, date(2025, 1, 1), date(2025, 4, 1), SETTINGS)
        == "DUPLICATE_ID"
    )


def test_commitments_and_decisions_follow_the_momentum_index():
    commitments = [Commitment(f"c{n}", day(0), day(10), day(9 + n)) for n in range(5)]
    assert derive.commitments_kept(commitments, WINDOW, SETTINGS) == pytest.approx((2 + 0.5 * 3) / 5)
    assert derive.commitments_kept(commitments[:4], WINDOW, SETTINGS) is None
    decisions = [Decision(f"d{n}", day(-5), day(n)) for n in range(3)]
    assert derive.decision_latency_days(decisions, WINDOW, SETTINGS) == 6
    assert derive.decision_latency_days(decisions[:2], WINDOW, SETTINGS) is None


def test_lead_response_censors_leads_without_contact():
    leads = [derive.LeadHandover(f"l{n}", day(1), day(1) + timedelta(hours=10 * n)) for n in (1, 2, 3)]
    waiting = [derive.LeadHandover("l4", day(59)), derive.LeadHandover("l5", day(1), day(70))]
    outside = derive.LeadHandover("l6", day(-3), day(0))
    assert derive.lead_response_hours([*leads, *waiting, outside], WINDOW, SETTINGS) == 30.0
    assert derive.lead_response_hours([*leads, waiting[0], outside], WINDOW, SETTINGS) is None
    silent = [derive.LeadHandover(f"s{n}", day(50)) for n in range(5)]
    assert derive.lead_response_hours(silent, WINDOW, SETTINGS) == 240.0
    assert refusal(derive.LeadHandover, "l", day(2), day(1)) == "DATE_ORDER"
    assert refusal(derive.lead_response_hours, leads[:1] * 2, WINDOW, SETTINGS) == "DUPLICATE_ID"


def test_executive_engagement_is_that_of_the_side_with_less():
    contacts = [
        derive.SponsorContact("a", date(2025, 1, 5), "meeting"),
        derive.SponsorContact("a", date(2025, 2, 5), "talk"),
        derive.SponsorContact("a", date(2025, 3, 5), "talk"),
        derive.SponsorContact("b", date(2025, 1, 5), "meeting"),
        derive.SponsorContact("b", date(2025, 2, 5), "talk", other_side_present=False),
        derive.SponsorContact("b", date(2025, 4, 1), "talk"),
    ]
    held = derive.sponsor_contacts(contacts, ("a", "b"), date(2025, 1, 1), date(2025, 4, 1))
    assert held == {"a": 3, "b": 1}
    assert derive.executive_engagement(held, None, SETTINGS) == 0.5
    assert derive.executive_engagement(held, 1, SETTINGS) == 1.0
    assert derive.executive_engagement(held, 0, SETTINGS) is None
    assert derive.executive_engagement({}, None, SETTINGS) is None
    assert refusal(derive.executive_engagement, {"a": -1}, None, SETTINGS) == "OUT_OF_RANGE"


def person(name, side, level, trust, satisfaction):
    return PulseAnswers(name, side, level, dict.fromkeys(TRUST_ITEMS, trust), satisfaction)


def pulse(*answers, sides=("a", "b")):
    return Pulse(sides, tuple(answers))


def both_sides(b_trust=2, b_satisfaction=4.0):
    side_a = [person(f"a{n}", "a", "management", 4, 8.0) for n in range(3)]
    return pulse(*side_a, *(person(f"b{n}", "b", "management", b_trust, b_satisfaction) for n in range(3)))


def test_a_pulse_gives_trust_satisfaction_and_the_gap():
    found = pulse_kpis(both_sides(), SETTINGS)
    assert (found.trust_survey.value, found.trust_survey.n) == (50.0, 30)
    assert (found.partner_satisfaction_10, found.trust_gap, found.satisfaction_gap) == (6.0, 50.0, 4.0)
    assert (found.perception_gap, found.answers) == (50.0, {"a": 3, "b": 3})
    assert pulse_kpis(both_sides(b_trust=4), SETTINGS).perception_gap == 40.0


def test_trust_counts_levels_equally_and_not_heads():
    crowd = [person(f"o{n}", "a", "operational", 1, 5.0) for n in range(9)]
    boss = person("e", "a", "executive", 5, 5.0)
    side_b = [
        person(f"b{n}", "b", level, 3, 5.0) for n, level in enumerate(("executive", "operational", "operational"))
    ]
    assert pulse_kpis(pulse(*crowd, boss, *side_b), SETTINGS).trust_survey.value == 50.0


def test_a_side_with_two_answers_is_missing():
    few_b = pulse(*both_sides().answers[:5])
    found = pulse_kpis(few_b, SETTINGS)
    assert (found.partner_satisfaction_10, found.perception_gap) == (None, None)
    assert (found.trust_survey.value, found.trust_survey.coverage) == (75.0, 0.5)
    assert pulse_kpis(pulse(), SETTINGS).trust_survey.value is None


def test_satisfaction_on_an_own_card_is_the_partners():
    assert partner_satisfaction(both_sides(), "a", SETTINGS) == 4.0
    own = pulse(*both_sides().answers[:3])
    assert refusal(partner_satisfaction, own, "a", SETTINGS) == "WRONG_SOURCE"
    assert refusal(partner_satisfaction, own, "z", SETTINGS) == "UNKNOWN_ID"


def test_three_sides_are_compared_by_their_extremes():
    three = [person(f"{s}{n}", s, "management", t, 5.0) for s, t in (("a", 5), ("b", 3), ("c", 2)) for n in range(3)]
    assert pulse_kpis(pulse(*three, sides=("a", "b", "c")), SETTINGS).trust_gap == 75.0


def test_answers_that_cannot_be_are_refused():
    one = person("p", "a", "management", 3, 5.0)
    assert refusal(pulse_kpis, pulse(one, one), SETTINGS) == "DUPLICATE_ANSWER"
    assert refusal(pulse_kpis, pulse(replace(one, side="z")), SETTINGS) == "UNKNOWN_ID"
    assert refusal(pulse_kpis, pulse(replace(one, trust={"x": 1})), SETTINGS) == "UNKNOWN_ID"
    assert refusal(pulse_kpis, pulse(replace(one, satisfaction=11.0)), SETTINGS) == "OUT_OF_RANGE"
    assert (
        refusal(pulse_kpis, pulse(*both_sides().answers[:5], person("x", "b", "m", 9, 1.0)), SETTINGS) == "OUT_OF_RANGE"
    )
