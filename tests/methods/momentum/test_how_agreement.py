"""How Agreement: worked example M-04, invariant 4 of specification 05 e, errors of f."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.incentives.metrics import MomentumMetric
from comotion.methods.momentum.content import content_hash
from comotion.methods.momentum.how_agreement import (
    CODES,
    AgreementFacts,
    HowAgreement,
    HowAgreementInputs,
    Priority,
    Signature,
    TierPlan,
    how_agreement,
    judge,
)
from comotion.methods.ownership.leader import LeaderFacts
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
FIT = LeaderFacts(4, commits_home=True, commits_partner=True, reports_to_both_sponsors=True)
DAY = date(2025, 2, 5)
METRIC = MomentumMetric(
    "m",
    "demos",
    "demos",
    baseline=2,
    target=6,
    owner="ana",
    due=date(2025, 4, 30),
    cadence_days=7,
    influenced_by=("a", "b"),
    agreed_by=("a", "b"),
    sits_beside=("pipeline_coverage",),
    behaviour_level=True,
    behaviour_reason="invite",
)
AGREEMENT = HowAgreement(
    "p1",
    ("a", "b"),
    date(2025, 2, 3),
    "jvo_lite",
    (Priority("x", "i1", ("ana",)), Priority("y", "i2", ("ben",))),
    dict.fromkeys(("wts", "mbr", "qsr"), TierPlan((date(2025, 2, 10),), "ana")),
    (METRIC, replace(METRIC, id="n")),
    {"a": ("sam",), "b": ("tia",)},
)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def signatures(agreement, *people):
    return tuple(Signature(person, date(2025, 2, 4), content_hash(agreement)) for person in people)


def found(agreement=AGREEMENT, signed=(), as_of=DAY, **more):
    leaders = more.pop("leaders", {"ana": FIT, "ben": FIT})
    return how_agreement(HowAgreementInputs(agreement, tuple(signed), as_of, leaders, **more), SETTINGS)


def test_m_04_status_and_findings():
    inputs, expected, tolerance = example("M-04")
    results = []
    for case in inputs["cases"]:
        facts = AgreementFacts(
            case["operating_model"],
            model_blocked=False,
            priorities=case["priorities"],
            priorities_with_fit_leader=case["priorities_with_passing_stl"],
            rhythm=case["rhythm"],
            metrics=case["metrics_valid"],
            invalid_metrics=(),
            signatures_required=tuple(case["signatures_required"]),
            signatures_valid=tuple(case["signatures_valid"]),
        )
        status, findings = judge(facts, SETTINGS)
        results.append({"status": status, "findings": findings})
    assert near({"results": results}, expected, tolerance)


def test_an_agreement_is_signed_by_every_sponsor_and_leader():
    everybody = ("sam", "tia", "ana", "ben")
    assert AGREEMENT.signers() == everybody
    some = found(signed=signatures(AGREEMENT, "sam", "ana"), friction_report_on=DAY)
    assert (some.status, some.findings) == ("ready_to_sign", ("SIGNATURE_MISSING:tia", "SIGNATURE_MISSING:ben"))
    assert some.may_be_signed
    every = found(signed=signatures(AGREEMENT, *everybody))
    assert (every.status, every.findings, every.may_be_signed) == ("signed", (), False)
    tomorrow = tuple(replace(one, signed_on=date(2025, 2, 6)) for one in signatures(AGREEMENT, *everybody))
    assert found(signed=tomorrow).status == "ready_to_sign"


def test_nothing_is_signed_before_the_friction_report_without_a_reason():
    assert not found().may_be_signed
    assert not found(friction_report_on=date(2025, 2, 6)).may_be_signed
    assert found(override_reason="the audit of last quarter still holds").may_be_signed


def test_every_part_that_lacks_something_is_named():
    bare = replace(AGREEMENT, operating_model=None, priorities=(), rhythm={}, metrics=())
    assert found(bare).findings[:6] == (
        "MODEL_MISSING",
        "PRIORITY_COUNT_OUT_OF_RANGE",
        "RHYTHM_INCOMPLETE:qsr",
        "RHYTHM_INCOMPLETE:mbr",
        "RHYTHM_INCOMPLETE:wts",
        "METRIC_COUNT",
    )
    changed = replace(
        AGREEMENT,
        rhythm={**AGREEMENT.rhythm, "wts": TierPlan((date(2025, 9, 1),), "ana"), "mbr": TierPlan((DAY,), " ")},
        metrics=(replace(METRIC, unit=""), replace(METRIC, id="n")),
    )
    drafted = found(changed, model_blocked=True)
    assert drafted.status == "draft"
    assert drafted.findings[:4] == (
        "MODEL_BLOCKED",
        "RHYTHM_INCOMPLETE:mbr",
        "RHYTHM_INCOMPLETE:wts",
        "METRIC_INVALID:m",
    )


@pytest.mark.parametrize(
    ("leaders", "known"),
    [
        (("ana", "ben"), {"ana": FIT, "ben": FIT}),
        ((), {}),
        (("ana",), {}),
        (("ana",), {"ana": replace(FIT, commits_home=False)}),
    ],
)
def test_a_priority_needs_one_leader_who_is_fit(leaders, known):
    changed = replace(AGREEMENT, priorities=(Priority("x", "i1", leaders), Priority("y", "i2", ("ben",))))
    assert "STL_MISSING_OR_UNFIT" in found(changed, leaders={"ben": FIT, **known}).findings


def test_one_leader_of_two_priorities_is_allowed_with_advice():
    changed = replace(AGREEMENT, priorities=(Priority("x", "i1", ("ana",)), Priority("y", "i2", ("ana",))))
    assert found(changed).advice == ("NOT_SINGLE_THREADED:ana",)
    assert (found(changed).status, found().advice) == ("ready_to_sign", ())


def test_an_agreement_expires_after_its_last_day():
    everybody = signatures(AGREEMENT, *AGREEMENT.signers())
    assert found().last_day == date(2025, 5, 4)
    statuses = [found(signed=everybody, as_of=day).status for day in (date(2025, 5, 4), date(2025, 5, 5))]
    assert statuses == ["signed", "expired"]
    longer = replace(AGREEMENT, valid_until=date(2025, 6, 30))
    assert found(longer, as_of=date(2025, 6, 30)).status == "ready_to_sign"


@few
@given(
    st.sampled_from(["partnership", "operating_model", "metrics", "priorities", "valid_until", "sponsors"]), st.data()
)
def test_any_edit_of_a_signed_agreement_makes_it_unsigned(name, data):
    edits = {
        "partnership": "p2",
        "operating_model": "embedded_pod",
        "metrics": (replace(METRIC, target=data.draw(st.floats(7, 90))), AGREEMENT.metrics[1]),
        "priorities": (replace(AGREEMENT.priorities[0], initiative="i9"), AGREEMENT.priorities[1]),
        "valid_until": date(2025, 4, data.draw(st.integers(1, 30))),
        "sponsors": {"a": ("sam",), "b": ("tia", "uwe")},
    }
    signed = signatures(AGREEMENT, *AGREEMENT.signers())
    edited = found(replace(AGREEMENT, **{name: edits[name]}), signed)
    assert edited.status == "ready_to_sign"
    assert edited.findings[0] == "SIGNATURE_STALE:sam"


def test_signing_again_replaces_a_stale_signature():
    stale = Signature("sam", date(2025, 2, 4), "old")
    both = found(signed=(stale, *signatures(AGREEMENT, *AGREEMENT.signers())))
    assert (both.status, both.findings) == ("signed", ())


def test_agreements_that_cannot_be_are_refused():
    assert refusal(found, signed=signatures(AGREEMENT, "zoe")) == "UNKNOWN_ID"
    assert refusal(replace, AGREEMENT, valid_until=date(2025, 1, 1)) == "DATE_ORDER"
    assert refusal(replace, AGREEMENT, priorities=AGREEMENT.priorities[:1] * 2) == "DUPLICATE_ID"
    assert refusal(replace, AGREEMENT, metrics=(METRIC, METRIC)) == "DUPLICATE_ID"
    assert refusal(replace, AGREEMENT, sponsors={"c": ("sam",)}) == "UNKNOWN_ID"


def test_every_code_has_an_action():
    rows = {row["id"] for row in table("friction-actions")["actions"]}
    assert set(CODES) <= rows
