"""An import that is killed is wholly there or wholly not: two rounds here, more in ``tests/kill``."""

from __future__ import annotations

from pathlib import Path

from tests.imports.killing import is_sound, prepared, round_of


def test_killed_import_is_there_wholly_or_not_at_all(tmp_path: Path) -> None:
    longest = prepared(tmp_path)

    found = [round_of(tmp_path, number, longest) for number in (1, 2)]

    assert [each for each in found if not is_sound(each)] == []
