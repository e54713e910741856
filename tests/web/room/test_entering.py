"""Entering things in a room: each form works, changes what it should and the figures, and refuses without losing text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comotion.core.models import AuditEntry, Draft
from comotion.ledger.models import HorizonGrade, LedgerEntry
from comotion.measures.models import Reading
from comotion.narrative.names import KPIS
from comotion.partnerships.models import Partnership, Standing
from comotion.portfolio.models import PortfolioRow
from tests.factories import make_organization
from tests.web.program import (
    MALFORMED_REFS,
    MISSING_REF,
    ROLES,
    Program,
    body,
    make_one_month,
    roles_that_may,
    score,
    text_of,
)

READING = {"kpi": "trust_survey", "month": "2026-10", "value": "90", "source": "Counted by hand"}
GRADE = {"horizon": "h3", "grade": "3", "evidence": "Budget signed & started.", "date": "2026-11-10"}
ENTRY = {
    "side": "ours", "direction": "contribution", "value_type": "strategic", "description": "A shared lab", "date": "2026-11-02",
    "our_amount": "1200.50", "their_amount": "", "currency": "EUR", "confirmed_by_us": "on",
}  # fmt: skip
STANDING = {
    "owner_name": "Priya Raman", "potential_fit": "5", "potential_our_contribution": "4", "potential_partner_contribution": "3",
    "potential_complexity": "2", "effort": "1", "partner_willing": "false", "willing_asked_date": "2026-11-01", "step": "6",
    "next_review_date": "2026-12-01", "notes": "Call Marta.",
}  # fmt: skip
FORMS: dict[str, tuple[dict[str, str], str, str]] = {
    "metrics/enter/": (READING, "create", "measures"),
    "value/grade/": (GRADE, "change", "standing"),
    "value/enter/": (ENTRY, "change", "standing"),
    "standing/": (STANDING, "change", "standing"),
}


def rows() -> tuple[Any, ...]:
    """Everything these forms could change."""
    return (
        Reading.unscoped.count(), HorizonGrade.unscoped.count(), LedgerEntry.unscoped.count(),
        list(Standing.unscoped.order_by("pk").values()), AuditEntry.unscoped.count(),
    )  # fmt: skip


def last_deed() -> tuple[str, str, str]:
    entry = AuditEntry.unscoped.select_related("person").latest("sequence")
    return entry.action, entry.subject, entry.person.name if entry.person else ""


def value_of(partnership: Partnership, column: str) -> float | None:
    return getattr(PortfolioRow.unscoped.get(partnership=partnership), column)


def test_reading_is_kept_with_its_origin_and_moves_the_figures(program: Program, owner: Client) -> None:
    before = value_of(program.one_month, "relationship_health")

    answer = owner.post(program.room("metrics/enter/", program.one_month), READING, follow=True)

    reading = Reading.unscoped.get(partnership=program.one_month, kpi="trust_survey")
    assert (reading.value, reading.period_start, reading.source, reading.entered_by) == (
        90.0,
        dt.date(2026, 10, 1),
        "Counted by hand",
        "Ada Owner",
    )
    assert answer.redirect_chain == [(program.room("metrics/", program.one_month), 302)]
    assert "Kept. The figures of Kestrel Payments are up to date." in text_of(body(answer))
    assert "Trust survey 90" in text_of(body(answer))
    assert (before, value_of(program.one_month, "relationship_health")) == (37.5, 87.5)
    assert last_deed() == ("correct", "reading", "Ada Owner")


def test_reading_of_a_new_month_is_entered_beside_the_others(program: Program, owner: Client) -> None:
    owner.post(program.room("metrics/enter/", program.one_month), READING | {"month": "2026-09", "value": "-1.5e1"})

    found = Reading.unscoped.filter(partnership=program.one_month, kpi="trust_survey").order_by("period_start")
    assert list(found.values_list("period_start", "value")) == [
        (dt.date(2026, 9, 1), -15.0),
        (dt.date(2026, 10, 1), 20.0),
    ]
    assert last_deed() == ("enter", "reading", "Ada Owner")


def test_reading_begins_with_the_measure_of_its_address(program: Program, owner: Client) -> None:
    html = body(owner.get(program.room("metrics/enter/") + "?kpi=lead_response_hours"))

    assert '<option value="lead_response_hours" selected>' in html
    assert owner.get(program.room("metrics/enter/") + "?kpi=%3Cnonsense").status_code == 200


def test_grade_is_kept_and_shows_in_the_value_section(program: Program, owner: Client) -> None:
    answer = owner.post(program.room("value/grade/", program.empty), GRADE, follow=True)

    grade = HorizonGrade.unscoped.get(partnership=program.empty)
    assert (grade.horizon, grade.grade, grade.evidence, grade.side, grade.date) == (
        "h3",
        3,
        GRADE["evidence"],
        "ours",
        dt.date(2026, 11, 10),
    )
    assert "Later, beyond 18 months, our grade 3 Budget signed & started. 10 Nov" in text_of(body(answer))
    assert last_deed() == ("grade", "horizon", "Ada Owner")


def test_grade_of_the_same_day_is_replaced(program: Program, owner: Client) -> None:
    for number in ("1", "4"):
        owner.post(program.room("value/grade/", program.empty), GRADE | {"grade": number})

    assert list(HorizonGrade.unscoped.filter(partnership=program.empty).values_list("grade", flat=True)) == [4]


def test_entry_is_kept_and_shows_in_the_ledger(program: Program, owner: Client) -> None:
    answer = owner.post(program.room("value/enter/", program.empty), ENTRY, follow=True)

    entry = LedgerEntry.unscoped.get(partnership=program.empty)
    assert (entry.description, entry.our_amount, entry.their_amount, entry.currency) == (
        "A shared lab",
        Decimal("1200.50"),
        None,
        "EUR",
    )
    assert (entry.confirmed_by_us, entry.confirmed_by_them, entry.owner_org) == (True, False, program.organization)
    assert "put in Strategic 1, 0 1,200 EUR –" in text_of(body(answer)).replace("1,201", "1,200")
    assert last_deed() == ("enter", "ledger entry", "Ada Owner")


def test_entry_of_the_largest_amount_in_small_letters_is_kept_and_read_again(program: Program, owner: Client) -> None:
    sent = ENTRY | {"our_amount": "9" * 15 + ".99", "currency": "usd"}

    assert owner.post(program.room("value/enter/", program.empty), sent, follow=True).status_code == 200

    assert LedgerEntry.unscoped.get(partnership=program.empty).currency == "USD"
    assert owner.get(program.path("portfolio/")).status_code == 200


@pytest.mark.parametrize("value", ["1e12", "-1e12", "1e-320", "-5", "1000"])
def test_reading_of_any_size_leaves_every_page_readable(program: Program, owner: Client, value: str) -> None:
    for kpi in (*KPIS, "revenue_plan", "partnership_cost"):
        sent = READING | {"kpi": kpi, "value": value}
        assert owner.post(program.room("metrics/enter/", program.one_month), sent).status_code == 302

    paths = [program.room(section, program.one_month) for section in ("", "metrics/", "scorecard/")]
    assert [owner.get(path).status_code for path in (*paths, program.path("portfolio/"))] == [200] * 4


def test_standing_is_changed_and_moves_potential_and_owner(program: Program, owner: Client) -> None:
    before = value_of(program.empty, "potential")

    answer = owner.post(program.room("standing/", program.empty), STANDING, follow=True)

    standing = Standing.unscoped.get(partnership=program.empty)
    assert (standing.owner_name, standing.effort, standing.partner_willing, standing.step, standing.notes) == (
        "Priya Raman",
        1.0,
        False,
        6,
        "Call Marta.",
    )
    assert (before, value_of(program.empty, "potential") is None, value_of(program.empty, "owner_name")) == (
        None,
        False,
        "Priya Raman",
    )
    assert "Partner willing no" in text_of(body(answer))
    assert last_deed() == ("change", "standing", "Ada Owner")


def test_standing_shows_what_is_held_and_empties_what_is_emptied(program: Program, owner: Client) -> None:
    path = program.room("standing/", program.one_month)
    html = body(owner.get(path))
    assert 'value="Priya Raman"' in html

    owner.post(path, STANDING | {"effort": "", "partner_willing": "unknown", "notes": "", "step": ""})

    standing = Standing.unscoped.get(partnership=program.one_month)
    assert (standing.effort, standing.partner_willing, standing.notes, standing.step) == (None, None, "", None)
    assert value_of(program.one_month, "priority") is None


def test_history_tells_what_was_entered_by_whom(program: Program, owner: Client) -> None:
    for section, (sent, _, _) in FORMS.items():
        owner.post(program.room(section, program.empty), sent)

    text = text_of(body(owner.get(program.room("history/", program.empty))))

    assert "Ada Owner entered a reading of Trust survey for 2026-10-01: 90.0" in text
    assert "Ada Owner graded h3 with 3: Budget signed & started." in text
    assert "Ada Owner entered “A shared lab”" in text
    assert "owner name: → Priya Raman" in text


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("metrics/enter/", {"value": ""}, "This field is required."),
        ("metrics/enter/", {"value": "many"}, "Enter a number."),
        ("metrics/enter/", {"value": "nan"}, "Enter a number."),
        ("metrics/enter/", {"value": "1e999"}, "Enter a number."),
        ("metrics/enter/", {"value": "1e13"}, "less than or equal to"),
        ("metrics/enter/", {"value": "-1e308"}, "greater than or equal to"),
        ("metrics/enter/", {"month": "October"}, "Enter a valid date."),
        ("metrics/enter/", {"month": "2026-11"}, "This month is not over yet."),
        ("metrics/enter/", {"kpi": "nonsense"}, "Select a valid choice."),
        ("metrics/enter/", {"source": "x" * 201}, "at most 200 characters"),
        ("value/grade/", {"grade": "5"}, "Select a valid choice."),
        ("value/grade/", {"evidence": ""}, "This field is required."),
        ("value/grade/", {"date": "2026-11-17"}, "This day has not come yet."),
        ("value/grade/", {"horizon": "h4"}, "Select a valid choice."),
        ("value/enter/", {"our_amount": ""}, "Say what it is worth to at least one side"),
        ("value/enter/", {"our_amount": "-1"}, "greater than or equal to 0"),
        ("value/enter/", {"our_amount": "1" * 30}, "digits"),
        ("value/enter/", {"date": "2027-01-01"}, "This day has not come yet."),
        ("value/enter/", {"side": "nobody"}, "Select a valid choice."),
        ("value/enter/", {"our_amount": "0.001"}, "decimal places"),
        ("value/enter/", {"currency": "EURO"}, "at most 3 characters"),
        ("value/enter/", {"currency": "€"}, "Three letters, as in EUR."),
        ("standing/", {"effort": "6"}, "Between 1 and 5."),
        ("standing/", {"potential_fit": "0"}, "Between 1 and 5."),
        ("standing/", {"step": "8"}, "Between 1 and 7."),
        ("standing/", {"next_review_date": "soon"}, "Enter a valid date."),
        ("standing/", {"owner_name": "x" * 151}, "at most 150 characters"),
        ("standing/", {"potential_complexity": "much"}, "Enter a number."),
    ],
)  # fmt: skip
def test_form_refuses_beside_the_field_keeps_the_text_and_changes_nothing(
    program: Program, owner: Client, section: str, changes: dict[str, str], said: str
) -> None:
    kept = {
        "metrics/enter/": "source",
        "value/grade/": "evidence",
        "value/enter/": "description",
        "standing/": "notes",
    }[section]
    before = rows()
    sent = FORMS[section][0] | {kept: "Typed <by> hand"} | changes

    answer = owner.post(program.room(section), sent)

    html = body(answer)
    assert (answer.status_code, rows()) == (200, before)
    assert said in html
    assert ("Typed &lt;by&gt; hand" in html) == (kept not in changes)
    assert "Typed <by>" not in html


def test_forms_are_for_those_who_may(program: Program, clients: dict[str, Client]) -> None:
    before = rows()
    shown, refused = {}, set()
    for section, (sent, action, resource) in FORMS.items():
        may = roles_that_may(action, resource)
        shown[section] = {role: clients[role].get(program.room(section)).status_code for role in ROLES} == {
            role: 200 if role in may else 403 for role in ROLES
        }
        refused |= {clients[role].post(program.room(section), sent).status_code for role in ROLES if role not in may}

    assert shown == dict.fromkeys(FORMS, True)
    assert (refused, rows()) == ({403}, before)


def test_forms_answer_only_to_get_and_post(program: Program, owner: Client) -> None:
    assert {owner.put(program.room(section)).status_code for section in FORMS} == {405}
    assert {owner.delete(program.room(section)).status_code for section in FORMS} == {405}


def test_forms_without_a_log_in_lead_to_it(program: Program, client: Client) -> None:
    before = rows()

    places = [client.post(program.room(section), sent).headers["Location"] for section, (sent, _, _) in FORMS.items()]

    assert {place.partition("?")[0] for place in places} == {"/account/login/"}
    assert rows() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_forms_of_what_is_not_ours_are_not_found_alike(program: Program, owner: Client, method: str) -> None:
    another = make_organization("Another Cloud")
    foreign = make_one_month(another, "Secret Partner")
    score(another)
    before = rows()

    answers = [
        getattr(owner, method)(program.path(f"partnerships/{ref}/{section}"), sent if method == "post" else {})
        for section, (sent, _, _) in FORMS.items()
        for ref in (foreign.ref, MISSING_REF, *MALFORMED_REFS)
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert rows() == before


def test_forms_take_owner_and_side_from_the_server_alone(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    smuggled = {
        "owner_org": str(another.pk),
        "owner_org_id": str(another.pk),
        "partnership": str(program.full.pk),
        "visibility": "3",
        "id": "1",
    }

    for section, (sent, _, _) in FORMS.items():
        assert owner.post(program.room(section, program.empty), sent | smuggled).status_code == 302

    grade = HorizonGrade.unscoped.get(partnership=program.empty)
    entry = LedgerEntry.unscoped.get(partnership=program.empty)
    reading = Reading.unscoped.get(partnership=program.empty)
    assert {(row.owner_org, row.visibility) for row in (grade, entry, reading)} == {(program.organization, 2)}


def test_form_comes_back_with_what_was_typed_before_and_forgets_it_once_kept(program: Program, owner: Client) -> None:
    path = program.room("value/grade/")
    draft = program.path(f"drafts/grade_horizon-{program.full.ref}/")
    assert owner.post(draft, {"evidence": "Half a <thought>", "grade": "2"}).status_code == 204

    html = body(owner.get(path))
    owner.post(path, GRADE)

    assert "Half a &lt;thought&gt;" in html
    assert Draft.unscoped.count() == 0
    assert "Half a" not in body(owner.get(path))
