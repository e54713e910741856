"""Writes what the last whole isolation test did into the README, from ``docs/isolation.json``.

make isolation              runs the test, which writes the figures down, then this
python docs/isolation.py    writes the README anew
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
FIGURES = HERE / "isolation.json"
WALKS = {
    "whole": "`make isolation`: every road, by every actor, at every target",
    "sample": "`make isolation SAMPLE=1`: every road, by a sample of actors, at a sample of targets",
}
ROADS = ("pages", "operations", "pages by link")
REST = ("commands", "kinds of jobs", "kinds of mails", "purposes of links")
BLOCK = re.compile(r"(?<=<!-- figures of make isolation -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def text_of(figures: dict[str, Any]) -> str:
    """Return the figures as the README says them."""
    planted, found = sum(figures["leaks"].values()), sum(figures["found"].values())
    kinds = ", ".join(f"{kind} {number}" for kind, number in figures["leaks"].items())
    lines = [
        f"| {WALKS[figures['walk']]} | |",
        "|---|---:|",
        f"| pages, operations of the API, pages by link | {_some(figures, ROADS)} |",
        f"| actors (roles, states, tokens, a guest, nobody) | {figures['actors']} |",
        f"| road × method × actor × target | {figures['asked']:,} |",
        f"| requests, each held against five oracles | {figures['requests']:,} |",
        f"| commands, kinds of jobs, kinds of mails, purposes of links | {_some(figures, REST)} |",
        f"| leaks planted, and found | {planted}, {found} |",
        f"| alarms where nothing leaks | 0 of {figures['looked for nothing']} |",
        "",
        f"Leaks by road: {kinds}.",
    ]
    return "\n".join(lines) + "\n"


def _some(figures: dict[str, Any], names: tuple[str, ...]) -> str:
    return ", ".join(str(figures[name]) for name in names)


def readme_with(figures: dict[str, Any], readme: str) -> str:
    """Return the README with these figures."""
    return BLOCK.sub(lambda _found: text_of(figures), readme)


if __name__ == "__main__":
    README.write_text(readme_with(json.loads(FIGURES.read_text()), README.read_text()))
