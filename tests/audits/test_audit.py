"""An audit of two companies, from the first name to the frozen report: what each side sees, and what nobody sees."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from comotion.audits import evidence
from comotion.audits.issuing import issue, since_baseline
from comotion.audits.models import AlignmentRating, Audit, BaselineCells, Element, InterviewNote, Respondent, RoleGroup
from comotion.audits.operations import UnableToAudit, add_respondents, hold_interview, remove_respondent
from comotion.audits.progress import progress_of
from comotion.audits.queries import audit_view, group_lines, interview_notes, issued_report
from comotion.audits.questionnaire import enter
from comotion.audits.rewards import enter_element, name_group, rate, withhold
from comotion.audits.shown import ReportShown
from comotion.audits.sides import sides_of
from comotion.core.principal import Principal, acting_as
from comotion.methods.friction.questions import questions
from comotion.methods.payloads import as_json, read_record
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Insight
from comotion.surveys.answering import Given
from tests.audits import world
from tests.factories import make_partnership

NORTHWIND, MERIDIAN = "Northwind Cloud", "Meridian Integration"


def finished(room: Partnership, theirs: Principal, **begun) -> ReportShown:
    """A whole audit with eighteen answers, issued."""
    audit = world.begin(room, **begun)
    world.answer(audit)
    world.gather(audit)
    world.reward(audit, NORTHWIND, "new_logo")
    with acting_as(theirs):
        world.reward(audit, MERIDIAN, "retention")
        world.grade(audit, MERIDIAN, "new_logo", -1)
        world.grade(audit, MERIDIAN, "retention", 1)
    world.grade(audit, NORTHWIND, "new_logo", -1)
    world.grade(audit, NORTHWIND, "retention", 1)
    world.close(audit)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    return found[0]


def test_report_holds_causes_gaps_contacts_lag_and_rewards(ours: Principal, theirs: Principal, room: Partnership):
    report = finished(room, theirs)
    ownership, communication, metrics = report.causes
    # Executives at 25, management at 50, operational at 75 on every statement asked of all.
    assert [line.mean for line in ownership.levels] == [25, 50, 75]
    assert (ownership.level_gap.gap, ownership.side_gap.gap) == (50, 0)
    assert communication.documented == pytest.approx(100.0)
    assert report.talk.past_share == pytest.approx((13 * 45 + 3 * 60 + 90) / (13 * 60 + 3 * 90 + 90))
    assert (report.talk.lag_days, report.talk.missing_links) == (
        42.0, ("executive-management", "management-operational"),
    )  # fmt: skip
    # Mismatch (75 + 25) / 2 = 50, divergence 100, joint gap 100.
    assert metrics.documented == pytest.approx(0.5 * 50 + 0.3 * 100 + 0.2 * 100)
    assert (report.lacking, report.gathered.answered, report.gathered.invited) == ({}, 18, 18)
    assert (report.verdict, report.momentum_index) == ("undetermined", None)
    assert len(report.actions) == 5


def test_both_sides_read_the_same_report_to_the_last_digit(ours: Principal, theirs: Principal, room: Partnership):
    mine = finished(room, theirs)
    with acting_as(theirs):
        read = issued_report(Audit.objects.get(partnership=room))
    assert read is not None
    assert read[0] == mine


def test_eight_answers_show_bands_and_no_figure_of_any_group(ours: Principal, theirs: Principal, room: Partnership):
    report = finished(room, theirs, sizes={"executive": 1, "management": 1, "operational": 2})
    assert report.gathered.invited == 8
    for cause in report.causes:
        assert [(line.mean, line.n) for line in (*cause.levels, *cause.sides)] == [(None, None)] * 5
        assert (cause.level_gap.gap, cause.side_gap.gap) == (None, None)
    assert {question.value for question in report.questions} == {None}
    assert {cell.mean for question in report.questions for cell in question.cells} == {None}
    assert [line.band for line in report.causes[0].levels] == ["moderate", "high", "severe"]


@pytest.mark.parametrize("question", ["OV1", "OV3", "EC3", "SM9"])
def test_answer_of_one_person_cannot_be_found_from_what_is_shown(
    ours: Principal, theirs: Principal, room: Partnership, question: str
):
    """Whatever the only executive of a side answered to a statement, that statement's row reads the same."""
    rows = set()
    for value, day in zip((2, 3, 4), itertools.count(1)):
        starts = world.AT.date() + dt.timedelta(days=day)

        def answers(side: str, level: str, number: int, name: str, value: int = value) -> int | None:
            is_theirs = (side, level, name) == (MERIDIAN, "executive", question)
            return value if is_theirs else 3

        audit = world.begin(room, sizes={"executive": 1, "management": 1, "operational": 2}, starts=starts)
        world.answer(audit, answers)
        world.close(audit)
        issue(audit=audit, at=world.ISSUED)
        found = issued_report(audit)
        assert found is not None
        row = next(one for one in found[0].questions if one.id == question)
        lines = [replace(line, band=None) for line in (*row.levels, *row.sides)]
        rows.add(str((row.value, row.cells, lines, row.level_gap, row.side_gap)))
    assert len(rows) == 1


