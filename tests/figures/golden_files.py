"""Compares a figure with the one written down; ``COMOTION_WRITE_GOLDEN=1`` writes it anew, to be read before it is kept."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comotion.figures.figure import Figure

FOLDER = Path(__file__).parent / "golden"


def as_written(figure: Figure) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(figure)))


def golden(name: str, figure: Figure) -> dict[str, Any]:
    path = FOLDER / f"{name}.json"
    if os.environ.get("COMOTION_WRITE_GOLDEN"):
        path.write_text(json.dumps(as_written(figure), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))
