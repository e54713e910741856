"""The look of every chart, light and dark: the only colours outside ``tokens.css``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PATH = Path(__file__).with_name("chart-config.json")
CHART_CONFIG: dict[str, dict[str, Any]] = json.loads(_PATH.read_text(encoding="utf-8"))
