"""Runs a command with ``DATABASE_URL`` set to a PostgreSQL of its own, started from a Python wheel.

    python -m tests.on_postgres pytest -m postgres

The server lives in a temporary folder, talks over a socket there, and is gone when the command ends. It gives up
durability for speed, as only a test may.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """Start, run, stop; return the command's exit status."""
    with tempfile.TemporaryDirectory(prefix="comotion-postgres-", ignore_cleanup_errors=True) as folder:
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pgserver  # reads XDG_RUNTIME_DIR when it is imported

        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for setting in SETTINGS:
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
