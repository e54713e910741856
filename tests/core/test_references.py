"""Ids that stand in links tell nothing."""

from __future__ import annotations

from comotion.core.references import ALPHABET, new_reference


def test_references_are_long_and_do_not_repeat() -> None:
    found = {new_reference() for _ in range(10_000)}

    assert len(found) == 10_000
    assert {len(reference) for reference in found} == {12}


def test_references_leave_out_what_is_misread() -> None:
    assert set("0o1il") & set(ALPHABET) == set()
