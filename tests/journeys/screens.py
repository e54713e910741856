"""Takes a picture of every page of the example program, at two widths, light and dark, and lets axe look at each.

    python -m tests.journeys.screens [--home FOLDER] [--only WORD]

The example program is prepared in ``var/screens`` unless a home is named. Pictures go to ``screens/``, where git does
not look. Exit status 1 if axe found something or a page complained.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESKTOP, PHONE, chromium, complaints_of_axe, log_in, tab

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "screens"
COMOTION = Path(sys.executable).parent / "comotion"
SIZES = {"desktop": DESKTOP, "phone": PHONE}
EXPLAINED = "halden"
FILES = Path(__file__).parent / "brought"
BROUGHT = {
    "import-problems": "partners-2026-11.csv",
    "import-pairs": "partners-alike.csv",
    "import-unknown": "what-is-this.csv",
    "import-calendar": "work-calendar.ics",
}
DOMAINS = "halden.example = Halden Analytics\nkestrel.example = Kestrel Payments"
STORIES = ("Halden Analytics", "Oakline Robotics", "Cobalt Fields Energy", "Kestrel Payments")


def prepare(home: Path) -> dict[str, Any]:
    """Load the example program and return what ``comotion demo`` says about it."""
    command = [COMOTION, "demo", "--no-serve", "--json"]
    done = subprocess.run(command, env=os.environ | {"COMOTION_HOME": str(home)}, capture_output=True, check=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the home on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"COMOTION_HOME": str(home), "COMOTION_URL": address}
    server = subprocess.Popen([COMOTION, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urlopen(f"{address}/account/login/"):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"nothing answers at {address}")


def addresses(page: Page, organization: str) -> dict[str, str]:
    """Return name → path of every page that can be reached by links from Today, each kind of page once."""
    start = f"/o/{organization}/today/"
    found, waiting = {"today": start}, [start]
    rooms: dict[str, str] = {}
    while waiting:
        page.goto(waiting.pop(0))
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => [a.getAttribute('href'), a.innerText])")
        for link, text in links:
            path = link.split("#")[0].split("?")[0]
            room = re.search(r"/partnerships/(\w+)/", path)
            if room and text.strip() in STORIES:
                rooms[room[1]] = text.strip().split()[0].lower()
            name = _name(path, organization, rooms)
            if name and name not in found:
                found[name] = path
                waiting.append(path)
    return found


def _name(path: str, organization: str, rooms: dict[str, str]) -> str:
    if not path.startswith(f"/o/{organization}/") or re.search(r"\.\w+$", path):
        return ""
    short = path.removeprefix(f"/o/{organization}/").strip("/")
    for ref in re.findall(r"(?:partnerships|explain)/([2-9a-hj-km-np-z]{12})", short):
        story = rooms.get(ref)
        if story is None or (story != EXPLAINED and "partnerships/" not in short):
            return ""
        short = short.replace(ref, story)
    short = re.sub(r"\b[2-9a-hj-km-np-z]{12}\b", "one", short)
    return short.replace("/", "-")


def bring(page: Page, organization: str) -> dict[str, str]:
    """Bring files with something to decide to the Import page, and return name → path of what it asks."""
    found = {}
    for name, file in BROUGHT.items():
        page.goto(f"/o/{organization}/import/")
        page.locator("input[name=file]").set_input_files(FILES / file)
        if file.endswith(".ics"):
            page.locator("details.co-more summary").first.click()
            page.locator("textarea[name=domains]").fill(DOMAINS)
        page.locator("main form[enctype] button[type=submit]").click()
        page.wait_for_url(re.compile(r"/import/[2-9a-hj-km-np-z]{12}/"))
        found[name] = page.url.removeprefix(page.evaluate("location.origin"))
    return found


def shoot(browser: Browser, address: str, login: dict[str, str], only: str) -> list[str]:
    """Take every picture; return what was found wrong."""
    found: list[str] = []
    with tab(browser, address) as page:
        log_in(page, login["email"], login["password"])
        paths = addresses(page, login["organization"]) | bring(page, login["organization"])
    for width, size in SIZES.items():
        for scheme in ("light", "dark"):
            with tab(browser, address, size=size, scheme=scheme) as page:
                log_in(page, login["email"], login["password"])
                for name, path in paths.items():
                    if only in name:
                        found += _shoot(page, path, SCREENS / f"{name}-{width}-{scheme}.png")
    return found


def _shoot(page: Page, path: str, file: Path) -> list[str]:
    complaints: list[str] = page.complaints  # type: ignore[attr-defined]
    complaints.clear()
    page.goto(path, wait_until="networkidle")
    page.screenshot(path=file, full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    sideways = ["the page scrolls sideways"] if wide else []
    return [f"{file.stem}: {one}" for one in [*complaints, *sideways, *complaints_of_axe(page)]]


def main() -> int:
    """Prepare, serve, shoot, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "screens")
    parser.add_argument("--only", default="", help="only pages whose name holds this word")
    args = parser.parse_args()
    SCREENS.mkdir(exist_ok=True)
    login = prepare(args.home)["logins"][0]
    with served(args.home) as address, chromium() as browser:
        found = shoot(browser, address, login, args.only)
    print("\n".join(found) or "axe and the console found nothing.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
