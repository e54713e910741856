"""The two audits of the example program: read from filled-in sheets, their stories found by computing."""

from __future__ import annotations

from pathlib import Path

import pytest

from comotion.audits.queries import issued_report
from comotion.audits.shown import ReportShown
from comotion.cli.example_audits import carry_out, example_audits
from comotion.core.principal import Principal
from comotion.identity.models import Organization
from examples import friction
from tests.factories import make_partnership

PROGRAM = friction.FOLDER.parent / "program"


def test_committed_sheets_are_what_the_script_writes(tmp_path: Path):
    friction.write(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert {path.relative_to(friction.FOLDER): path.read_bytes() for path in friction.FOLDER.rglob("*.*")} == written


def report(organization: Organization, number: int) -> ReportShown:
    one = example_audits(PROGRAM)[number]
    audit = carry_out(one, make_partnership(organization, one.partnership))
    found = issued_report(audit)
    assert found is not None
    return found[0]


def test_meridian_is_stuck_by_ownership(principal: Principal, organization: Organization):
    found = report(organization, 0)
    assert found.primary_causes == ("ownership_vacuum",)
    assert found.lacking == {}
    main = found.causes[0]
    assert main.friction.value == pytest.approx(found.overall_friction)
    assert main.friction.value > 50
    assert (main.level_gap.noteworthy, main.side_gap.noteworthy) == (True, False)
    assert found.actions[0].id == "ACCOUNTABLE_NOT_A_PERSON"
    assert [statement for statement, _text in found.quotes] == ["EC3", "OV3", "OV6"]


def test_solvane_is_stuck_by_metrics(principal: Principal, organization: Organization):
    found = report(organization, 1)
    assert found.primary_causes == ("success_metric_mismatch",)
    assert found.lacking == {}
    assert min(group.pull for group in found.reward.groups if group.pull is not None) == -1.0
    assert found.reward.divergence == 100
    assert all(cause.friction.value < 50 for cause in found.causes[:2] if cause.friction.value is not None)
