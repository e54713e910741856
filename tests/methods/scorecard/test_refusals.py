"""What scorecard, pulse and warnings refuse says which code, which field, and what is wrong, word for word."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from comotion.methods.momentum.kept import Window
from comotion.methods.scorecard.batch import scorecards
from comotion.methods.scorecard.card import scorecard
from comotion.methods.scorecard.derive import (
    LeadHandover,
    Milestone,
    cadence_adherence,
    executive_engagement,
    lead_response_hours,
    roadmap_milestones_met,
)
from comotion.methods.scorecard.participation import Act, ParticipationInputs, Shutdown, participation
from comotion.methods.scorecard.pulse import Pulse, PulseAnswers, partner_satisfaction, pulse_kpis
from comotion.methods.scorecard.readings import KpiReading, current_readings
from comotion.methods.scorecard.warnings import WarningInputs, WarningState, advance_warnings, divergence
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
DAY = date(2025, 6, 1)
HOUR = datetime(2025, 6, 1, 12, tzinfo=UTC)
WINDOW = Window(datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
NOT_A_NUMBER = "nan is not a finite number."
KPIS = ", ".join(sorted(kpi.id for kpi in SETTINGS.card.kpis))
ITEMS = "bad_news_early, choose_again, conflicts_settled, effort_shared, keeps_promises"


def pulse(*answers):
    return pulse_kpis(Pulse(("a", "b"), answers), SETTINGS)


def asked(side="a", trust=None, satisfaction=None):
    return PulseAnswers("u1", side, "management", trust or {}, satisfaction)


def readings(*rows):
    return current_readings(rows, 3, SETTINGS)


def reading(kpi="trust_survey", value=55.0, unit="0–100"):
    return KpiReading(kpi, 3, value, unit)


UNIT = next(kpi.unit for kpi in SETTINGS.card.kpis if kpi.id == "trust_survey")
FOUND = divergence(90.0, 10.0, SETTINGS)
STATE = WarningState("DIVERGENCE", "open", "medium", DAY, DAY, {})


@pytest.mark.parametrize(
    ("call", "code", "field", "detail"),
    [
        (lambda: scorecard({"x": 1}, SETTINGS), "UNKNOWN_ID", "readings", f"x is not one of {KPIS}."),
        (lambda: scorecards({"x": np.ones(1)}, SETTINGS), "UNKNOWN_ID", "readings", f"x is not one of {KPIS}."),
        (lambda: cadence_adherence(3, 2), "OUT_OF_RANGE", "held", "Held meetings lie between 0 and those due."),
        (lambda: cadence_adherence(-1, 2), "OUT_OF_RANGE", "held", "Held meetings lie between 0 and those due."),
        (
            lambda: executive_engagement({"a": -1.0}, 2, SETTINGS),
            "OUT_OF_RANGE",
            "sponsor_contacts",
            "-1.0 is below zero.",
        ),
        (
            lambda: LeadHandover("l1", HOUR, datetime(2025, 6, 1, 11, tzinfo=UTC)),
            "DATE_ORDER",
            "l1.first_contact_at",
            "The contact precedes the handover.",
        ),
        (
            lambda: lead_response_hours([LeadHandover("l1", HOUR)] * 2, WINDOW, SETTINGS),
            "DUPLICATE_ID",
            "leads",
            "The id l1 occurs twice.",
        ),
        (
            lambda: roadmap_milestones_met([Milestone("m", DAY)] * 2, DAY, date(2025, 7, 1), SETTINGS),
            "DUPLICATE_ID",
            "milestones",
            "The id m occurs twice.",
        ),
        (
            lambda: Shutdown(DAY, date(2025, 5, 31)),
            "DATE_ORDER",
            "shutdown.last",
            "It ends on 2025-05-31, before 2025-06-01.",
        ),
        (
            lambda: participation(
                ParticipationInputs(("a",), (Act("u", "z", DAY, "comment", "r"),), date(2024, 1, 1), DAY), SETTINGS
            ),
            "UNKNOWN_ID",
            "acts.side",
            "z is not a side of this room.",
        ),
        (lambda: pulse(asked("z")), "UNKNOWN_ID", "answers.side", "z is not one of a, b."),
        (lambda: pulse(asked(), asked()), "DUPLICATE_ANSWER", "answers.person", "u1 answers twice."),
        (lambda: pulse(asked(trust={"x": 3})), "UNKNOWN_ID", "answers.trust", f"x is not one of {ITEMS}."),
        (
            lambda: pulse(asked(satisfaction=10.5)),
            "OUT_OF_RANGE",
            "answers.satisfaction",
            "10.5 lies outside 0.0 to 10.0.",
        ),
        (
            lambda: partner_satisfaction(Pulse(("a", "b"), (asked(),)), "a", SETTINGS),
            "WRONG_SOURCE",
            "answers",
            "Satisfaction of the partner is asked of the partner.",
        ),
        (
            lambda: partner_satisfaction(Pulse(("a", "b"), ()), "z", SETTINGS),
            "UNKNOWN_ID",
            "own_side",
            "z is not one of a, b.",
        ),
        (lambda: readings(reading("x")), "UNKNOWN_ID", "readings.kpi", f"x is not one of {KPIS}."),
        (
            lambda: readings(reading(unit="days")),
            "UNIT_MISMATCH",
            "readings.unit",
            f"trust_survey is measured in {UNIT}, not in days.",
        ),
        (lambda: readings(reading(value=float("nan"), unit=UNIT)), "NOT_FINITE", "readings.value", NOT_A_NUMBER),
        (
            lambda: readings(reading(unit=UNIT), reading(unit=UNIT)),
            "DUPLICATE_READING",
            "readings",
            "trust_survey has two readings for 3.",
        ),
        (lambda: advance_warnings((), (FOUND, FOUND), DAY), "DUPLICATE_ID", "findings", "DIVERGENCE occurs twice."),
        (
            lambda: advance_warnings((STATE, STATE), (), DAY),
            "DUPLICATE_ID",
            "previous",
            "A code has more than one state.",
        ),
        (
            lambda: WarningInputs(DAY, 1, DAY, {"relationship_health": ((1, 5.0), (1, 6.0))}),
            "DUPLICATE_PERIOD",
            "categories.relationship_health",
            "A period has more than one value.",
        ),
    ],
)
def test_the_card_and_its_warnings_say_what_they_refuse(call, code, field, detail):
    with pytest.raises(InvalidInput) as caught:
        call()
    assert (caught.value.code, caught.value.field, caught.value.detail) == (code, field, detail)
