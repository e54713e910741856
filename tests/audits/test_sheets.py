"""Every sheet goes out as a workbook, is filled in as a person would, and is read back in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import pytest
from openpyxl import load_workbook

from comotion.audits.models import (
    AlignmentRating,
    Audit,
    Element,
    Interview,
    JointShare,
    Respondent,
    Signal,
    Touchpoint,
)
from comotion.audits.operations import NewRespondent, UnableToAudit, add_respondents
from comotion.audits.queries import audit_view
from comotion.audits.questionnaire import send
from comotion.audits.sheets import SHEETS, SheetResult, read_sheet, sheet_kind
from comotion.audits.sides import sides_of
from comotion.core.principal import Principal, acting_as
from comotion.initiatives.models import Activity, Assignment
from comotion.partnerships.models import Partnership
from comotion.reports.audit_sheets import sheet_workbook
from comotion.surveys.models import SurveyAnswer, SurveyResponse
from tests.audits import world

NORTHWIND, MERIDIAN = "Northwind Cloud", "Meridian Integration"
ONE = dict.fromkeys(world.LEVELS, 1)


@pytest.fixture
def audit(ours: Principal, room: Partnership) -> Audit:
    return world.begin(room, sizes=ONE)


def filled(
    audit: Audit, name: str, rows: Sequence[Mapping[str, object]], heads_become: Mapping[str, str] | None = None
) -> SheetResult:
    """Take a sheet out, write rows under its heads (some of them renamed), and read it back."""
    view, kind = audit_view(audit), sheet_kind(name)
    assert kind is not None
    book = load_workbook(io.BytesIO(sheet_workbook(view, kind, world.AT.date())))
    sheet = book.active
    heads = next(
        place for place, row in enumerate(sheet.iter_rows(values_only=True), 1) if row[0] == kind.heads(view)[0]
    )
    columns = {cell.value: cell.column for cell in sheet[heads] if cell.value}
    for before, now in (heads_become or {}).items():
        sheet.cell(heads, columns[before], now)
    for number, row in enumerate(rows, sheet.max_row + 1):
        for head, value in row.items():
            sheet.cell(number, columns[head], value)
    stream = io.BytesIO()
    book.save(stream)
    return read_sheet(view=view, kind=kind, data=stream.getvalue(), name=f"{name}.xlsx", at=world.AT)


def test_questionnaire_comes_back_from_people_with_and_without_an_address(audit: Audit):
    add_respondents(audit=audit, people=[NewRespondent(sides_of(audit)[0], "operational", "Ana Ruiz")])
    send(audit=audit, closes_at=world.CLOSES, at=world.AT, by=None)
    result = filled(
        audit,
        "answers",
        [
            {
                "Name": "",
                "Mail address": "management0@0.example",
                "OV1": 4,
                "OV3": "?",
                "SM9": "-",
                "Comment on": "ov3",
                "Comment": "Ask me.",
                "May be quoted": "Yes",
            },
            {"Name": "Ana Ruiz", "Setting": "joint", "OV1": 2},
            {"Name": "Nobody known", "OV1": 2},
            {"Name": "Ana Ruiz", "OV1": 2, "Comment on": "EC3", "Comment": "Too late."},
            {"Name": "", "Mail address": "management0@0.example", "OV1": 6},
        ],
    )
    assert (result.taken, [reason for _row, reason in result.refused]) == (
        2,
        [
            "“Nobody known” is not in the list of people.",
            "Say which statement the comment is on, and answer it.",
            "“6” is no answer: write 1 to 5, ? or -.",
        ],
    )
    given = SurveyAnswer.unscoped.order_by("response", "item").values_list(
        "response__mode", "item", "value", "no_value"
    )
    assert list(given) == [
        ("separate", "OV1", 4.0, ""),
        ("separate", "OV3", None, "dont_know"),
        ("separate", "SM9", None, "not_applicable"),
        ("joint", "OV1", 2.0, ""),
    ]
    assert SurveyResponse.unscoped.count() == 2
    said = SurveyAnswer.unscoped.exclude(comment="").values_list("item", "comment", "may_quote")
    assert list(said) == [("OV3", "Ask me.", True)]


def test_interviews_touchpoints_and_signals_come_back(audit: Audit):
    names = list(Respondent.objects.filter(audit=audit, level="executive").values_list("name", flat=True))
    talks = [{"Setting": "joint", "Held on": "2026-10-06", "People": "; ".join(names), "Notes": "Open."}]
    assert filled(audit, "interviews", talks).taken == 1
    met = {
        "Touchpoint": "Weekly", "Review": "wts", "Times a quarter": 13, "Minutes": 60, "Channel": "video",
        f"{NORTHWIND}, operational": 2, f"{MERIDIAN}, operational": 3, "Minutes past": 40, "Minutes planning": 15,
    }  # fmt: skip
    assert filled(audit, "touchpoints", [met]).taken == 1
    seen = {"Signal": "A rival bundles", "Company": MERIDIAN, "Level": "operational", "Observed": "2026-08-03",
            "Decided": dt.date(2026, 9, 14), "Outcome": "no_action"}  # fmt: skip
    assert filled(audit, "signals", [seen]).taken == 1
    assert Interview.objects.get().respondents.count() == 2
    found = Touchpoint.objects.get()
    sides = [side.key for side in sides_of(audit)]
    assert (found.per_quarter, found.past, found.is_confirmed) == (13, 40, True)
    assert found.people == {sides[0]: {"operational": 2}, sides[1]: {"operational": 3}}
    assert Signal.objects.get().decided_date == dt.date(2026, 9, 14)


def test_rewards_and_grades_come_back_each_side_its_own(audit: Audit, theirs: Principal):
    own = {"Company": NORTHWIND, "Role group": "Sales", "Counterpart": "Sales", "Written in": "mbo",
           "Rewarded": "new_logo", "Weight %": 60, "Joint share %": 5}  # fmt: skip
    assert filled(audit, "incentives", [own]).taken == 1
    with acting_as(theirs):
        refused = filled(audit, "incentives", [own | {"Rewarded": "cost"}]).refused
    assert [reason for _row, reason in refused] == ["Each side enters what its own people are rewarded for."]
    assert (Element.objects.get().weight, Element.objects.get().kind, JointShare.objects.get().share) == (
        0.6,
        "mbo",
        0.05,
    )
    world.release(group=Element.objects.get().group, at=world.AT)
    graded = {"Company": NORTHWIND, "Role group": "Sales", "Rewarded": "new_logo"}
    with acting_as(theirs):
        assert filled(audit, "grades", [graded | {f"Grade of {MERIDIAN}": "−1"}]).taken == 1
    assert filled(audit, "grades", [graded | {f"Grade of {NORTHWIND}": 2}]).taken == 1
    both = set(AlignmentRating.objects.values_list("organization__name", "grade"))
    assert both == {(NORTHWIND, 2), (MERIDIAN, -1)}


def test_matrix_comes_back_with_everybodys_letters(audit: Audit):
    row = {"Initiative": "Joint onboarding", "Activity": "Hand over", "Weight": 3, "Crosses sides": "yes",
           "Name (ours)": "A", "Name (theirs)": "R"}  # fmt: skip
    unnamed = filled(audit, "matrix", [row]).refused
    assert [reason for _row, reason in unnamed] == ["Write a name over the column “Name (ours)”."]
    named = {"Name (ours)": "Ana Ruiz (ours)", "Name (theirs)": f"Delivery ({MERIDIAN}, group)"}
    assert filled(audit, "matrix", [row], named).taken == 1
    activity = Activity.objects.get()
    assert (activity.name, activity.weight, activity.crosses_sides) == ("Hand over", 3, True)
    assert set(Assignment.objects.values_list("member", "side", "letters", "is_group")) == {
        ("Ana Ruiz", "ours", "A", False),
        ("Delivery", "theirs", "R", True),
    }


@pytest.mark.parametrize("name", [kind.name for kind in SHEETS if kind.name != "people"])
def test_sheet_that_comes_back_empty_is_said_to_be(audit: Audit, name: str):
    if name == "answers":
        Respondent.objects.filter(audit=audit).delete()
    with pytest.raises(UnableToAudit):
        filled(audit, name, [])


def test_file_that_is_no_sheet_is_refused_in_words(audit: Audit):
    kind = sheet_kind("people")
    assert kind is not None
    for content in (b"\x00\x01", b""):
        with pytest.raises(UnableToAudit):
            read_sheet(view=audit_view(audit), kind=kind, data=content, name="people.xlsx", at=world.AT)
