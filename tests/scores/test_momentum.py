"""The Momentum Index of records: promises, questions and insights of the trailing window, each of which opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Commitment, Decision, Insight
from comotion.rhythm.work import WorkFacts
from comotion.scores.explanation import explain
from comotion.scores.models import Snapshot
from comotion.scores.operations import rescore
from comotion.scores.recomputation import recompute, recompute_raw
from tests.factories import make_partnership, make_readings
from tests.scores.world import AT, OCTOBER, TODAY

pytestmark = [pytest.mark.usefixtures("principal"), pytest.mark.postgres]
DUE = dt.date(2026, 10, 10)
DAY = dt.timedelta(days=1)


def promise(partnership: Partnership, days_late: int | None, **fields: Any) -> Commitment:
    """A commitment due in October; done so many days after it was due, None for never."""
    done = None if days_late is None else DUE + days_late * DAY
    given = {"text": "Send the plan", "made_date": DUE - 30 * DAY, "due_date": DUE, "done_date": done,
             "state": "open" if done is None else "done"}  # fmt: skip
    return Commitment.objects.create(partnership=partnership, owner_org=partnership.owner_org, **(given | fields))


def question(partnership: Partnership, days: int | None) -> None:
    """A question raised in September, decided after so many days; None for not yet."""
    raised = dt.date(2026, 9, 10)
    Decision.objects.create(
        partnership=partnership, owner_org=partnership.owner_org, text="Which region?", raised_date=raised,
        decided_date=None if days is None else raised + days * DAY,
    )  # fmt: skip


def learnt(partnership: Partnership, *, answered: bool) -> None:
    """An insight of a weekly sync whose 45 days end in October."""
    raised = dt.date(2026, 9, 1)
    steps = {"on_agenda_date": raised + 10 * DAY, "disposition": "rejected", "reported_back_date": raised + 12 * DAY}
    Insight.objects.create(
        partnership=partnership, owner_org=partnership.owner_org, text="Demos are long", from_tier="wts",
        to_tier="mbr", raised_date=raised, **(steps if answered else {}),
    )  # fmt: skip


def figures(partnership: Partnership) -> dict[str, Any]:
    rescore(as_of=TODAY, at=AT)
    found: dict[str, Any] = Snapshot.objects.filter(partnership=partnership).latest("as_of", "pk").figures
    return found


@pytest.fixture
def busy(organization: Organization) -> Partnership:
    partnership = make_partnership(organization)
    for late in (0, -2, 0, 5, None):
        promise(partnership, late)
    for days in (4, 14, 20):
        question(partnership, days)
    for answered in (True, True, False):
        learnt(partnership, answered=answered)
    return partnership


def test_records_give_three_components_of_the_index(busy: Partnership) -> None:
    found = figures(busy)

    assert (found["kpi.commitments_kept"]["raw"], found["kpi.decision_latency_days"]["raw"]) == (
        pytest.approx(3.5 / 5),
        14.0,
    )
    assert found["feed_forward"]["raw"] == pytest.approx(2 / 3)
    assert found["feed_forward"]["value"] == pytest.approx(70.0)
    parts = {part["name"]: part["value"] for part in found["momentum_index"]["parts"]}
    assert parts["forward_meeting"] is None
    assert found["momentum_index"]["coverage"] == pytest.approx(0.80)
    expected = (0.30 * parts["commitments"] + 0.25 * parts["decision_latency"] + 0.25 * parts["feed_forward"]) / 0.80
    assert found["momentum_index"]["value"] == pytest.approx(expected)


@pytest.mark.parametrize("name", ["commitments_kept", "decision_latency_days", "feed_forward", "momentum_index"])
def test_figure_opens_down_to_its_records_and_recomputes(busy: Partnership, name: str) -> None:
    value = figures(busy)
    opened = explain(busy.ref, name).as_json()

    full = name if name in value else f"kpi.{name}"
    assert recompute(opened) == pytest.approx(value[full]["value"])
    if name != "momentum_index":
        assert recompute_raw(opened) == pytest.approx(value[full]["raw"])
        assert {one["name"] for one in opened["inputs"]} <= {"Send the plan", "Which region?", "Demos are long"}


def test_too_few_records_give_no_component(organization: Organization) -> None:
    partnership = make_partnership(organization)
    for _ in range(4):
        promise(partnership, 0)
    question(partnership, 3)
    learnt(partnership, answered=True)
    found = figures(partnership)

    codes = {
        name: found[name].get("code") for name in ("kpi.commitments_kept", "kpi.decision_latency_days", "feed_forward")
    }
    assert set(codes.values()) == {"TOO_FEW_RECORDS"}
    assert (found["momentum_index"]["value"], found["momentum_index"]["coverage"]) == (None, 0.0)


def test_imported_reading_counts_while_records_are_too_few(organization: Organization) -> None:
    partnership = make_partnership(organization)
    promise(partnership, 0)
    make_readings(partnership, "commitments_kept", OCTOBER, [0.7])
    assert figures(partnership)["kpi.commitments_kept"]["raw"] == 0.7


def test_records_count_before_an_imported_reading_that_differs(busy: Partnership) -> None:
    make_readings(busy, "commitments_kept", OCTOBER, [0.9])
    record = figures(busy)["kpi.commitments_kept"]
    assert (record["raw"], record["notes"]) == (pytest.approx(0.7), ["TWO_SOURCES"])


def test_what_is_done_on_no_known_day_or_cancelled_by_both_leaves_the_rate(busy: Partnership) -> None:
    promise(busy, None, state="done")
    promise(busy, None, state="cancelled", cancelled_date=DUE - 3 * DAY, both_agreed=True)
    assert figures(busy)["kpi.commitments_kept"]["raw"] == pytest.approx(3.5 / 5)


def test_what_one_side_cancelled_alone_is_missed(busy: Partnership) -> None:
    promise(busy, None, state="cancelled", cancelled_date=DUE - 3 * DAY)
    assert figures(busy)["kpi.commitments_kept"]["raw"] == pytest.approx(3.5 / 6)


def test_open_questions_make_the_latency_a_lower_bound(organization: Organization) -> None:
    partnership = make_partnership(organization)
    for days in (4, None, None):
        question(partnership, days)
    record = figures(partnership)["kpi.decision_latency_days"]
    assert (record["raw"], record["notes"]) == (52.0, ["LATENCY_LOWER_BOUND"])


def test_days_that_contradict_each_other_are_left_out_and_break_nothing(organization: Organization) -> None:
    partnership = make_partnership(organization)
    promise(partnership, 0, made_date=DUE + 5 * DAY)
    question(partnership, -3)
    assert WorkFacts(None).take(partnership.pk).commitments == ()
    assert WorkFacts(None).take(partnership.pk).decisions == ()


def test_answering_an_insight_makes_a_new_figure(busy: Partnership) -> None:
    before = figures(busy)["feed_forward"]["raw"]
    Insight.objects.filter(disposition="").update(
        on_agenda_date=dt.date(2026, 9, 5), disposition="accepted", reported_back_date=dt.date(2026, 9, 9)
    )
    assert (before, figures(busy)["feed_forward"]["raw"]) == (pytest.approx(2 / 3), 1.0)


@pytest.mark.parametrize("size", [1, 3])
def test_three_queries_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        promise(partnership, 0)
    with CaptureQueriesContext(connection) as captured:
        facts = WorkFacts(None)
        assert [len(facts.take(partnership.pk).commitments) for partnership in made] == [1] * size
    assert len(captured) == 3
