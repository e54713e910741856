from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comotion.core.principal import Principal
from comotion.identity.models import Membership
from comotion.portfolio.operations import refresh
from tests.cli.conftest import Run
from tests.factories import make_member, make_partnership, make_readings

AT = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
AS_OF = ("--as-of", "2026-11-16")
SCORED = {"value", "coverage", "status", "low", "high", "n", "parts", "notes", "config_hash"}


@pytest.fixture(autouse=True)
def program(principal: Principal, member: Membership) -> None:
    """Two partnerships, one with a year of decision times."""
    halden = make_partnership(member.organization, "Halden Analytics")
    make_partnership(member.organization, "Halden Robotics")
    make_readings(halden, "decision_latency_days", dt.date(2025, 11, 1), [14.0] * 12)
    refresh(as_of=AT.date(), at=AT)


def test_portfolio_has_the_keys_of_the_contract(run: Run) -> None:
    document = run("portfolio", "--json", *AS_OF).document
    assert {"as_of", "config_hash", "counts", "partnerships"} <= document.keys()
    line = document["partnerships"][0]
    wanted = {
        "id",
        "name",
        "parties",
        "approach",
        "tier",
        "phase",
        "scorecard",
        "categories",
        "momentum_index",
        "warnings",
        "coverage",
    }
    assert wanted <= line.keys()
    assert line["scorecard"].keys() == SCORED
    assert (document["as_of"], line["scorecard"]["value"]) == ("2026-10-31", None)
    assert line["parties"] == ["Northwind Cloud", "Halden Analytics"]


def test_portfolio_is_narrowed_by_a_filter(run: Run) -> None:
    document = run("portfolio", "--filter", "text=robotics", "--json", *AS_OF).document
    assert [line["name"] for line in document["partnerships"]] == ["Halden Robotics"]


def test_portfolio_refuses_an_unknown_filter(run: Run) -> None:
    answer = run("portfolio", "--filter", "colour=red")
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_portfolio_is_a_plain_table_for_people(run: Run) -> None:
    lines = run("portfolio", *AS_OF).out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["name", "Halden Analytics", "Halden Robotics"]


def test_partnership_has_the_keys_of_the_contract(run: Run) -> None:
    document = run("partnership", "halden analytics", "--json", *AS_OF).document
    wanted = {"partnership", "sentence", "ask", "figures", "commitments", "insights", "meetings", "warnings"}
    assert wanted <= document.keys()
    assert document["figures"]["kpi.decision_latency_days"]["value"] == pytest.approx(175 / 3)


def test_a_name_that_may_be_several_is_refused_with_their_ids(run: Run) -> None:
    answer = run("partnership", "Halden", *AS_OF)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "Halden Analytics (" in answer.err


def test_explain_has_the_keys_of_the_contract(run: Run) -> None:
    document = run("explain", "Halden Analytics", "decision_latency_days", "--json", *AS_OF).document
    wanted = {
        "figure",
        "value",
        "coverage",
        "status",
        "low",
        "high",
        "parts",
        "inputs",
        "method",
        "version",
        "config_hash",
    }
    assert wanted <= document.keys()
    assert document["raw"] == 14.0


def test_explain_refuses_a_figure_that_there_is_not(run: Run) -> None:
    answer = run("explain", "Halden Analytics", "happiness", *AS_OF)
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_another_organization_sees_nothing_of_it(run: Run, member: Membership) -> None:
    from tests.factories import make_organization

    make_member(make_organization("Halden"))
    answer = run("partnership", "Halden Analytics", "--organization", "halden", *AS_OF)
    assert (answer.status, answer.err) == (
        2,
        "comotion: There is no partnership “Halden Analytics”. “comotion portfolio” names them.\n",
    )


@pytest.mark.parametrize(
    ("name", "ending"), [("portfolio", "csv"), ("portfolio", "xlsx"), ("portfolio", "html"), ("brief", "html")]
)
def test_report_writes_the_form_of_the_ending(run: Run, tmp_path: Path, name: str, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    about = ["Halden Analytics"] if name == "brief" else []
    document = run("report", name, *about, "--out", str(file), "--json", *AS_OF).document
    assert document == {"report": name, "file": str(file), "pages": None, "as_of": "2026-10-31"}
    assert [found.name for found in tmp_path.iterdir()] == [file.name]
    assert file.stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["portfolio", "--out", "/tmp/x.docx"], "cannot be written as “docx”"),
        (["poem", "--out", "/tmp/x.pdf"], "There is no report “poem”"),
        (["brief", "--out", "/tmp/x.pdf"], "Say which partnership"),
    ],
)
def test_report_refuses_in_one_line(run: Run, arguments: list[str], words: str) -> None:
    answer = run("report", *arguments, *AS_OF)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert words in answer.err
