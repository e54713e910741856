"""A home whose list has many lines: some partnerships are scored, and all others get lines like theirs."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from pathlib import Path
from typing import Any

from bench import home
from bench.readings import Size

SCORED = Size(200, 8)
"""Partnerships that have readings, and for how many months."""
MONTHS = 4


def make(folder: Path, partnerships: int) -> None:
    """Fill a home for the pages; once in a process."""
    home.open_home(folder)
    scored = Size(min(SCORED.partnerships, partnerships), SCORED.months)
    home.fill(Size(partnerships), scored)
    _static(folder)
    from comotion.core.principal import Principal, acting_as
    from comotion.portfolio.operations import refresh

    with acting_as(Principal(1, "owner", 1)):
        refresh(as_of=home.TODAY, at=home.AT, partnerships=range(1, scored.partnerships + 1), months=MONTHS)
        _like_them(scored.partnerships, partnerships)
    (folder / "ready").touch()


def _static(folder: Path) -> None:
    """Gather the files of the pages, once for all homes beside each other."""
    from django.core.management import call_command

    from comotion.cli.home import UNUSED

    made = next(folder.parent.glob("pages-*/static/staticfiles.json"), None)
    if made is None:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
    elif made.parent.parent != folder:
        shutil.copytree(made.parent, folder / "static", dirs_exist_ok=True)


def _like_them(scored: int, partnerships: int) -> None:
    """Give every other partnership the line of a scored one, under its own name, placed with all of them."""
    from comotion.partnerships.models import Partnership
    from comotion.portfolio.arranging import arrange, kept_lines
    from comotion.scores.settings import current_settings

    known = [kept.row for _, kept in sorted(kept_lines().items())]
    rows: dict[int, Any] = {}
    for key, ref, name, approach in Partnership.objects.filter(pk__gt=scored).values_list(
        "pk", "ref", "name", "approach"
    ):
        like = known[key % len(known)]
        rows[key] = dataclasses.replace(like, id=key, ref=ref, name=name, approach=approach)
    assert len(rows) == max(0, partnerships - scored)
    arrange(rows, (), settings=current_settings(), as_of=home.TODAY, at=home.AT)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
