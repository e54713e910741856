"""The hash that stands for a text or a record: who signed it signed exactly this (specification 05 b)."""

import json
from hashlib import sha256
from typing import Any

from comotion.methods.payloads import as_json


def content_hash(content: Any) -> str:
    """Return 64 hexadecimal digits that change with any change of the content.

    Parameters
    ----------
    content : a record, or anything JSON can hold; the order of the keys of mappings does not matter

    Examples
    --------
    >>> content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    True

    """
    text = json.dumps(as_json(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
