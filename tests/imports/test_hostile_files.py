"""A hostile file leaves nothing behind, and a large one has a verdict for each of its rows."""

from __future__ import annotations

import pytest

from comotion.core.principal import Principal
from comotion.imports.models import ImportRun
from comotion.imports.operations import UnableToImport
from tests.formats.hostile import every
from tests.imports.conftest import Load, counts, previewed

HEADER = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n"
NOTHING_TO_ASK = (
    "a_bomb_of_rows.xlsx", "a_bomb_of_entities.xlsx", "a_cell_at_the_last_column.xlsx", "ten_thousand_sheets.xlsx",
    "one_huge_line.csv", "a_zero_byte_inside.csv", "encrypted.xlsx", "cut_off.xlsx", "really_a_web_page.xls",
)  # fmt: skip


@pytest.mark.parametrize("name", NOTHING_TO_ASK)
def test_hostile_file_is_refused_in_one_line_and_nothing_is_stored(principal: Principal, name: str) -> None:
    with pytest.raises(UnableToImport) as refused:
        previewed(every()[name](), name)
    assert (str(refused.value).startswith(name), len(str(refused.value).splitlines())) == (True, 1)
    assert ImportRun.objects.count() == 0


def deals(count: int) -> str:
    """Deals of which every tenth has an amount that is none."""
    return HEADER + "".join(
        f"D-{n},Rollout {n},Vega {n % 50},Prospecting,{'abc' if n % 10 == 0 else n},2026-03-31\n" for n in range(count)
    )


@pytest.mark.slow
@pytest.mark.postgres
def test_hundred_thousand_rows_have_a_verdict_each(load: Load) -> None:
    run = load(deals(100_000))
    assert counts(run) == (90_000, 0, 0, 10_000)
    reason = next(each for each in run.problems if each["code"] == "NOT_A_NUMBER")
    assert reason["count"] == 10_000
    again = load(deals(100_000))
    assert counts(again) == (0, 0, 90_000, 10_000)
