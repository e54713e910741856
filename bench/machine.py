"""What measures: a ratio means little without it."""

import os
import platform
from pathlib import Path


def machine() -> str:
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, load before the run {load}"
