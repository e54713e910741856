"""What the isolation test did, summed over all processes that ran it, for ``docs/isolation.json``.

Only a run that planted every leak and walked every road, as everybody or as a sample of actors, is written down.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from comotion.core.jobs import job_kinds
from comotion.core.links import link_purposes
from comotion.notices.catalogue import kinds
from tests.isolation import leaks_of_pages, leaks_of_programs
from tests.isolation.leaks import LEAKS, leaks_by_kind
from tests.isolation.roads import link_roads, roads
from tests.isolation.test_command_line import ARGUMENTS

TABLE = (leaks_of_pages, leaks_of_programs)
"""Where leaks are planted: importing them fills the table."""
Note = Callable[[str, object], None]
SAMPLE = "every road, by the sample of actors and targets"
WALKED, PLANTED, LOOKED = "isolation walked", "isolation leak found", "isolation looked for nothing"


def written_down(reports: Iterable[Any], file: Path) -> bool:
    """Write the figures into ``file``, of the whole walk or else of the sample; say whether there was one of them."""
    told = [(name, value) for report in reports for name, value in report.user_properties]
    walks = {value["road"]: value for name, value in told if name == WALKED}
    found = {value for name, value in told if name == PLANTED}
    is_whole = walks.keys() >= {road.name for road in roads()}
    if not (is_whole or SAMPLE in walks) or found != {one.name for one in LEAKS}:
        return False
    counted = [walk for road, walk in walks.items() if (road == SAMPLE) != is_whole]
    figures = {
        "walk": "whole" if is_whole else "sample",
        **{name: sum(walk[name] for walk in counted) for name in ("asked", "requests")},
        "actors": max(walk["actors"] for walk in counted),
        **_roads(),
        "leaks": {kind: len(some) for kind, some in leaks_by_kind()},
        "found": Counter(one.kind for one in LEAKS if one.name in found),
        "looked for nothing": sum(name == LOOKED for name, _value in told),
    }
    file.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return True


def _roads() -> dict[str, int]:
    return {
        "pages": sum(not road.is_api for road in roads()),
        "operations": sum(road.is_api for road in roads()),
        "pages by link": len(link_roads()),
        "commands": len(ARGUMENTS),
        "kinds of jobs": len(job_kinds()),
        "kinds of mails": len(kinds()),
        "purposes of links": len(link_purposes()),
    }
