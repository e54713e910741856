"""A process that serves one side of a comparison to itself: through the WSGI handler, counting its own CPU.

It reads lines such as ``list 20`` and answers with a JSON line: seconds of CPU and wall, and what a page weighs.
"""

from __future__ import annotations

import gc
import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench import floor, home

Pages = dict[str, list[dict[str, Any]]]
"""Requests by name; those of one name are asked for one after the other."""
WALK = 200
"""Pages of a walk: more lines than any process keeps drawn."""
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


def ours(folder: Path) -> Pages:
    """Return the pages of Comotion that are compared."""
    home.open_home(folder)
    from comotion.identity.models import Person

    cookie = _logged_in(Person.objects.get(email=home.EMAIL))
    start = f"/o/{home.SLUG}"
    fragment = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "portfolio-list"}
    first = environ(f"{start}/portfolio/", cookie, fragment)
    return {
        "list": [first],
        "walk": _walk(first),
        "page": [environ(f"{start}/portfolio/", cookie, {})],
        "room": [environ(f"{start}/partnerships/{home.reference(1)}/", cookie, {})],
    }


def _walk(first: dict[str, Any]) -> list[dict[str, Any]]:
    """Return page after page of the list, each by the key that the one before it names."""
    from django.core.wsgi import get_wsgi_application

    app, found = get_wsgi_application(), [first]
    for _ in range(WALK - 1):
        link = re.search(r'href="\?([^"]*\bafter=[^"]*)"', fetch(app, found[-1]).decode())
        if link is None:
            break
        found.append(first | {"QUERY_STRING": link[1].replace("&amp;", "&")})
    return found


def plain(folder: Path) -> Pages:
    """Return the pages of the floor."""
    floor.configure(folder)
    from django.contrib.auth.models import User

    cookie = _logged_in(User.objects.first())
    walk = [environ(f"/list/?page={number}", cookie, {}) for number in range(1, WALK + 1)]
    return {name: [environ(f"/{name}/", cookie, {})] for name in ("list", "wide")} | {"walk": walk}


def _logged_in(person: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def timed(app: App, requests: Iterator[dict[str, Any]], times: int) -> dict[str, float]:
    """Return CPU and wall of one request in milliseconds, as the mean of some, and what the page weighs."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for request in islice(requests, times):
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
    for requests in pages.values():
        for _ in range(3):
            fetch(app, requests[0])
    turning = {name: cycle(requests) for name, requests in pages.items()}
    print(json.dumps(sorted(pages)), flush=True)
    for line in sys.stdin:
        name, times = line.split()
        print(json.dumps(timed(app, turning[name], int(times))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