def test_nothing_of_a_small_cell_is_stored_where_somebody_reads(ours: Principal, theirs: Principal, room: Partnership):
    finished(room, theirs, sizes={"executive": 1, "management": 1, "operational": 2})
    assert BaselineCells.objects.count() == 0
    assert BaselineCells.unscoped.count() == 1


def test_notes_of_interviews_stay_with_the_facilitator(ours: Principal, theirs: Principal, room: Partnership):
    audit = world.begin(room)
    person = Respondent.objects.filter(audit=audit).order_by("pk")[0]
    hold_interview(
        audit=audit, mode="separate", held_date=world.AT.date(), people=[person], note="They fear the merger."
    )
    assert list(interview_notes(audit).values()) == ["They fear the merger."]
    with acting_as(theirs):
        assert (interview_notes(audit), InterviewNote.objects.count()) == ({}, 0)


def test_interviews_are_what_they_say(ours: Principal, room: Partnership):
    audit = world.begin(room)
    people = list(Respondent.objects.filter(audit=audit).order_by("pk"))
    day = world.AT.date()
    for mode, present in (("separate", [people[0], people[-1]]), ("joint", people[:2]), ("joint", [])):
        with pytest.raises(UnableToAudit):
            hold_interview(audit=audit, mode=mode, held_date=day, people=present)


def test_rewards_are_restricted_until_their_side_releases_them(ours: Principal, theirs: Principal, room: Partnership):
    audit = world.begin(room)
    world.reward(audit, NORTHWIND, "new_logo", released=False)
    group = RoleGroup.objects.get(audit=audit)
    with acting_as(theirs):
        assert Element.objects.count() == 0
        assert [(line.group.name, line.elements) for line in group_lines(audit_view(audit))] == [("Sales", ())]
    with acting_as(replace(ours, role="analyst")):
        assert Element.objects.count() == 0
    world.release(group=group, at=world.AT)
    with acting_as(theirs):
        assert Element.objects.count() == 1
        with pytest.raises(UnableToAudit):
            enter_element(group=RoleGroup.objects.get(), kind="mbo", behaviour="cost", weight=0.1)
    withhold(group=group, at=world.AT)
    with acting_as(theirs):
        assert Element.objects.count() == 0


def test_weights_of_a_group_are_at_most_all_of_it(ours: Principal, room: Partnership):
    audit = world.begin(room)
    world.reward(audit, NORTHWIND, "new_logo")
    with pytest.raises(UnableToAudit):
        enter_element(group=RoleGroup.objects.get(audit=audit), kind="mbo", behaviour="cost", weight=0.2)


def test_sides_grade_blind_to_each_other(ours: Principal, theirs: Principal, room: Partnership):
    audit = world.begin(room)
    world.reward(audit, NORTHWIND, "new_logo")
    world.grade(audit, NORTHWIND, "new_logo", -2)
    sides = sides_of(audit)
    with acting_as(theirs):
        assert AlignmentRating.objects.count() == 0
        assert no_grades(audit)
        world.grade(audit, MERIDIAN, "new_logo", 1)
        assert AlignmentRating.objects.count() == 2
    records = evidence.incentives_of(audit, sides)
    assert records is not None
    assert records.groups[0].elements[0].alignment("goal") == -0.5
    with pytest.raises(UnableToAudit):
        rate(element=Element.objects.get(), side=sides[0], grade=2, rated_by="Somebody")


def no_grades(audit) -> bool:
    records = evidence.incentives_of(audit, sides_of(audit))
    return records is not None and records.groups[0].elements[0].alignment("goal") is None


@pytest.mark.parametrize("kept", [None, ("retention", 0.0), ("volume", 0.5)])
def test_what_a_side_keeps_back_lowers_coverage_and_never_the_value(
    ours: Principal, theirs: Principal, room: Partnership, kept: tuple[str, float] | None
):
    """Whatever stands in the kept-back plan, or nothing: friction, bounds and coverage are the same."""
    audit = world.begin(room)
    world.reward(audit, NORTHWIND, "new_logo")
    with acting_as(theirs):
        if kept:
            world.reward(audit, MERIDIAN, kept[0], released=False, share=kept[1])
        else:
            name_group(audit=audit, side=sides_of(audit)[1], name="Sales", counterpart="Sales")
        world.grade(audit, MERIDIAN, "new_logo", -1)
    world.grade(audit, NORTHWIND, "new_logo", -1)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    figure = found[0].reward.friction
    assert figure is not None
    # Goal mismatch and joint gap of one of two groups, no pair to compare: (0.5 + 0.2) × half.
    assert figure.coverage == pytest.approx(0.35)
    assert (figure.value, figure.low, figure.high) == (None, pytest.approx(28.75), pytest.approx(93.75))
    assert "incentives" in found[0].lacking


