"""``comotion inspect`` and ``comotion import`` as a script uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comotion.accounts.models import Opportunity
from comotion.identity.models import Membership
from comotion.imports.models import ImportRun
from comotion.partnerships.models import Partnership
from tests.cli.conftest import Run
from tests.factories import make_partnership

DEALS = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\nO1,One,Proposal,100,2026-03-01\n"
KEYS = ("run", "dry_run", "kind", "rows", "created", "changed", "unchanged", "refused", "problems", "undo")


@pytest.fixture
def deals(tmp_path: Path) -> str:
    """A file of one deal."""
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    return str(file)


def test_inspect_says_what_a_file_is_without_a_database(run: Run, deals: str) -> None:
    answer = run("inspect", deals, "--json")

    assert answer.status == 0
    assert (answer.document["format"], answer.document["kind"], answer.document["rows"]) == ("csv", "opportunities", 1)
    assert run("inspect", deals).out.startswith("opportunities (csv")


def test_inspect_refuses_what_is_no_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("")

    answer = run("inspect", str(file))

    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("comotion: empty.csv is empty")


@pytest.mark.usefixtures("member")
def test_dry_run_loads_nothing(run: Run, deals: str) -> None:
    answer = run("import", deals, "--dry-run", "--json")

    assert answer.status == 0
    assert {key: answer.document[key] for key in KEYS} == {
        "run": answer.document["run"], "dry_run": True, "kind": "opportunities", "rows": 1, "created": 1, "changed": 0,
        "unchanged": 0, "refused": 0, "problems": [], "undo": None,
    }  # fmt: skip
    assert Opportunity.unscoped.count() == 0


@pytest.mark.usefixtures("member")
def test_import_loads_and_undo_takes_it_back(run: Run, deals: str) -> None:
    loaded = run("import", deals, "--json", "--no-refresh")
    count = Opportunity.unscoped.count()
    undone = run("import", "undo", "--no-refresh", loaded.document["run"])

    assert (loaded.status, loaded.document["created"], count) == (0, 1, 1)
    assert loaded.document["undo"] == f"comotion import undo {loaded.document['run']}"
    assert (undone.status, Opportunity.unscoped.count()) == (0, 0)


@pytest.mark.usefixtures("member")
def test_refused_rows_are_listed_and_said_by_the_status(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS + "O2,Two,,much,\n")

    answer = run("import", str(file), "--no-refresh", "--json")
    table = run("import", str(file), "--no-refresh")

    assert (answer.status, answer.document["refused"]) == (1, 1)
    assert [(each["row"], each["column"], each["code"]) for each in answer.document["problems"]] == [
        (3, "Amount", "NOT_A_NUMBER")
    ]
    assert table.status == 1
    assert "Amount" in table.out


@pytest.mark.usefixtures("member")
def test_mapping_kind_and_choice_are_taken(run: Run, tmp_path: Path) -> None:
    file, mapping = tmp_path / "things.csv", tmp_path / "mapping.json"
    file.write_text("who,when\nHalden,03/04/2026\n")
    mapping.write_text(json.dumps({"who": "name", "when": "started_date"}))

    answer = run(
        "import", str(file), "--kind", "partnerships", "--mapping", str(mapping), "--choice", "when=mdy",
        "--no-refresh", "--json",
    )  # fmt: skip

    assert (answer.status, answer.document["created"]) == (0, 1)
    assert Partnership.unscoped.values_list("name", "started_date__month").get() == ("Halden", 3)


@pytest.mark.usefixtures("member")
def test_several_files_are_summed_up(run: Run, deals: str, tmp_path: Path) -> None:
    other = tmp_path / "partners.csv"
    other.write_text("Partner,Level\nHalden,Gold\n")

    answer = run("import", deals, str(other), "--no-refresh", "--json")

    assert (answer.document["rows"], answer.document["created"], answer.document["run"]) == (2, 2, None)
    assert [each["kind"] for each in answer.document["runs"]] == ["opportunities", "partnerships"]


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    "arguments",
    [("undo",), ("undo", "nothing"), ("nowhere.csv",), ("FILE", "--choice", "dmy"), ("FILE", "--kind", "people"),
     ("FILE", "--mapping", "FILE")],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_one_line(run: Run, deals: str, arguments: tuple[str, ...]) -> None:
    answer = run("import", *(deals if each == "FILE" else each for each in arguments), "--no-refresh")

    assert (answer.status, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert ImportRun.unscoped.filter(state="applied").count() == 0


def test_names_that_look_alike_are_listed_and_decided(run: Run, member: Membership, tmp_path: Path) -> None:
    make_partnership(member.organization, "Halden Analytics")
    file = tmp_path / "partners.csv"
    file.write_text("Partner,Level\nHaldn Analytics,Gold\n")

    listed = run("import", str(file), "--dry-run")
    decided = run("import", str(file), "--no-refresh", "--json", "--same", "Haldn Analytics=Halden Analytics")
    again = run("import", str(file), "--no-refresh", "--json")

    assert "Haldn Analytics" in listed.out.splitlines()[4]
    assert listed.out.splitlines()[-1].startswith("Say --same")
    assert (decided.document["created"], decided.document["changed"]) == (0, 1)
    assert (again.document["unchanged"], again.document["near_duplicates"][0]["verdict"]) == (1, "same")


def test_names_that_do_not_look_alike_are_refused(run: Run, member: Membership, tmp_path: Path) -> None:
    make_partnership(member.organization, "Halden Analytics")
    file = tmp_path / "partners.csv"
    file.write_text("Partner,Level\nHaldn Analytics,Gold\n")

    answer = run("import", str(file), "--different", "Osprey=Halden Analytics")

    assert (answer.status, Partnership.unscoped.count()) == (2, 1)
    assert "has no two names “Osprey=Halden Analytics” that look alike" in answer.err


def test_mapping_downloaded_from_a_run_is_taken(run: Run, member: Membership, tmp_path: Path) -> None:
    del member
    file, mapping = tmp_path / "colours.csv", tmp_path / "mapping.json"
    file.write_text("colour,weight\nred,1\n")
    columns = {"colour": "name", "weight": None}
    mapping.write_text(json.dumps({"kind": "accounts", "columns": columns, "answers": {}}))

    answer = run("import", str(file), "--mapping", str(mapping), "--dry-run", "--json")

    assert (answer.status, answer.document["kind"], answer.document["created"]) == (0, "accounts", 1)


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("content", ["[1]", '{"a": 1}', "{", '{"columns": {"a": "b"}, "kind": 3}'])
def test_what_is_no_mapping_is_refused(run: Run, deals: str, tmp_path: Path, content: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(content)

    answer = run("import", deals, "--mapping", str(mapping))

    assert (answer.status, ImportRun.unscoped.count()) == (2, 0)
    assert answer.err.startswith("comotion: mapping.json is no ")


def test_inspect_names_the_lines_that_are_left_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deals of November\n" + DEALS + "Grand Total,,,100,\n")

    answer = run("inspect", str(file))
    document = run("inspect", str(file), "--json").document

    assert answer.out.splitlines()[-2:] == [
        "left out: 1 × text above the header, as line 1: Deals of November",
        "left out: 1 × total, as line 4: Grand Total · 100",
    ]
    assert [(each["why"], each["rows"]) for each in document["left_out"]] == [("above", 1), ("total", 1)]
