"""Twenty imports, each killed at another moment, on whichever database the suite runs on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.killing import Found, is_sound, prepared, round_of

ROUNDS = 20


@pytest.mark.slow
@pytest.mark.postgres
def test_every_killed_import_is_there_wholly_or_not_at_all(tmp_path: Path) -> None:
    longest = prepared(tmp_path)

    found: list[Found] = [round_of(tmp_path, number, longest) for number in range(1, ROUNDS + 1)]

    assert [each for each in found if not is_sound(each)] == []
    assert "previewed" in {each.state for each in found}
