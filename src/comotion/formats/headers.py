"""Headers and words compared as people mean them: without case, punctuation and the accidents of an export."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CUSTOM_FIELD = re.compile(r"__[cr]$", re.IGNORECASE)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Give a header in lower case, one blank between words: ``StageName``, ``stage_name`` and ``Stage Name*`` agree.

    >>> plain("Probability (%)"), plain("CloseDate"), plain("Partner_Owner__c")
    ('probability', 'close date', 'partner owner')
    """
    text = CUSTOM_FIELD.sub("", unicodedata.normalize("NFKC", text).strip())
    return " ".join(WORD.findall(HUMP.sub(" ", text).casefold()))


def unique(names: list[str]) -> list[str]:
    """Name every column: a blank header becomes ``Column 3``, a repeated one ``id (2)``, so that none is lost.

    >>> unique(["id", "", "id"])
    ['id', 'Column 2', 'id (2)']
    """
    given: list[str] = []
    seen = {name.strip() for name in names}
    taken: set[str] = set()
    for position, name in enumerate(names, start=1):
        wanted = base = name.strip() or f"Column {position}"
        count = 1
        while wanted in taken or (count > 1 and wanted in seen):
            count += 1
            wanted = f"{base} ({count})"
        taken.add(wanted)
        given.append(wanted)
    return given
