"""Icons by name, from one sprite that holds only those in use."""

from __future__ import annotations

import re
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString

_SPRITE = Path(__file__).parent / "static" / "comotion" / "icons.svg"
ICON_NAMES = frozenset(re.findall(r'<symbol id="([\w-]+)"', _SPRITE.read_text(encoding="utf-8")))


def icon(name: str, kind: str = "") -> SafeString:
    """Draw an icon; ``kind`` may be ``small``. Icons repeat what words say, so they are hidden from readers of text."""
    if name not in ICON_NAMES:
        raise ValueError(f"There is no icon {name!r} in icons.svg.")
    classes = f"co-icon co-icon-{kind}" if kind else "co-icon"
    href = f"{static('comotion/icons.svg')}#{name}"
    return SafeString(f'<svg class="{classes}" aria-hidden="true"><use href="{href}"/></svg>')