def test_report_is_issued_once_after_closing_and_by_its_side(ours: Principal, theirs: Principal, room: Partnership):
    audit = world.begin(room)
    world.answer(audit)
    with pytest.raises(UnableToAudit):
        issue(audit=audit, at=world.ISSUED)
    world.close(audit)
    with acting_as(theirs), pytest.raises(UnableToAudit):
        issue(audit=audit, at=world.ISSUED)
    issue(audit=audit, at=world.ISSUED)
    person = Respondent.objects.filter(audit=audit).first()
    for late in (
        lambda: issue(audit=audit, at=world.ISSUED),
        lambda: add_respondents(audit=audit, people=[]),
        lambda: remove_respondent(respondent=person),
        lambda: enter(respondent=person, mode="separate", answers={"OV1": Given(value=1.0)}, at=world.ISSUED),
    ):
        with pytest.raises(UnableToAudit):
            late()


def test_fewer_than_three_answers_are_none(ours: Principal, room: Partnership):
    audit = world.begin(room, sizes={"executive": 1, "management": 0, "operational": 0})
    world.answer(audit)
    world.close(audit)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    assert {cause.said for cause in found[0].causes} == {None}


def test_later_audit_is_compared_on_the_same_cells(ours: Principal, room: Partnership):
    first = world.begin(room)
    world.answer(first)
    world.close(first)
    issue(audit=first, at=world.ISSUED)
    second = world.begin(room, starts=dt.date(2027, 1, 11))

    def better(side: str, level: str, number: int, question: str) -> int | None:
        if level == "executive" and question == "OV1":
            return None
        return 1 if questions()[question].reversed else 5

    world.answer(second, better)
    world.close(second)
    issue(audit=second, at=world.ISSUED)
    found = issued_report(second)
    assert found is not None
    since = since_baseline(second)
    assert since is not None
    # OV1 only over management (50) and operational (75) of both sides; OV2 over all three levels.
    assert (since.questions["OV1"].before, since.questions["OV1"].now) == (62.5, 0)
    assert since.questions["OV2"].before == 50
    assert since_baseline(first) is None


def test_progress_names_what_is_lacking_and_what_is_next(ours: Principal, theirs: Principal, room: Partnership):
    audit = world.begin(room)
    found = progress_of(audit_view(audit))
    assert [step.state for step in found.steps] == ["done", "done", *["open"] * 8]
    assert found.next.name == "questionnaire"
    assert found.step("interviews").lacking[-1] == "joint_interview:joint"
    world.gather(audit)
    states = {step.name: step.state for step in progress_of(audit_view(audit)).steps}
    assert states == {
        "goal": "done", "respondents": "done", "questionnaire": "open", "interviews": "done", "touchpoints": "done",
        "signals": "done", "artifacts": "done", "incentives": "open", "ownership": "open", "report": "open",
    }  # fmt: skip


def test_audit_of_a_partner_on_record_is_private_and_knows_the_index(ours: Principal, organization, theirs: Principal):
    partnership = make_partnership(organization, "Solvane Health")
    audit = world.begin(partnership)
    assert [side.name for side in sides_of(audit)] == [organization.name, "Solvane Health"]
    world.reward(audit, "Solvane Health", "utilisation")
    world.grade(audit, organization.name, "utilisation", -2)
    world.grade(audit, "Solvane Health", "utilisation", -2)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    assert [(group.name, group.pull) for group in found[0].reward.groups] == [("Sales", -1.0)]
    with acting_as(theirs):
        assert Element.objects.count() == 0


def test_stored_report_comes_back_as_it_was(ours: Principal, theirs: Principal, room: Partnership):
    report = finished(room, theirs)
    assert read_record(ReportShown, as_json(report)) == report


def test_insights_without_an_answer_are_evidence(ours: Principal, room: Partnership, organization):
    for number in range(3):
        Insight.objects.create(
            owner_org=organization, visibility=3, partnership=room, text=f"Customers want {number}", from_tier="wts",
            to_tier="mbr", raised_date=dt.date(2026, 7, 1),
        )  # fmt: skip
    audit = world.begin(room)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    assert "feed_forward_failure" in found[0].findings
    assert sorted(found[0].names[code.partition(":")[2]] for code in found[0].findings if code[:3] == "not") == [
        "Customers want 0", "Customers want 1", "Customers want 2",
    ]  # fmt: skip
