"""What files of logs, matrices, panels and links become beside their own rows."""

from __future__ import annotations

import pytest

from comotion.accounts.models import Opportunity
from comotion.ecosystem.models import PeerLink
from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.refused import refused_csv
from comotion.initiatives.models import Activity, Assignment, Initiative
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Commitment, Issue
from tests.factories import make_partnership
from tests.imports.conftest import AT, Load, codes, counts, previewed

DEAL, SHORT = "006q000000HddohAAB", "006q000000Hddoh"
PARTNER, SHORT_PARTNER = "0015500000Xyy05AAB", "0015500000Xyy05"


@pytest.fixture
def halden(organization: Organization) -> Partnership:
    return make_partnership(organization, "Halden")


@pytest.fixture
def kestrel(organization: Organization) -> Partnership:
    return make_partnership(organization, "Kestrel")


MATRIX = (
    "Partner,Initiative,Activity,Criticality,Ana (ours),Ben (partner),Steering board\n"
    'Halden,Launch,Plan,3,A/R,C,I\nHalden,Launch,Train,1,,"A, R",\nHalden,,Renew,2,R,,A\n'
)


def test_matrix_brings_initiatives_and_activities_along(halden: Partnership, load: Load) -> None:
    run = load(MATRIX)

    assert counts(run) == (6, 0, 0, 0)
    assert list(Initiative.objects.values_list("partnership", "name")) == [(halden.pk, "Launch")]
    assert list(Activity.objects.order_by("position").values_list("initiative__name", "name", "weight")) == [
        ("Launch", "Plan", 3), ("Launch", "Train", 1), (None, "Renew", 2),
    ]  # fmt: skip
    assert list(Assignment.objects.order_by("pk").values_list("activity__name", "member", "side", "is_group", "letters")) == [
        ("Plan", "Ana", "ours", False, "RA"), ("Plan", "Ben", "theirs", False, "C"), ("Plan", "Steering board", "", True, "I"),
        ("Train", "Ben", "theirs", False, "RA"), ("Renew", "Ana", "ours", False, "R"), ("Renew", "Steering board", "", True, "A"),
    ]  # fmt: skip


def test_activity_that_changes_is_shown_once_and_undone(halden: Partnership, load: Load) -> None:
    load(MATRIX)
    run = load(MATRIX.replace("Plan,3", "Plan,2"))

    assert counts(run) == (0, 1, 5, 0)
    assert [change["fields"] for change in run.changes] == [[{"field": "weight", "old": 3, "new": 2}]]
    assert Activity.objects.get(name="Plan").weight == 2
    operations.undo(run=run, at=AT)
    assert Activity.objects.get(name="Plan").weight == 3


def test_activity_that_a_person_changed_since_keeps_the_matrix(halden: Partnership, load: Load) -> None:
    run = load(MATRIX)
    Activity.objects.filter(name="Plan").update(weight=1)

    with pytest.raises(operations.UnableToUndo, match=r"Plan.*weight"):
        operations.undo(run=run, at=AT)


def test_deal_is_linked_by_the_row_beside_it_in_whatever_order_they_come(
    organization: Organization, load: Load
) -> None:
    rows = f"Id,OpportunityId,AccountFromId,AccountToId,Role,IsPrimary\n00Iq,{SHORT},001x,{SHORT_PARTNER},Integrator,true\n"
    first = load(rows)
    load(f"Opportunity ID,Opportunity Name,Stage,Close Date\n{DEAL},Vega rollout,Proposal,2026-12-01\n")
    assert Opportunity.objects.get().partnership is None
    load(f"Partner,Partner ID\nHalden,{PARTNER}\n")

    deal = Opportunity.objects.get()
    assert (deal.partnership, deal.partner_name) == (Partnership.objects.get(name="Halden"), "Halden")
    assert counts(load(rows.replace(SHORT, DEAL).replace(SHORT_PARTNER, PARTNER))) == (0, 0, 1, 0)
    operations.undo(run=first, at=AT)


def test_deal_of_two_partners_without_a_first_one_stays_unlinked(organization: Organization, load: Load) -> None:
    load("Partner,Partner ID\nHalden,P1\nKestrel,P2\n")
    load("Opportunity ID,Opportunity Name,Stage,Close Date\nD1,One,Proposal,2026-12-01\nD2,Two,Proposal,2026-12-01\n")
    load("OpportunityId,AccountToId,IsPrimary\nD1,P1,false\nD1,P2,false\nD2,P1,false\nD2,P2,true\n")

    assert dict(Opportunity.objects.values_list("name", "partner_name")) == {"One": "", "Two": "Kestrel"}


