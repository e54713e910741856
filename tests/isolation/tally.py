"""What the isolation test did, summed over all processes that ran it, for ``docs/isolation.json``.

Only a run that walked every road and planted every leak is written down: a part of it says nothing of the whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
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
WALKED, PLANTED, LOOKED = "isolation walked", "isolation leak found", "isolation looked for nothing"


def written_down(reports: Iterable[Any], file: Path) -> bool:
    """Write the figures into ``file``; say whether the run was a whole one."""
    told = [(name, value) for report in reports if report.passed for name, value in report.user_properties]
    walks = [value for name, value in told if name == WALKED]
    found = {value for name, value in told if name == PLANTED}
    silent = {value for name, value in told if name == LOOKED}
    if {walk["road"] for walk in walks} != {road.name for road in roads()} or found != {one.name for one in LEAKS}:
        return False
    figures = {
        "pages": sum(not road.is_api for road in roads()),
        "operations": sum(road.is_api for road in roads()),
        "pages by link": len(link_roads()),
        "actors": max(walk["actors"] for walk in walks),
        "asked": sum(walk["asked"] for walk in walks),
        "requests": sum(walk["requests"] for walk in walks),
        "commands": len(ARGUMENTS),
        "kinds of jobs": len(job_kinds()),
        "kinds of mails": len(kinds()),
        "purposes of links": len(link_purposes()),
        "leaks": {kind: len(some) for kind, some in leaks_by_kind()},
        "found": Counter(one.kind for one in LEAKS if one.name in found),
        "looked for nothing": len(silent),
    }
    file.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return True
