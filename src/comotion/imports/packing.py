"""Rows kept compactly beside a run: JSON, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any


def pack(document: Any) -> bytes:
    """Make bytes of a document of lists, texts, numbers and None."""
    return zlib.compress(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode(), 1)


def unpack(content: bytes | memoryview) -> Any:
    """Give the document back; nothing was packed into no bytes."""
    return json.loads(zlib.decompress(bytes(content))) if content else None
