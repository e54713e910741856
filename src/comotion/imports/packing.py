"""Rows kept compactly beside a run: JSON, compressed, in parts that are opened one by one."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

LENGTH = struct.Struct(">I")


def pack(document: Any) -> bytes:
    """Make bytes of a document of lists, texts, numbers and None."""
    return zlib.compress(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode(), 1)


def unpack(content: bytes | memoryview) -> Any:
    """Give the document back; nothing was packed into no bytes."""
    return json.loads(zlib.decompress(bytes(content))) if content else None


def join_parts(parts: Iterable[bytes]) -> bytes:
    """Put packed parts behind each other."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)


def each_part(content: bytes | memoryview) -> Iterator[Any]:
    """Unpack the parts one by one."""
    content = memoryview(content)
    while content:
        (length,) = LENGTH.unpack(content[: LENGTH.size])
        yield unpack(content[LENGTH.size : LENGTH.size + length])
        content = content[LENGTH.size + length :]
