"""Every kind of file: new, the same again, changed, refused, undone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.loaders import loaders
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
}  # fmt: skip


@pytest.fixture
def _partners(organization: Organization, request: pytest.FixtureRequest) -> None:
    if "partnerships" not in request.node.callspec.id:
        make_partnership(organization, "Halden")
        make_partnership(organization, "Kestrel")


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
