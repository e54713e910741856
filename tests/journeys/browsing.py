"""Driving a real Chromium: starting it, logging in, asking axe, pressing keys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

_running: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser, closed with the block; inside another such block it is that one's, since there can be one only."""
    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        _running.append(browser)
        yield browser
        _running.remove(browser)
        browser.close()


@contextmanager
def tab(
    browser: Browser, address: str, *, size: dict[str, int] = DESKTOP, scheme: str = "light", **options: Any
) -> Iterator[Page]:
    """Open a tab with no cookies yet; what the page complains about is kept in ``page.complaints``."""
    context = browser.new_context(
        base_url=address,
        viewport=size,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
        **options,
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("filechooser", lambda _chooser: None)  # from now on, not only once somebody waits for one
    page.complaints = complaints  # type: ignore[attr-defined]
    yield page
    context.close()


def log_in(page: Page, email: str, password: str) -> None:
    """Log in by keyboard, as a person does."""
    page.goto("/account/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.locator("input[name=password]").focus()
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)


def complaints_of_axe(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, a line each."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found
        for node in one["nodes"]
    ]


def reach(page: Page, selector: str, *, presses: int = 250, backwards: bool = False) -> None:
    """Press Tab until the element that ``selector`` names has the focus, as somebody without a mouse does."""
    page.locator(selector).first.wait_for(state="attached")
    for _ in range(presses):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key on {page.url}")


def follow(page: Page, selector: str, *, backwards: bool = False) -> None:
    """Reach a link or a button with the Tab key, press Enter, and wait for the page that it leads to."""
    reach(page, selector, backwards=backwards)
    with page.expect_navigation():
        page.keyboard.press("Enter")
