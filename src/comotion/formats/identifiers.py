"""Ids as systems write them: Salesforce's two lengths of one id, slugs in links, several ids in one cell."""

from __future__ import annotations

import re

SALESFORCE = re.compile(r"^(?:00[0-9A-Za-z]|[a-z][0-9][0-9A-Za-z])[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$")
SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
CRUNCHBASE = re.compile(r"crunchbase\.com/(?:organization|company)/([^/?#\s]+)", re.IGNORECASE)


def salesforce_id(text: str) -> str:
    """Give the 18-character form of a Salesforce id; any other text stays as it is.

    The suffix tells which letters are capitals: each group of five characters is a number of five bits, the first
    character the lowest.

    >>> salesforce_id("001A0000006Vm9r")
    '001A0000006Vm9rIAC'
    """
    if len(text) != 15 or not SALESFORCE.match(text) or text.isdigit():
        return text
    groups = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(SUFFIX[sum(letter.isupper() << bit for bit, letter in enumerate(group))] for group in groups)


def identifier(text: str) -> str:
    """Give one spelling of an id: 18 characters for Salesforce, the slug for a link to an organization."""
    text = text.strip()
    if found := CRUNCHBASE.search(text):
        return found[1].casefold()
    return salesforce_id(text)
