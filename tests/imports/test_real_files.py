"""Files that real systems wrote, loaded whole. The numbers stand in the folder's own ``expected.json``."""

from __future__ import annotations

import json

import pytest

from comotion.accounts.models import Account, DealMerge, Opportunity, Pipeline, Stage
from comotion.imports import operations
from comotion.partnerships.models import Designation, Partnership, Standing
from tests.imports.conftest import AT, REAL, Load, codes, counts
from tests.imports.everything import everything

HUBSPOT = ("company_data", "deal_pipeline_data", "deal_pipeline_stage_data", "deal_data", "merged_deal_data")
KCSP = "Kubernetes Certified Service Provider"


def expected(folder: str) -> dict[str, object]:
    facts: dict[str, object] = json.loads((REAL / folder / "expected.json").read_text())["facts"]
    return facts


@pytest.mark.usefixtures("principal")
def test_hubspot_warehouse_loads_as_it_says(load_real: Load) -> None:
    facts = expected("crm-hubspot-warehouse")

    runs = [load_real(f"crm-hubspot-warehouse/{name}.csv") for name in HUBSPOT]

    assert [counts(run) for run in runs] == [(24, 0, 0, 0), (6, 0, 0, 0), (71, 0, 0, 0), (44, 0, 0, 0), (14, 0, 0, 0)]
    assert sum(Account.objects.values_list("annual_revenue", flat=True)) == facts["companies: annual revenue sum"]
    assert Pipeline.objects.count() == facts["pipelines"]
    assert Stage.objects.filter(is_won=True).count() == facts["stages: closed_won true"]
    assert Opportunity.objects.filter(stage="", amount=None).count() == 44
    merges = DealMerge.objects.values_list("survivor_external_id", "merged_external_id")
    assert [len({pair[0] for pair in merges}), len(merges)] == facts["merge audit: surviving deals / merged-away deals"]


@pytest.mark.usefixtures("principal")
def test_second_load_of_the_warehouse_changes_nothing(load_real: Load) -> None:
    for name in HUBSPOT:
        load_real(f"crm-hubspot-warehouse/{name}.csv")
    before = everything()

    again = [load_real(f"crm-hubspot-warehouse/{name}.csv") for name in HUBSPOT]

    assert [counts(run) for run in again] == [(0, 0, 24, 0), (0, 0, 6, 0), (0, 0, 71, 0), (0, 0, 44, 0), (0, 0, 14, 0)]
    assert everything() == before


@pytest.mark.usefixtures("principal")
def test_cncf_members_are_partnerships_by_their_crunchbase_key(load_real: Load) -> None:
    facts = expected("cncf-ecosystem")

    run = load_real("cncf-ecosystem/members.csv")

    assert run.rows == facts["members"]
    assert counts(run) == (721, 0, 0, 1)
    assert [(each["code"], each["message"], each["value"]) for each in run.problems if each["refuses"]] == [
        ("DUPLICATE", "Row 705 and row 18 are the same record.", "SAP Labs")
    ]
    platinum = Standing.objects.filter(level="Platinum").values_list("partnership__name", flat=True)
    assert sorted(platinum) == sorted(facts["Platinum members"])  # type: ignore[arg-type]
    assert Partnership.objects.filter(started_date=None).count() == facts["members without joined date"]
    assert Partnership.objects.filter(name__startswith="Non-Public Organization").count() == 15


@pytest.mark.usefixtures("principal")
def test_cncf_programs_belong_to_members_and_others_are_refused_by_name(load_real: Load) -> None:
    facts = expected("cncf-ecosystem")
    load_real("cncf-ecosystem/members.csv")

    run = load_real("cncf-ecosystem/programs.csv")

    assert Designation.objects.filter(program=KCSP).count() == facts["KCSP organisations that are also members"]
    refused = {each["value"] for each in run.problems if each["refuses"]}
    assert {"Dell Technologies Consulting", "Navimentum", "VMware"} <= refused
    assert {code for code, _column in codes(run)} == {"UNKNOWN_PARTNERSHIP", "NOT_KEPT"}


@pytest.mark.usefixtures("principal")
def test_deleted_salesforce_rows_are_left_out(load_real: Load) -> None:
    accounts = load_real("crm-salesforce-samples/warehouse/sf_account_data.csv")
    deals = load_real("crm-salesforce-samples/warehouse/sf_opportunity_data.csv")

    assert (counts(accounts), counts(deals)) == ((1, 0, 9, 0), (0, 0, 9, 1))
    assert Account.objects.count() == 1
    assert Opportunity.objects.count() == 0


@pytest.mark.usefixtures("principal")
def test_real_files_are_undone_in_reverse(load_real: Load) -> None:
    before = everything()
    names = [*(f"crm-hubspot-warehouse/{name}.csv" for name in HUBSPOT), "cncf-ecosystem/members.csv",
             "cncf-ecosystem/programs.csv"]  # fmt: skip
    runs = [load_real(name) for name in names]

    for run in reversed(runs):
        operations.undo(run=run, at=AT)

    assert everything() == before
