"""Settings of the restart: defaults of specification 02–05, and what is refused."""

import pytest

from comotion.methods.incentives.evidence import PARTS
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings, default_settings

SETTINGS = default_settings()


def test_defaults_are_those_of_the_specification():
    friction, ownership = SETTINGS.friction, SETTINGS.ownership
    assert (friction.survey_weight, friction.evidence_weight, friction.primary_within) == (0.5, 0.5, 5)
    assert (friction.say_do_gap, friction.candour_gap, friction.actions) == (20, 15, 5)
    assert (ownership.valid_activities, ownership.single_leaders, ownership.authority) == (0.5, 0.3, 0.2)
    assert (ownership.access_days, ownership.focus_from) == (14, 0.5)
    assert [weight for _, weight in SETTINGS.communication.parts()] == [0.25, 0.20, 0.25, 0.15, 0.15]
    assert (SETTINGS.communication.wts_closure_days, SETTINGS.communication.mbr_closure_days) == (45, 120)
    assert [getattr(SETTINGS.incentives, part) for part in PARTS] == [0.5, 0.3, 0.2]
    assert (SETTINGS.pool.gate, SETTINGS.pool.cap) == (50, 0.5)
    tolerance, usual = SETTINGS.rhythm.tolerance_days, SETTINGS.rhythm.usual_per_quarter
    assert (tolerance.wts, tolerance.mbr, tolerance.qsr) == (2, 5, 10)
    assert (usual.wts, usual.mbr, usual.qsr) == (12, 3, 1)
    plan = SETTINGS.plan
    assert (plan.audit, plan.how_agreement, plan.execute, plan.adapt) == (13, 27, 59, 89)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"friction": {"survey_weight": 0, "evidence_weight": 0}}, "WEIGHTS_SUM_TO_ZERO"),
        ({"friction": {"cause_from": 101}}, "OUT_OF_RANGE"),
        ({"friction": {"candour_gap": -1}}, "OUT_OF_RANGE"),
        ({"friction": {"actions": 0}}, "OUT_OF_RANGE"),
        ({"ownership": {"authority": -1}}, "WEIGHTS_NEGATIVE"),
        ({"ownership": {"rank_from": 7}}, "OUT_OF_RANGE"),
        ({"ownership": {"access_days": -1}}, "OUT_OF_RANGE"),
        ({"ownership": {"focus_from": 2}}, "OUT_OF_RANGE"),
        ({"communication": {"lag": -1}}, "WEIGHTS_NEGATIVE"),
        ({"communication": {"cross_level_target": 0}}, "OUT_OF_RANGE"),
        ({"communication": {"past_from": 0.8}}, "CUTS_NOT_ASCENDING"),
        ({"communication": {"lag_to_days": 7}}, "CUTS_NOT_ASCENDING"),
        ({"communication": {"mbr_closure_days": -1}}, "OUT_OF_RANGE"),
        ({"incentives": {"divergence": -1}}, "WEIGHTS_NEGATIVE"),
        ({"incentives": {"joint_share_target": 0}}, "OUT_OF_RANGE"),
        ({"incentives": {"disputed_from": -1}}, "OUT_OF_RANGE"),
        ({"incentives": {"metrics_min": 4}}, "OUT_OF_RANGE"),
        ({"pool": {"weights": {"closed_deals": -1}}}, "WEIGHTS_NEGATIVE"),
        ({"pool": {"gate": 101}}, "OUT_OF_RANGE"),
        ({"pool": {"cap": 2}}, "OUT_OF_RANGE"),
        ({"rhythm": {"tolerance_days": {"wts": -1, "mbr": 5, "qsr": 10}}}, "OUT_OF_RANGE"),
        ({"rhythm": {"priorities_min": 4}}, "OUT_OF_RANGE"),
        ({"rhythm": {"planning_minutes": -1}}, "OUT_OF_RANGE"),
        ({"rhythm": {"friday_win_days": 0}}, "OUT_OF_RANGE"),
        ({"plan": {"audit": 30}}, "CUTS_NOT_ASCENDING"),
        ({"plan": {"cycle_months": 13}}, "OUT_OF_RANGE"),
    ],
)
def test_settings_of_the_restart_that_cannot_work_are_refused(payload, code):
    with pytest.raises(InvalidInput) as caught:
        MethodSettings.from_json(payload)
    assert caught.value.code == code
