"""The file of goal 7: deals with an id, of which one in ten is known already and one in fifty has one bad cell."""

from __future__ import annotations

import csv
import random
from pathlib import Path

HEADER = ("Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount", "Probability (%)", "Close Date",
          "Partner Account")  # fmt: skip
STAGES = ("Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
PARTNERS = 100
KNOWN = 10
BAD = ((1, ""), (4, "abc"), (5, "900"), (6, "2025-13-40"))
ROWS = 100_000


def partner(number: int) -> str:
    """Return the name of a partner."""
    return f"Partner {number:03d} Holdings"


def deal_id(number: int) -> str:
    """Return the id of a deal."""
    return f"D{number:08d}"


def write_deals(folder: Path, rows: int = ROWS) -> Path:
    """Write the file, or find it where it was written before."""
    path = folder / f"deals-{rows}.csv"
    if path.exists():
        return path
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            row = [
                deal_id(number), f"Rollout {chance.randrange(10**7)}", f"Customer {chance.randrange(20_000)} Ltd",
                chance.choice(STAGES), f"{chance.uniform(1_000, 900_000):.2f}", str(chance.randrange(101)),
                f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
                partner(chance.randrange(PARTNERS)),
            ]  # fmt: skip
            if chance.random() < 0.02:
                place, cell = chance.choice(BAD)
                row[place] = cell
            writer.writerow(row)
    return path
