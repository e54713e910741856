"""The long-running processes: granian for the pages, huey's consumer for jobs, at most one of them with the clock."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from comotion.cli.home import collect_static_files
from comotion.cli.output import refuse, say

LOCK = "worker.lock"
THREADS = 2
BACKPRESSURE = 32
PARENT_SECONDS = 2
PATIENCE_SECONDS = 10


def run_server(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve pages until stopped, with one process for the jobs beside it."""
    refuse_taken_port(host, port)
    collect_static_files()
    with _worker_beside() if with_worker else _nothing():
        say(f"Serving on http://{host}:{port}. Stop with Ctrl-C.")
        _serve_pages(host, port, workers)


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            refuse(f"Port {port} on {host} cannot be used ({taken.strerror}). Choose another with --port.")


def _serve_pages(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "comotion.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _worker_beside() -> Iterator[None]:
    """Run one worker as a process of its own: web processes come and go, and schedules must run once."""
    command = [sys.executable, "-m", "comotion.cli.main", "worker", "--with-parent"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  (our own program)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def run_worker(*, with_parent: bool) -> None:
    """Run jobs until stopped; only the worker that holds the home's lock also runs the schedules."""
    from django.conf import settings
    from huey.contrib.djhuey import HUEY

    import comotion.core.jobs  # noqa: F401  (makes the queue know its task)

    if with_parent:
        threading.Thread(target=_stop_with_parent, args=(os.getppid(),), daemon=True).start()
    logging.getLogger("huey").setLevel(logging.WARNING)
    lock = _lock(settings.HOME.path / LOCK)
    options = dict(settings.HUEY.get("consumer", {})) | {"periodic": lock is not None}
    HUEY.create_consumer(**options).run()


def _lock(path: Path) -> TextIOWrapper | None:
    """Take the lock until this process ends, or return None where another process holds it."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _stop_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
