"""The table that every comparison ends in."""

from __future__ import annotations

from dataclasses import dataclass

from bench.rounds import Compared

HEAD = "| job | ours | peer or floor | ratio | goal | verdict |\n|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Line:
    """One job: what each side took, the ratio, and the goal it is held against."""

    job: str
    ours: str
    other: str
    ratio: str
    goal: str
    verdict: str

    @classmethod
    def of(cls, job: str, found: Compared, goal: float) -> Line:
        """Return the line of a comparison by wall time."""
        return cls(
            job,
            f"{found.ours.wall:.2f} s ({found.ours.cpu:.2f} CPU)",
            f"{found.other.wall:.2f} s ({found.other.cpu:.2f} CPU)",
            f"{found.wall_ratio:.2f} ({found.lowest:.2f}–{found.highest:.2f}); CPU {found.cpu_ratio:.2f}",
            f"≤ {goal}",
            verdict(found.wall_ratio, goal),
        )

    def __str__(self) -> str:
        """Return the line as Markdown."""
        return f"| {self.job} | {self.ours} | {self.other} | {self.ratio} | {self.goal} | {self.verdict} |"


def verdict(found: float, goal: float) -> str:
    """Say whether a goal is met, missed, or missed by more than a factor of two."""
    if found <= goal:
        return "met"
    return "missed" if found <= 2 * goal else "missed by more than 2×"
