"""Files of the kinds that people keep by hand: recognised by their headers, and read as they are meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comotion.formats.reading import Unreadable, inspect, read

D = Decimal

# text: (kind, some values of the first row)
FILES = {
    "Id,OpportunityId,AccountFromId,AccountToId,Role,IsPrimary,ReversePartnerId\n"
    "00Iq00000012345,006q000000HddohAAB,0015500000Xyy05AAB,0015500000Xyy06,System Integrator,true,00Iq00000054321\n": (
        "opportunity_partners",
        {"opportunity_external_id": "006q000000HddohAAB", "account_to_external_id": "0015500000Xyy06AAB", "is_primary": True},
    ),
    "Partner Name,Northwind\nPeriod,2026-Q3\nPartner Manager,Ida Berg\nReview Date,2026-10-05\nOverall Score,72\nTier,Gold\n\n"
    "Metric,Weight,Target,Actual,Score,Weighted\nCommitments kept,30,0.9,0.8,4,1.2\nTrust,70,4,3.5,3,2.1\n": (
        "scorecards",
        {"partnership": "Northwind", "period": (date(2026, 7, 1), "quarter"), "kpi": "commitments_kept", "weight": D(30),
         "target": D("0.9"), "value": D("0.8"), "reviewed_date": date(2026, 10, 5), "level": "Gold"},
    ),
    "Partner Name,Period,Partner Manager,Review Date,Overall Score,Tier\nNorthwind,2026-Q3,Ida Berg,2026-10-05,72,Gold\n\n"
    "Metric,Weight,Target,Actual,Score,Weighted\nCommitments kept,0.3,90 %,80 %,4,1.2\nTrust,0.7,4,3.5,3,2.1\n": (
        "scorecards", {"partnership": "Northwind", "kpi": "commitments_kept", "weight": D(30), "target": D("0.9"), "value": D("0.8")},
    ),
    "Partner,Metric,Period,Weight,Target,Actual\nNorthwind,Revenue growth,2026-Q3,30 %,15 %,12 %\n": (
        "scorecards", {"kpi": "revenue_growth_yoy", "weight": D(30), "target": D(15), "value": D(12)},
    ),
    "Candidate,Website,Linked objectives,Wildcard,Exclusion reason\nHalden,halden.example,Norway,yes,\nVega,,,no,competitor\n": (
        "candidates", {"candidate": "Halden", "objectives": "Norway", "wildcard": True, "excluded_because": None},
    ),
    "Candidate,Rater,Criterion,Score,Evidence\nHalden,Ida,Strategic fit,4,Shared plan\n": (
        "panel_scores", {"dimension": "strategic_fit", "score": 4, "evidence": "Shared plan", "round": None},
    ),
    "Candidate,Scored by,Strategic fit,Culture,Capability,Market,Evidence\nHalden,Ida,4,3,,2,Two calls\n": (
        "panel_scores", {"dimension": "strategic_fit", "score": 4, "rater": "Ida"},
    ),
    'Partner,Workstream,Task,Ana (ours),Ben (partner),Steering board\nNorthwind,Launch,Plan the launch,A/R,C,I\nNorthwind,Launch,Train,,"R, A",-\n': (
        "responsibility_matrix",
        {"initiative": "Launch", "activity": "Plan the launch", "member": "Ana", "side": "ours", "letters": "RA", "is_group": None},
    ),
    "Partnership,Activity,Person,RACI\nNorthwind,Plan,Sales team,accountable\n": (
        "responsibility_matrix", {"member": "Sales team", "letters": "A", "is_group": True},
    ),
    "Partner,Action item,Owner,Made on,Due,Done on,Status\nNorthwind,Send the plan,Ida,2026-09-01,2026-09-14,,in progress\n": (
        "commitments", {"commitment": "Send the plan", "due_date": date(2026, 9, 14), "done_date": None, "state": "open"},
    ),
    "Partner,Decision,Raised,Decided,Decided by\nNorthwind,Which region first?,2026-09-01,2026-09-10,Ida; Tor\n": (
        "decisions", {"decision": "Which region first?", "decided_date": date(2026, 9, 10), "decided_by": "Ida;Tor"},
    ),
    "Partner,Insight,Tier,Raised on,On agenda,Disposition,Reported back\nNorthwind,Demos are too long,weekly,2026-09-01,2026-09-20,accepted,2026-09-25\n": (
        "insights", {"from_tier": "wts", "to_tier": "mbr", "disposition": "accepted", "reported_back_date": date(2026, 9, 25)},
    ),
    "Partner,Date,Item,Owner,Owner Company,Due,Status,Comment\nNorthwind,2026-09-01,No test system,Tor,Northwind,2026-09-20,Closed,Ordered\n": (
        "issues", {"issue": "No test system", "owner_company": "Northwind", "state": "closed", "closed_date": None},
    ),
    'Partner,Category,Offers,Segments,Business model,Regions\nNorthwind,integration,etl; api,"SMB 40 %, Retail 60%",SaaS,DE;NO\n': (
        "profiles", {"offers": "etl;api", "segment_shares": "Retail=0.6;SMB=0.4", "business_model": "subscription"},
    ),
    "Partner A,Partner B,Link type,Since,Last activity\nNorthwind,Southwind,Referral,2026-01-05,2026-09-01\n": (
        "peer_links", {"partner_a": "Northwind", "link": "referral", "ended_date": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FILES.items(), ids=[text.splitlines()[0][:60] for text in FILES])
def test_file_kept_by_hand_is_recognised_and_read(text, expected):
    kind, values = expected
    table = read(text.encode(), "file.csv")
    assert (table.inspection.kind, table.problems) == (kind, [])
    assert {name: table.rows[0].values[name] for name in values} == values


def test_log_without_a_partner_is_recognised_and_asks_whose_it_is():
    log = (
        b"Date,Item,Owner,Owner Company,Due,Status,Comment\n2026-09-01,No test system,Tor,Northwind,2026-09-20,Open,\n"
    )
    assert (inspect(log, "log.csv").kind, inspect(log, "log.csv").kind_confidence) == ("issues", 0.4)
    with pytest.raises(Unreadable, match=r"no column for partnership.*every:partnership"):
        read(log, "log.csv")
    table = read(log, "log.csv", choices={"every:partnership": "Northwind"})
    assert [row.values["partnership"] for row in table.rows] == ["Northwind"]
    assert table.inspection.columns[-1].name == "Partnership"


BAD = {
    "Partner,Activity,Ana,Ben\nNorthwind,Plan,A,R\nNorthwind,Train,X,R\n": {"UNKNOWN_ROLE"},
    "Partner,Activity,Ana,Ben\nNorthwind,Plan,A,R\nNorthwind,Train,,\n": {"NOTHING_GIVEN"},
    "Partner,Commitment,Made on,Due\nNorthwind,Send,2026-09-02,2026-09-01\n": {"DATE_ORDER"},
    "Partner,Decision,Raised,Decided\nNorthwind,Which?,2026-09-02,2026-09-01\n": {"DATE_ORDER"},
    "Partner,Insight,From tier,To tier,Raised on\nNorthwind,Long demos,qsr,mbr,2026-09-01\n": {"NO_SUCH_ROAD"},
    "Partner,Insight,From tier,To tier,Raised on\nNorthwind,Long demos,wts,qsr,2026-09-01\n": {"NO_SUCH_ROAD"},
    "Partner,Category,Offers,Segments,Business model\nNorthwind,x,y,SMB 40 %; Retail 70 %,SaaS\n": {"SHARES_NOT_ONE"},
    "Partner,Category,Offers,Segments,Business model\nNorthwind,x,y,everybody,SaaS\n": {"NOT_SHARES"},
    "Partner A,Partner B,Link type,Since\nNorthwind,northwind,event,2026-01-01\n": {"SELF_LINK"},
    "Partner A,Partner B,Link type,Since,Until\nNorthwind,Vega,event,2026-02-01,2026-01-01\n": {"DATE_ORDER"},
    "Candidate,Rater,Dimension,Score,Evidence\nVega,Ida,market,6,Calls\n": {"OUT_OF_RANGE"},
    "Candidate,Rater,Dimension,Score,Evidence\nVega,Ida,market,5,\n": {"MISSING"},
}


@pytest.mark.parametrize(
    ("text", "codes"), BAD.items(), ids=[next(iter(codes)) + str(place) for place, codes in enumerate(BAD.values())]
)
def test_row_that_contradicts_itself_is_refused_with_its_reason(text, codes):
    kinds_forced = "responsibility_matrix" if "Activity" in text else None
    mapping = {"Ana": "member:Ana", "Ben": "member:Ben"} if kinds_forced else None
    table = read(text.encode(), "file.csv", kind=kinds_forced, mapping=mapping)
    assert ({problem.code for problem in table.problems}, len(table.refused)) == (codes, 1)


def test_facts_above_a_table_stand_beside_every_row_and_go_out_with_refused_ones():
    text = (
        "Partner Name: Northwind\nPeriod: Q3 2026\n\nMetric,Weight,Target,Actual\nTrust,50,4,3.5\nTrust level,50,4,3\n"
    )
    table = read(text.encode(), "card.csv")
    assert [row.values["partnership"] for row in table.rows] == ["Northwind"]
    assert [row.source for row in table.refused_rows] == [
        {
            "Metric": "Trust level",
            "Weight": "50",
            "Target": "4",
            "Actual": "3",
            "Partner Name": "Northwind",
            "Period": "Q3 2026",
        }
    ]


@pytest.mark.parametrize(
    "above", ["Opportunities by partner\n", "Report: all partners\n", "As of,2026-01-01\n", "Partner,Period\n"]
)
def test_title_above_a_table_is_no_fact(above):
    text = above + "\nPartner,KPI,Month,Value\nNorthwind,trust,2026-09,4\n"
    shown = inspect(text.encode(), "readings.csv")
    assert [column.name for column in shown.columns] == ["Partner", "KPI", "Month", "Value"]
