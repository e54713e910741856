"""Every kind of file: new, the same again, changed, refused, undone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.loaders import loaders
from comotion.selection.models import Candidate
from tests.factories import make_partnership
from tests.imports.conftest import AT, Load, codes, counts
from tests.imports.everything import everything


@dataclass(frozen=True)
class Sample:
    """A file of two rows, the same with one value changed, and a row that must be refused with its reason."""

    header: str
    rows: tuple[str, str]
    changed: str
    bad: str
    code: str
    kind: str | None = None


SAMPLES = {
    "partnerships": Sample(
        "Partner,Partner ID,Level,Step,Willing", ("Halden,P1,Gold,2,yes", "Kestrel,P2,,,"), "Halden,P1,Gold,3,yes",
        "Aurelia,P3,Gold,9,yes", "OUT_OF_RANGE",
    ),
    "designations": Sample(
        "Partner,Program", ("Halden,Certified", "Kestrel,Certified"), "Halden,Trained", "Nobody at all,Certified",
        "UNKNOWN_PARTNERSHIP",
    ),
    "accounts": Sample(
        "Account ID,Account Name,Website,Billing Country,Annual Revenue",
        ("A1,Dairy,dairy.example,Norway,100.50", "A2,Foundry,,,"), "A1,Dairy,dairy.example,Norway,200",
        "A3,,x.example,Norway,1", "MISSING",
    ),
    "opportunities": Sample(
        "Opportunity ID,Opportunity Name,Stage,Amount,Close Date",
        ("O1,Deal one,Proposal,100,2026-03-01", "O2,Deal two,,,"), "O1,Deal one,Proposal,150,2026-03-01",
        "O3,Deal three,Proposal,much,2026-03-01", "NOT_A_NUMBER",
    ),
    "stages": Sample(
        "Stage ID,Stage Label,Pipeline ID,Is Closed,Closed Won,Probability",
        ("s1,Proposal,p1,false,false,0.4", "s2,Won,p1,true,true,1"), "s1,Offer,p1,false,false,0.4",
        "s3,Lost,p1,perhaps,false,0", "NOT_YES_OR_NO",
    ),
    "pipelines": Sample(
        "Pipeline ID,Pipeline Label", ("p1,Sales", "p2,Partners"), "p1,Direct sales", ",Nameless", "MISSING", "pipelines"
    ),
    "merges": Sample(
        "Deal ID,Merged deal ID", ("D1,D2", "D1,D3"), "D9,D2", "D4,D4", "MERGED_INTO_ITSELF",
    ),
    "readings": Sample(
        "Partner,KPI,Month,Value", ("Halden,trust_survey,2026-09,4.1", "Kestrel,trust_survey,2026-09,3"),
        "Halden,trust_survey,2026-09,4.2", "Halden,trust_survey,soon,4", "NOT_A_PERIOD",
    ),
    "horizons": Sample(
        "Partner,Horizon,Grade,Evidence,Date", ("Halden,h1,3,Signed,2026-09-01", "Kestrel,h2,1,Talks,2026-09-01"),
        "Halden,h1,4,Signed,2026-09-01", "Halden,h9,3,Signed,2026-09-01", "UNKNOWN_CHOICE",
    ),
    "ledger": Sample(
        "Partner,Side,Direction,Value type,Description,Date,Our amount",
        ("Halden,ours,contribution,financial,Campaign,2026-05-01,1000", "Kestrel,theirs,return,strategic,Stage,2026-05-02,"),
        "Halden,ours,contribution,financial,Campaign,2026-05-01,1200",
        "Halden,nobody,contribution,financial,Campaign,2026-05-03,1", "UNKNOWN_CHOICE",
    ),
    "goals": Sample(
        "Partner,Side,Goal,Same as", ("Halden,ours,Enter Norway,", "Kestrel,theirs,Grow,"), "Halden,ours,Enter Norway,Grow north",
        "Nobody at all,ours,Enter Norway,", "UNKNOWN_PARTNERSHIP",
    ),
    "roadmap": Sample(
        "Partner,Theme,Our rating,Their rating,Due date", ("Halden,One login,1,0,2026-12-01", "Kestrel,Billing,0,0,"),
        "Halden,One login,1,1,2026-12-01", "Halden,One invoice,7,0,2026-12-01", "OUT_OF_RANGE",
    ),
    "answers": Sample(
        "Partner,Round closed,Side,Level,Respondent,Item,Value",
        ("Halden,2026-09-30,ours,executive,r1,trust_1,4", "Halden,2026-09-30,theirs,operational,r2,trust_1,dont_know"),
        "Halden,2026-09-30,ours,executive,r1,trust_1,5", "Halden,2026-09-30,ours,executive,r1,trust_2,9", "OUT_OF_RANGE",
    ),
    "meetings": Sample(
        "Partner,Meeting,Scheduled,Held,Minutes", ("Halden,QSR,2026-09-01,2026-09-03,60", "Kestrel,MBR,2026-10-01,,"),
        "Halden,QSR,2026-09-01,2026-09-03,90", "Halden,QSR,,,30", "NO_DATE",
    ),
    "opportunity_partners": Sample(
        "Id,OpportunityId,AccountToId,Role,IsPrimary", ("R1,D1,P1,Integrator,true", "R2,D1,P2,,false"),
        "R1,D1,P1,Reseller,true", "R3,D2,,Integrator,true", "MISSING",
    ),
    "scorecards": Sample(
        "Partner,Period,Metric,Weight,Target,Actual", ("Halden,2026-Q3,Trust,0.3,4,3.5", "Kestrel,2026-Q3,Trust,0.7,4,3"),
        "Halden,2026-Q3,Trust,0.3,4.5,3.5", "Halden,2026-Q3,Charm,0.1,4,3", "UNKNOWN_CHOICE",
    ),
    "candidates": Sample(
        "Candidate,Website,Linked objectives,Wildcard,Culture items aligned", ("Vega,vega.example,Norway,no,3", "Lyra,,,yes,"),
        "Vega,vega.example,Norway,no,4", "Orion,,,no,7", "OUT_OF_RANGE",
    ),
    "panel_scores": Sample(
        "Candidate,Rater,Dimension,Score,Evidence", ("Aurelia,Ida,Strategic fit,4,Plan", "Aurelia,Tor,Strategic fit,3,Call"),
        "Aurelia,Ida,Strategic fit,5,Plan", "Nobody at all,Ida,Strategic fit,4,Plan", "UNKNOWN_CANDIDATE",
    ),
    "responsibility_matrix": Sample(
        "Partner,Initiative,Activity,Criticality,Person,RACI", ("Halden,Launch,Plan,3,Ana,A/R", "Halden,,Renew,1,Ben,R"),
        "Halden,Launch,Plan,2,Ana,A", "Halden,Launch,Plan,3,Ida,X", "UNKNOWN_ROLE",
    ),
    "commitments": Sample(
        "Partner,Commitment,Owner,Made on,Due,Done on,Status",
        ("Halden,Send the plan,Ida,2026-09-01,2026-09-14,,open", "Kestrel,Name a lead,Tor,2026-09-01,2026-09-20,2026-09-18,"),
        "Halden,Send the plan,Ida,2026-09-01,2026-09-14,2026-09-13,done", "Halden,Sign,Ida,2026-09-02,2026-09-01,,open", "DATE_ORDER",
    ),
    "decisions": Sample(
        "Partner,Decision,Raised,Decided,Decided by", ("Halden,Which region?,2026-09-01,,", "Kestrel,Which price?,,2026-09-04,Ida; Tor"),
        "Halden,Which region?,2026-09-01,2026-09-10,Ida", "Halden,Which day?,2026-09-10,2026-09-01,", "DATE_ORDER",
    ),
    "insights": Sample(
        "Partner,Insight,From tier,Raised on,On agenda,Disposition,Reported back",
        ("Halden,Demos are long,wts,2026-09-01,,,", "Kestrel,Prices differ,mbr,2026-08-01,2026-09-01,rejected,2026-09-03"),
        "Halden,Demos are long,wts,2026-09-01,2026-09-20,,", "Halden,No road,qsr,2026-09-01,,,", "NO_SUCH_ROAD",
    ),
    "issues": Sample(
        "Partner,Date,Item,Owner,Owner Company,Due,Status,Comment",
        ("Halden,2026-09-01,No test system,Tor,Halden,2026-09-20,Open,Ordered", "Kestrel,,No contract,,,,Closed,"),
        "Halden,2026-09-01,No test system,Tor,Halden,2026-09-20,Closed,Ordered", "Halden,2026-09-01,,Tor,Halden,,Open,", "MISSING",
    ),
    "profiles": Sample(
        "Partner,Category,Offers,Segments,Business model",
        ("Halden,integration,etl;api,SMB 40 %; Retail 60 %,services", "Kestrel,visualisation,dashboards,,subscription"),
        "Halden,integration,etl;api;sync,SMB 40 %; Retail 60 %,services", "Aurelia,payments,pay,SMB 40 %,usage", "SHARES_NOT_ONE",
    ),
    "peer_links": Sample(
        "Partner A,Partner B,Link type,Since,Last active",
        ("Halden,Kestrel,referral,2026-01-05,2026-09-01", "Kestrel,Halden,joint event,2026-02-01,"),
        "Kestrel,Halden,referral,2026-01-05,2026-10-01", "Halden,Nobody at all,referral,2026-01-05,", "UNKNOWN_PARTNERSHIP",
    ),
}  # fmt: skip


@pytest.fixture
def _partners(organization: Organization, request: pytest.FixtureRequest) -> None:
    if "partnerships" not in request.node.callspec.id:
        make_partnership(organization, "Halden")
        make_partnership(organization, "Kestrel")
    Candidate.unscoped.create(owner_org=organization, name="Aurelia")


def file_of(sample: Sample, *rows: str) -> str:
    return "\n".join((sample.header, *rows)) + "\n"


def test_every_loader_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(loaders())


@pytest.mark.usefixtures("_partners")
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_kind_is_created_then_unchanged(kind: str, load: Load) -> None:
    sample = SAMPLES[kind]

    first = load(file_of(sample, *sample.rows), kind=sample.kind)
    after_first = everything()
    second = load(file_of(sample, *sample.rows), kind=sample.kind)

    assert (first.kind, counts(first), counts(second)) == (kind, (2, 0, 0, 0), (0, 0, 2, 0))
    assert first.problems == []
    assert everything() == after_first


@pytest.mark.usefixtures("_partners")
@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"designations"}))
def test_kind_is_changed_and_undone(kind: str, load: Load) -> None:
    sample = SAMPLES[kind]
    load(file_of(sample, *sample.rows), kind=sample.kind)
    before = everything()

    run = load(file_of(sample, sample.changed, sample.rows[1]), kind=sample.kind)
    changed = everything()
    operations.undo(run=run, at=AT)

    assert counts(run) == (0, 1, 1, 0)
    assert changed != before
    assert everything() == before


@pytest.mark.usefixtures("_partners")
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_kind_is_created_and_undone(kind: str, load: Load) -> None:
    sample = SAMPLES[kind]
    before = everything()

    run = load(file_of(sample, *sample.rows), kind=sample.kind)
    operations.undo(run=run, at=AT)

    assert run.state == "undone"
    assert everything() == before


@pytest.mark.usefixtures("_partners")
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_kind_refuses_a_bad_row_and_loads_the_others(kind: str, load: Load) -> None:
    sample = SAMPLES[kind]

    run = load(file_of(sample, *sample.rows, sample.bad), kind=sample.kind)

    assert counts(run) == (2, 0, 0, 1)
    assert [(each["code"], each["refuses"], each["rows"]) for each in run.problems] == [(sample.code, True, [4])]
    assert codes(run)[0][0] == sample.code


@pytest.mark.usefixtures("_partners")
@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"designations"}))
def test_kind_refuses_a_repeated_row_naming_both(kind: str, load: Load) -> None:
    sample = SAMPLES[kind]

    run = load(file_of(sample, *sample.rows, sample.rows[0]), kind=sample.kind)

    assert counts(run) == (2, 0, 0, 1)
    assert [(each["code"], each["message"]) for each in run.problems] == [
        ("DUPLICATE", "Row 4 and row 2 are the same record.")
    ]


def test_repeated_designation_is_unchanged(organization: Organization, load: Load) -> None:
    make_partnership(organization, "Halden")

    run = load("Partner,Program\nHalden,Certified\nHalden,Certified\n")

    assert counts(run) == (1, 0, 1, 0)
