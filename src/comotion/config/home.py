"""The home: the folder that holds the database, the job queue, the files and the secret key of one installation."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything lives, and what ``comotion.toml`` in it says."""

    path: Path
    as_of: dt.date | None
    url: str
    secret_key: str


def home_path() -> Path:
    """Return ``COMOTION_HOME``, by default ``~/.local/share/comotion``."""
    named = os.environ.get("COMOTION_HOME")
    return Path(named) if named else Path.home() / ".local" / "share" / "comotion"


def open_home() -> Home:
    """Read the home, making the folder and its secret key where they are not there yet."""
    path = home_path()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = path / "comotion.toml"
    written = tomllib.loads(file.read_text()) if file.exists() else {}
    as_of = os.environ.get("COMOTION_AS_OF") or written.get("as_of")
    return Home(
        path=path,
        as_of=dt.date.fromisoformat(str(as_of)) if as_of else None,
        url=os.environ.get("COMOTION_URL") or written.get("url", "http://localhost:8000"),
        secret_key=_secret_key(path),
    )


def _secret_key(path: Path) -> str:
    named = os.environ.get("COMOTION_SECRET_KEY")
    if named:
        return named
    file = path / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text().strip()
