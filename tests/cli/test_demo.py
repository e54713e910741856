from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def demo(home: Path) -> dict[str, Any]:
    environment = os.environ | {"COMOTION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comotion.config.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "comotion.cli.main", "demo", "--no-serve", "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_the_example_program_is_loaded_scored_and_reported_once(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    first = demo(home)
    written = Path(first["report"]).stat().st_mtime_ns
    second = demo(home)
    assert first == second
    assert first.keys() == {"home", "url", "logins", "report", "partnerships"}
    assert (first["home"], first["partnerships"]) == (str(home), 28)
    assert [login.keys() for login in first["logins"]] == [{"email", "password", "organization", "role"}] * 7
    assert Path(first["report"]).read_bytes().startswith(b"%PDF")
    assert Path(first["report"]).stat().st_mtime_ns == written
    assert (home / "logins.json").stat().st_mode & 0o077 == 0
