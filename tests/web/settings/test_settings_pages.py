"""The settings: who may, what a draft would do, putting it in force, the people, the audit log."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from comotion.core.models import AuditEntry
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CATEGORIES
from comotion.portfolio.models import PortfolioRow
from comotion.scores.models import ProgramSettings
from comotion.scores.settings import current_settings
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_person, principal_of
from tests.web.program import (
    ROLES,
    Program,
    body,
    broken_links,
    count_queries,
    make_one_month,
    roles_that_may,
    score,
    statuses,
    text_of,
)

INDEX, PEOPLE, LOG = (f"/o/northwind-cloud/settings/{page}" for page in ("", "people/", "audit-log/"))
PREVIEW, APPLY = INDEX + "preview/", INDEX + "apply/"
WEIGHT = "card-category_weights-relationship_health"
FIELD = re.compile(r'<input type="number" name="([^"]+)"(?: value="([^"]*)")?')


def typed(client: Client, **changes: str) -> dict[str, str]:
    """What the form holds, as a browser would send it, with some of it changed."""
    held = dict(FIELD.findall(body(client.get(INDEX))))
    assert WEIGHT in held
    return held | {"reason": ""} | changes


def weights_changed(client: Client, **changes: str) -> dict[str, str]:
    return typed(client, **{WEIGHT: "3", "reason": "Trust counts <double> & more."} | changes)


def kept() -> tuple[int, int, list[float | None]]:
    """Versions, audit entries and totals."""
    totals = PortfolioRow.unscoped.order_by("pk").values_list("scorecard", flat=True)
    return ProgramSettings.unscoped.count(), AuditEntry.unscoped.count(), list(totals)


def test_settings_answer_each_role_by_the_policy(program: Program, clients: dict[str, Client]) -> None:
    resources = {INDEX: "settings", PEOPLE: "members", LOG: "audit-log"}

    assert statuses(clients, resources) == {
        path: {role: 200 if role in roles_that_may("read", resource) else 403 for role in ROLES}
        for path, resource in resources.items()
    }


def test_settings_send_nobody_to_the_log_in(program: Program, client: Client) -> None:
    assert [client.get(path).headers["Location"] for path in (INDEX, PEOPLE, LOG)] == [
        f"/account/login/?next={path}" for path in (INDEX, PEOPLE, LOG)
    ]
    assert {client.post(path).status_code for path in (PREVIEW, APPLY)} == {302}


def test_settings_answer_only_to_their_methods(program: Program, owner: Client) -> None:
    assert [owner.post(path).status_code for path in (INDEX, PEOPLE, LOG)] == [405] * 3
    assert [owner.get(path).status_code for path in (PREVIEW, APPLY)] == [405] * 2


@pytest.mark.parametrize("role", ROLES)
def test_settings_have_no_broken_link(program: Program, member_client: MemberClient, role: str) -> None:
    assert broken_links(member_client(role), INDEX, PEOPLE) == {}


def test_settings_show_what_is_in_force(program: Program, owner: Client) -> None:
    html = body(owner.get(INDEX))

    assert dict(FIELD.findall(html))[WEIGHT] == f"{default_settings().card.category_weights.relationship_health:g}"
    assert "The defaults of the methods are in force; nothing was changed yet." in html
    assert "Apply the draft" not in html


def test_preview_says_what_would_change_and_changes_nothing(program: Program, owner: Client) -> None:
    before = kept()

    answer = owner.post(PREVIEW, weights_changed(owner))

    text = text_of(body(answer))
    assert (answer.status_code, kept()) == (200, before)
    assert "One number changes:" in text
    assert re.search(r"\d totals? falls?, \d rises?, \d stays?", text) is not None
    assert "Not applied yet a draft by Ada Owner" in text
    assert "Apply the draft" in text


def test_preview_keeps_what_was_typed(program: Program, owner: Client) -> None:
    html = body(owner.post(PREVIEW, weights_changed(owner)))

    assert dict(FIELD.findall(html))[WEIGHT] == "3"
    assert "Trust counts &lt;double&gt; &amp; more." in html


def test_preview_of_nothing_changed_shows_no_draft(program: Program, owner: Client) -> None:
    html = body(owner.post(PREVIEW, typed(owner)))

    assert ("Apply the draft" in html, "Not applied yet" in html) == (False, False)


def test_preview_is_for_everyone_who_may_read_and_offers_applying_to_those_who_may(
    program: Program, clients: dict[str, Client]
) -> None:
    offered = {
        role
        for role, client in clients.items()
        if "Apply the draft" in body(client.post(PREVIEW, weights_changed(client)))
    }

    assert offered == set(roles_that_may("change", "settings"))


def test_preview_without_a_partnership_says_what_it_can(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    owner = member_client("owner")

    answer = owner.post(PREVIEW, weights_changed(owner))

    assert (answer.status_code, "Apply the draft" in body(answer)) == (200, True)


def test_apply_puts_the_draft_in_force_and_scores_everything_anew(program: Program, owner: Client) -> None:
    before = PortfolioRow.unscoped.get(partnership=program.one_month).scorecard

    answer = owner.post(APPLY, weights_changed(owner), follow=True)

    version = ProgramSettings.unscoped.get()
    entry = AuditEntry.unscoped.get(action="settings.applied")
    assert answer.redirect_chain == [(INDEX, 302)]
    assert (version.version, version.reason, version.owner_org) == (
        1,
        "Trust counts <double> & more.",
        program.organization,
    )
    assert version.applied_by is not None
    assert (version.applied_by.name, entry.person_id, entry.detail["version"]) == (
        "Ada Owner",
        version.applied_by_id,
        1,
    )
    after = PortfolioRow.unscoped.get(partnership=program.one_month).scorecard
    assert before is not None
    assert after is not None
    assert after > before
    assert "Applied. Every score now says which settings it used." in text_of(body(answer))
    assert "1 16 Nov 2026, 12:00 Ada Owner Trust counts <double> & more." in text_of(body(answer))


def test_apply_shows_in_every_explanation(program: Program, owner: Client) -> None:
    owner.post(APPLY, weights_changed(owner))

    text = text_of(body(owner.get(program.path(f"explain/{program.full.ref}/scorecard/"))))

    assert "version 1 of the program, 16 November 2026" in text


def test_apply_leaves_other_organizations_alone(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    score(another, make_one_month(another, "Secret Partner"))
    total = PortfolioRow.unscoped.get(owner_org=another).scorecard

    owner.post(APPLY, weights_changed(owner))

    assert PortfolioRow.unscoped.get(owner_org=another).scorecard == total


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "Say why: it is kept with the change"),
        ({WEIGHT: ""}, "This field is required."),
        ({WEIGHT: "much"}, "Enter a number."),
        ({WEIGHT: "-1"}, "greater than or equal to 0"),
        ({WEIGHT: "nan"}, "Enter a number."),
        (
            {f"tiers-shares-{tier}": "0" for tier in ("strategic", "growth", "transactional")},
            "At least one weight must be above zero.",
        ),
        ({f"card-category_weights-{code}": "0" for code in CATEGORIES}, "At least one weight must be above zero."),
        ({"phases-good_cut": "101"}, "less than or equal to 100"),
        (
            {"card-kpis-0-limits-floor": "9", "card-kpis-0-limits-target": "9"},
            "Floor, target and ceiling must move strictly",
        ),
    ],
)
def test_apply_refuses_beside_the_field_keeps_the_text_and_changes_nothing(
    program: Program, owner: Client, changes: dict[str, str], said: str
) -> None:
    before = kept()

    answer = owner.post(APPLY, weights_changed(owner, **changes))

    html = body(answer)
    assert (answer.status_code, kept()) == (200, before)
    assert said in text_of(html)
    assert ("Trust counts &lt;double&gt; &amp; more." in html) == ("reason" not in changes)


def test_apply_without_a_reason_still_offers_to_apply(program: Program, owner: Client) -> None:
    assert "Apply the draft" in body(owner.post(APPLY, weights_changed(owner, reason="")))


def test_apply_of_what_is_in_force_makes_no_version(program: Program, owner: Client) -> None:
    answer = owner.post(APPLY, typed(owner, reason="Nothing"))

    assert (answer.status_code, ProgramSettings.unscoped.count()) == (200, 0)


def test_apply_is_for_those_who_may_change_settings(program: Program, clients: dict[str, Client]) -> None:
    before, sent = kept(), weights_changed(clients["owner"])

    answers = {role: client.post(APPLY, sent).status_code for role, client in clients.items() if role != "owner"}

    assert set(answers.values()) == {403}
    assert kept() == before


def test_settings_of_another_organization_are_not_found(program: Program, owner: Client) -> None:
    make_organization("Another Cloud")

    answers = [owner.get(f"/o/another-cloud/settings/{page}") for page in ("", "people/", "audit-log/")]
    answers += [
        owner.post(f"/o/another-cloud/settings/{page}/", weights_changed(owner)) for page in ("preview", "apply")
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert ProgramSettings.unscoped.count() == 0


def test_people_lists_everyone_of_the_organization_and_nobody_else(program: Program, owner: Client) -> None:
    make_member(
        program.organization, "auditor", person=make_person("eve@example.com", name="<i>Eve</i>"), state="suspended"
    )
    make_member(make_organization("Another Cloud"), person=make_person(name="Stranger"))

    html = body(owner.get(PEOPLE))

    assert "One person acts for Northwind Cloud." in text_of(html)
    assert "&lt;i&gt;Eve&lt;/i&gt;" in html
    row = next(part for part in html.split("<tr>") if "eve@example.com" in part)
    assert '<option value="auditor" selected>' in row
    assert "Suspended" in text_of(row)
    assert "Stranger" not in html


def test_audit_log_lists_deeds_and_says_that_the_chain_is_whole(program: Program, owner: Client) -> None:
    owner.post(APPLY, weights_changed(owner))

    text = text_of(body(owner.get(LOG)))

    assert "Every entry fits the one before it: nothing was changed or taken out." in text
    assert "Ada Owner put method settings in force" in text


def test_audit_log_says_where_the_chain_breaks(program: Program, owner: Client) -> None:
    owner.post(APPLY, weights_changed(owner))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'core_auditentry'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE core_auditentry SET action = 'other' WHERE sequence = 1")

    assert "The chain breaks at entry 1." in text_of(body(owner.get(LOG)))


def test_audit_log_without_a_deed_says_so(day: None, organization: Organization, member_client: MemberClient) -> None:
    assert "Nothing has happened yet." in body(member_client("auditor").get(LOG))


def test_settings_take_as_many_queries_for_three_people_and_partnerships_as_for_one(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    owner = member_client("owner")
    score(organization, make_one_month(organization, "Partner 0"))
    one = [count_queries(owner, path) for path in (INDEX, PEOPLE, LOG)]
    for number in (1, 2):
        make_member(organization)
        score(organization, make_one_month(organization, f"Partner {number}"))
    three = [count_queries(owner, path) for path in (INDEX, PEOPLE, LOG)]

    assert (one, three) == ([11, 10, 16], [11, 10, 16])


def test_settings_in_force_are_those_of_the_organization_that_applied_them(program: Program, owner: Client) -> None:
    owner.post(APPLY, weights_changed(owner))

    with acting_as(principal_of(make_member(program.organization))):
        assert current_settings().card.category_weights.relationship_health == 3.0