def test_salesforce_ids_of_15_and_18_characters_are_one_record(organization: Organization, load: Load) -> None:
    load(f"Opportunity ID,Opportunity Name,Stage,Close Date\n{SHORT},Vega rollout,Proposal,2026-12-01\n")
    again = load(f"Opportunity ID,Opportunity Name,Stage,Close Date\n{DEAL},Vega rollout,Won,2026-12-01\n")
    both = load(
        "Opportunity ID,Opportunity Name,Stage,Close Date\n"
        f"{SHORT},Vega rollout,Won,2026-12-01\n{DEAL},Vega rollout,Won,2026-12-01\n"
    )

    assert (counts(again), counts(both)) == ((0, 1, 0, 0), (0, 0, 1, 1))
    assert list(Opportunity.objects.values_list("external_id", flat=True)) == [DEAL]


def test_scorecard_under_its_block_becomes_readings_with_targets(halden: Partnership, load: Load) -> None:
    card = (
        "Partner Name,Halden\nPeriod,2026-Q3\nPartner Manager,Ida Berg\nReview Date,2026-10-05\nOverall Score,72\n\n"
        "Metric,Weight,Target,Actual,Score,Weighted\nCommitments kept,30 %,90 %,80 %,4,1.2\nTrust,70 %,4,3.5,3,2.1\nCharm,0,1,1,1,1\n"
    )
    run = load(card)

    assert counts(run) == (2, 0, 0, 1)
    assert list(Reading.objects.order_by("kpi").values_list("kpi", "period_kind", "value", "target", "weight_share", "source", "entered_by")) == [
        ("commitments_kept", "quarter", 0.8, 0.9, 0.3, "scorecard", "Ida Berg"),
        ("trust_survey", "quarter", 3.5, 4.0, 0.7, "scorecard", "Ida Berg"),
    ]  # fmt: skip
    mended = load(refused_csv(run).decode("utf-8-sig").replace("Charm,0,1,1", "Decision latency,0,10,12"))
    assert counts(mended) == (1, 0, 0, 0)


def test_link_of_two_partners_is_one_whichever_is_named_first(
    halden: Partnership, kestrel: Partnership, load: Load
) -> None:
    load("Partner A,Partner B,Link type,Since\nHalden,Kestrel,referral,2026-01-05\n")
    again = load("Partner A,Partner B,Link type,Since,Until\nKestrel,Halden,referral,2026-01-05,2026-06-30\n")

    assert counts(again) == (0, 1, 0, 0)
    left, right = PeerLink.objects.values_list("left", "right").get()
    assert (left, right) == tuple(sorted((halden.pk, kestrel.pk)))


def test_link_of_a_partner_with_itself_under_two_names_is_refused(organization: Organization, load: Load) -> None:
    load("Partner,Partner ID\nHalden,P1\n")
    run = load("Partner A,Partner B,Link type,Since\nHalden,P1,referral,2026-01-05\n")

    assert (counts(run), codes(run)) == ((0, 0, 0, 1), [("SELF_LINK", "Partner B")])


def test_owner_company_says_the_side_of_an_issue(halden: Partnership, organization: Organization, load: Load) -> None:
    load(
        "Date,Item,Owner,Owner Company,Status\n"
        f"2026-09-01,One,Tor,HALDEN,Open\n2026-09-01,Two,Ida,{organization.name},Open\n2026-09-01,Three,Eva,Somebody,Open\n",
        choices={"every:partnership": "Halden"},
    )

    assert dict(Issue.objects.values_list("text", "side")) == {"One": "theirs", "Two": "ours", "Three": ""}


def test_commitment_done_on_no_known_day_is_kept_and_said(halden: Partnership, load: Load) -> None:
    run = load("Partner,Commitment,Due,Status\nHalden,Send the plan,2026-09-14,done\n")

    assert (counts(run), codes(run)) == ((1, 0, 0, 0), [("DAY_UNKNOWN", "done_date")])
    assert Commitment.objects.values_list("state", "done_date").get() == ("done", None)


def test_log_without_a_state_never_reopens_what_was_done(halden: Partnership, load: Load) -> None:
    load("Partner,Commitment,Due,Done on\nHalden,Send the plan,2026-09-14,2026-09-12\n")
    again = load("Partner,Commitment,Owner,Due\nHalden,Send the plan,Ida,2026-09-14\n")

    assert counts(again) == (0, 1, 0, 0)
    assert Commitment.objects.values_list("state", "owner_name").get() == ("done", "Ida")


def test_new_due_day_is_a_new_commitment(halden: Partnership, load: Load) -> None:
    load("Partner,Commitment,Owner,Due\nHalden,Send the plan,Ida,2026-09-14\n")
    assert counts(load("Partner,Commitment,Owner,Due\nHalden,Send the plan,Ida,2026-10-14\n")) == (1, 0, 0, 0)


@pytest.mark.usefixtures("principal")
def test_preview_of_a_matrix_writes_nothing(halden: Partnership) -> None:
    run = previewed(MATRIX)
    assert (counts(run), Initiative.objects.count(), Activity.objects.count()) == ((6, 0, 0, 0), 0, 0)
