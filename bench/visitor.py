"""A process that serves one side of a comparison to itself: through the WSGI handler, counting its own CPU.

It reads lines such as ``list 20`` and answers with a JSON line: seconds of CPU and wall, and what a page weighs.
"""

from __future__ import annotations

import gc
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench import floor, home

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def environ(address: str, cookie: str, headers: dict[str, str]) -> dict[str, Any]:
    """Return what a server hands to the application for one request."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        **headers,
    }


def fetch(app: App, request: dict[str, Any]) -> bytes:
    """Return the body of a page; whatever is no page at all stops the comparison."""
    answered: list[str] = []
    answer = app(request | {"wsgi.input": io.BytesIO()}, lambda status, *_: answered.append(status))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if not answered[0].startswith(str(HTTPStatus.OK.value)):
        raise SystemExit(f"{request['PATH_INFO']}: {answered[0]}")
    return body


def ours(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the pages of Comotion that are compared."""
    home.open_home(folder)
    from comotion.identity.models import Person

    cookie = _logged_in(Person.objects.get(email=home.EMAIL))
    start = f"/o/{home.SLUG}"
    fragment = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "portfolio-list"}
    return {
        "list": environ(f"{start}/portfolio/", cookie, fragment),
        "page": environ(f"{start}/portfolio/", cookie, {}),
        "room": environ(f"{start}/partnerships/{home.reference(1)}/", cookie, {}),
    }


def plain(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the pages of the floor."""
    floor.configure(folder)
    from django.contrib.auth.models import User

    cookie = _logged_in(User.objects.first())
    return {name: environ(f"/{name}/", cookie, {}) for name in ("list", "wide")}


def _logged_in(person: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def timed(app: App, request: dict[str, Any], times: int) -> dict[str, float]:
    """Return CPU and wall of one request in milliseconds, as the mean of some, and what the page weighs."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        body = fetch(app, request)
    each = 1000.0 / times
    spent = {"cpu": (time.process_time() - cpu) * each, "wall": (time.perf_counter() - wall) * each}
    return spent | {"bytes": len(body), "queries": _queries(app, request)}


def _queries(app: App, request: dict[str, Any]) -> int:
    from django.db import connection
    from django.db.backends.signals import connection_created
    from django.test.utils import CaptureQueriesContext

    def quiet(**_: Any) -> None:
        connection.force_debug_cursor = True

    connection_created.connect(quiet)
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as found:
        fetch(app, request)
    connection_created.disconnect(quiet)
    return len(found)


def main(side: str, folder: Path) -> None:
    """Serve what the lines on standard input ask for."""
    pages = (ours if side == "ours" else plain)(folder)
    from django.core.wsgi import get_wsgi_application

    app = get_wsgi_application()
    for request in pages.values():
        for _ in range(3):
            fetch(app, request)
    print(json.dumps(sorted(pages)), flush=True)
    for line in sys.stdin:
        name, times = line.split()
        print(json.dumps(timed(app, pages[name], int(times))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
