"""Ownership: worked examples O-01 and O-02, the mandate, invariant 1 of specification 03 e, errors of f."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.ownership.evidence import (
    Appointment,
    OwnershipRecords,
    leader_shares,
    ownership_evidence,
    ownership_friction,
)
from comotion.methods.ownership.leader import HARD, SOFT, LeaderFacts, leader_check
from comotion.methods.ownership.mandate import (
    FINDINGS,
    Grant,
    GrantSignature,
    Mandate,
    MandateInputs,
    Terms,
    mandate_check,
    mandate_hash,
)
from comotion.methods.ownership.raci import ADVICE, INVALIDATING, Activity, Matrix, raci
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
FIT = LeaderFacts(4, commits_home=True, commits_partner=True, reports_to_both_sponsors=True)
UNFIT = replace(FIT, seniority_rank=2)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def o_01_matrix():
    inputs = example("O-01")[0]
    rows = (Activity(name, row["weight"], row["roles"]) for name, row in inputs["raci"].items())
    return Matrix(tuple(rows), tuple(inputs["groups"]))


def o_01_appointments():
    flags = {name: row for name, row in example("O-01")[0]["initiatives"].items() if row["stl"]}
    return tuple(Appointment(name, f"p-{name}", FIT if row["authority"] else UNFIT) for name, row in flags.items())


def test_o_01_raci_findings_and_ownership_friction():
    inputs, expected, tolerance = example("O-01")
    found = ownership_evidence(
        OwnershipRecords(o_01_matrix(), tuple(inputs["initiatives"]), o_01_appointments()), SETTINGS
    )
    result = {
        "findings": raci(o_01_matrix(), SETTINGS).findings,
        "valid_activity_share": found.valid_activity_share,
        "stl_share": found.stl_share,
        "authority_share": found.authority_share,
        "ownership_evidence_friction": found.ownership_evidence_friction.value,
        "without_any_stl": ownership_friction(0.4, 0.0, None, SETTINGS),
    }
    assert near(result, expected, tolerance)
    assert found.findings == (
        "ACCOUNTABLE_NOT_A_PERSON:renewals",
        "MULTIPLE_ACCOUNTABLE:joint_reporting",
        "NO_ACCOUNTABLE:api_fixes",
        "LACKS_AUTHORITY:i2",
        "NOT_ONE_PERSON:i3",
    )


def test_o_02_leaders_pass_or_fail():
    inputs, expected, tolerance = example("O-02")
    results = [leader_check(LeaderFacts(**candidate), SETTINGS) for candidate in inputs["candidates"]]
    found = [{"pass": check.passes, "hard": check.hard, "advice": check.advice} for check in results]
    assert near({"results": found}, expected, tolerance)


def test_shares_of_leaders_come_from_appointments():
    rows = (
        Appointment("i1", "ana", FIT),
        Appointment("i2", "ana", FIT),
        Appointment("i2", "ben", FIT),
        Appointment("i3", "eva", UNFIT),
    )
    found = leader_shares(("i1", "i2", "i3", "i4"), rows, SETTINGS)
    assert (found.stl_share, found.authority_share, found.vacant) == (0.5, 0.5, ("i2", "i4"))
    assert found.checks["i2/ben"].hard == ("NOT_ONE_PERSON",)
    assert found.checks["i3/eva"].hard == ("LACKS_AUTHORITY",)
    nobody = leader_shares(("i1", "i2"), (), SETTINGS)
    assert (nobody.stl_share, nobody.authority_share, nobody.vacant) == (0.0, None, ("i1", "i2"))


def test_ownership_without_any_record_has_no_value():
    found = ownership_evidence(OwnershipRecords(Matrix(())), SETTINGS)
    assert (found.ownership_evidence_friction.value, found.ownership_evidence_friction.coverage) == (None, 0.0)
    assert (found.valid_activity_share, found.stl_share, found.authority_share) == (None, None, None)


def test_advice_of_the_matrix_does_not_invalidate():
    consulted = dict.fromkeys("cdefg", "C")
    side_of = {"a1": "a", "b1": "b", **dict.fromkeys(consulted, "b")}
    rows = (
        Activity("crosses", 1, {"a1": "A", "b1": "R"}, crosses_sides=True),
        Activity("shared", 2, {"a1": "AR", "b1": "C"}, crosses_sides=True),
        Activity("crowded", 1, {"a1": "AR", **consulted}),
        *(Activity(f"more{number}", 1, {"a1": "AR"}) for number in range(3)),
    )
    found = raci(Matrix(rows, sides=("a", "b"), side_of=side_of), SETTINGS)
    assert found.findings["crosses"] == ("SIDE_WITHOUT_ROLE",)
    assert found.findings["shared"] == ()
    assert found.findings["crowded"] == ("TOO_MANY_CONSULTED",)
    assert (found.valid_activity_share, found.overloaded) == (1.0, ("a1",))
    assert (found.people, found.accountable_persons, found.diffusion) == (7, 1, 7.0)
    assert found.open_findings()[-1] == "OVERLOADED_ACCOUNTABLE:a1"


def test_five_activities_do_not_overload_and_groups_are_no_people():
    rows = (*(Activity(f"x{number}", 1, {"a1": "AR"}) for number in range(5)), Activity("y", 1, {"board": "A"}))
    found = raci(Matrix(rows, groups=("board",)), SETTINGS)
    assert (found.overloaded, found.people, found.diffusion) == ((), 1, 1.0)
    assert found.findings["y"] == ("ACCOUNTABLE_NOT_A_PERSON", "NO_RESPONSIBLE")
    assert raci(Matrix(()), SETTINGS).diffusion == 0.0


activities = st.builds(
    Activity,
    st.just("x"),
    st.integers(1, 3),
    st.dictionaries(st.sampled_from("pqrst"), st.sampled_from(["R", "A", "C", "I", "AR", ""])),
)


@few
@given(st.lists(activities, min_size=1, max_size=6), st.data())
def test_a_second_accountable_never_lowers_friction(rows, data):
    rows = [replace(row, id=f"x{at}") for at, row in enumerate(rows)]
    valid = [at for at, row in enumerate(rows) if len(row.holding("A")) == 1 and row.holding("R")]
    if not valid:
        return
    at = data.draw(st.sampled_from(valid))
    more = list(rows)
    more[at] = replace(rows[at], roles={**rows[at].roles, "new": "A"})
    shares = [raci(Matrix(tuple(one)), SETTINGS).valid_activity_share for one in (rows, more)]
    before, after = (ownership_friction(share, 0.5, 0.5, SETTINGS).value for share in shares)
    assert after >= before


@few
@given(*(st.none() | st.floats(0, 1) for _ in range(3)))
def test_ownership_friction_lies_within_its_bounds(valid, leaders, authority):
    found = ownership_friction(valid, leaders, authority, SETTINGS)
    assert found.value is None or 0 <= found.low <= found.value <= found.high <= 100 + 1e-9


def test_what_cannot_be_is_refused():
    assert refusal(Activity, "x", 1, {"ana": "AX"}) == "UNKNOWN_ROLE"
    assert refusal(Activity, "x", 4, {}) == "OUT_OF_RANGE"
    assert refusal(raci, Matrix((Activity("x", 1, {}),) * 2), SETTINGS) == "DUPLICATE_ID"
    assert refusal(raci, Matrix((), side_of={"ana": "c"}, sides=("a",)), SETTINGS) == "UNKNOWN_ID"
    assert refusal(LeaderFacts, 7) == "OUT_OF_RANGE"
    assert refusal(LeaderFacts, 4, focus_share=1.2) == "OUT_OF_RANGE"
    assert refusal(leader_shares, ("i1", "i1"), (), SETTINGS) == "DUPLICATE_ID"
    assert refusal(leader_shares, (), (Appointment("i1", "ana", FIT),), SETTINGS) == "UNKNOWN_ID"
    assert refusal(ownership_friction, 1.5, None, None, SETTINGS) == "OUT_OF_RANGE"


def terms(side, sponsor, **more):
    return Terms(side, date(2025, 1, 1), date(2025, 12, 31), sponsor=sponsor, **more)


def signed(rows, signers, *, stale=(), withdrawn_on=None):
    bare = Mandate("ana", "launch", "a", tuple(Grant(row) for row in rows), withdrawn_on)
    current = mandate_hash(bare)
    grants = tuple(
        Grant(
            row,
            tuple(
                GrantSignature(person, rank, date(2025, 1, 5), "old" if row.side in stale else current)
                for person, rank in signers.get(row.side, ())
            ),
        )
        for row in rows
    )
    return replace(bare, grants=grants)


def check(mandate, as_of=date(2025, 6, 1), rank=3):
    return mandate_check(MandateInputs(mandate, {"a": ("sam",), "b": ("tia",)}, rank, as_of), SETTINGS)


BOTH = (terms("a", "sam", people=("u1",), talk_interval_days=7), terms("b", "tia", budget=500, talk_interval_days=14))
SIGNERS = {"a": (("sam", 6),), "b": (("tia", 4),)}


def test_a_mandate_signed_by_both_sponsors_lets_its_leader_act():
    found = check(signed(BOTH, SIGNERS))
    assert found.facts == LeaderFacts(
        3,
        vp_mandate_written=True,
        sponsor_access_days=14,
        commits_home=True,
        commits_partner=True,
        reports_to_both_sponsors=True,
    )
    assert (found.check.passes, found.findings) == (True, ())


def test_a_mandate_counts_from_its_first_to_its_last_day():
    mandate = signed(BOTH, SIGNERS)
    passing = [check(mandate, day).check.passes for day in (date(2025, 1, 4), date(2025, 1, 5), date(2025, 12, 31))]
    assert passing == [False, True, True]
    over = check(mandate, date(2026, 1, 1))
    assert (over.check.passes, over.findings) == (False, ("MANDATE_EXPIRED",))
    assert over.check.hard == HARD[1:]


def test_only_a_sponsor_of_the_side_commits_its_people():
    found = check(signed(BOTH, {"a": (("sam", 4),), "b": (("uwe", 6),)}))
    assert (found.facts.commits_home, found.facts.commits_partner) == (True, False)
    assert found.facts.vp_mandate_written
    nothing = (terms("a", "sam"), terms("b", "uwe", head_count=2))
    found = check(signed(nothing, SIGNERS))
    assert (found.facts.commits_home, found.facts.commits_partner) == (False, True)
    assert (found.facts.reports_to_both_sponsors, found.facts.sponsor_access_days) == (False, None)


def test_a_mandate_of_one_side_or_with_old_signatures_is_incomplete():
    found = check(signed(BOTH[:1], SIGNERS), rank=4)
    assert (found.check.hard, found.findings) == (("CANNOT_COMMIT_PARTNER", "NO_SPONSOR_LINE"), ("MANDATE_ONE_SIDED",))
    found = check(signed(BOTH, SIGNERS, stale=("b",)), rank=4)
    assert found.check.hard == ("CANNOT_COMMIT_PARTNER", "NO_SPONSOR_LINE")


def test_a_withdrawn_mandate_commits_nobody():
    mandate = signed(BOTH, SIGNERS, withdrawn_on=date(2025, 6, 1))
    assert check(mandate, date(2025, 5, 31)).check.passes
    assert check(mandate, date(2025, 6, 1)).check.hard == HARD[1:]


@few
@given(st.integers(1, 1000))
def test_any_change_of_a_mandate_asks_for_new_signatures(more):
    mandate = signed(BOTH, SIGNERS)
    grants = (replace(mandate.grants[0], terms=replace(BOTH[0], budget=float(more))), mandate.grants[1])
    found = check(replace(mandate, grants=grants), rank=6)
    assert (found.facts.commits_home, found.facts.commits_partner) == (False, False)


def test_a_mandate_with_more_sides_needs_them_all():
    sponsors = {"a": ("sam",), "b": ("tia",), "c": ("vic",)}
    inputs = MandateInputs(signed(BOTH, SIGNERS), sponsors, 4, date(2025, 6, 1))
    assert mandate_check(inputs, SETTINGS).facts.commits_partner is False


def test_mandates_that_cannot_be_are_refused():
    assert refusal(Terms, "a", date(2025, 2, 1), date(2025, 1, 1)) == "DATE_ORDER"
    assert refusal(terms, "a", "sam", budget=-1) == "OUT_OF_RANGE"
    assert refusal(terms, "a", "sam", time_share=1.5) == "OUT_OF_RANGE"
    assert terms("a", "sam", time_share=0.5).commits is False
    assert refusal(GrantSignature, "sam", 0, date(2025, 1, 1), "x") == "OUT_OF_RANGE"
    assert refusal(check, signed((terms("c", "x"),), {})) == "UNKNOWN_ID"


def test_every_code_has_an_action():
    rows = {row["id"] for row in table("friction-actions")["actions"]}
    assert {*INVALIDATING, *ADVICE, *HARD, *SOFT, *FINDINGS} <= rows
