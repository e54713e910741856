"""The stored road and the pages at a small size, each in processes of their own as when they are measured."""

from __future__ import annotations

from pathlib import Path

from bench import pages, stored


def test_stored_road_takes_as_many_statements_for_six_partnerships_as_for_three(tmp_path: Path) -> None:
    three, six = (stored.in_a_process(tmp_path, count, 1) for count in (3, 6))

    assert (three["first"]["snapshots"], six["first"]["snapshots"]) == (3, 6)
    assert (six["again"]["snapshots"], six["one"]["snapshots"]) == (0, 1)
    for run in ("again", "one"):  # the first also tells each person who looks after a warned one
        assert six[run]["statements"]["SELECT"] == three[run]["statements"]["SELECT"]


def test_pages_of_both_sides_are_served_and_compared(tmp_path: Path) -> None:
    ours, plain = pages.homes(tmp_path, (8,))
    with pages.visitor("ours", ours) as here, pages.visitor("floor", plain) as floor:
        found = pages.turns((here, "list"), (floor, "list"), times=1, pairs=1)

    assert found.ours["queries"] == found.other["queries"] + 1
    assert found.ratio == found.ours["cpu"] / found.other["cpu"]
