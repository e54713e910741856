"""The landscape files of a foundation: members by tier, certified partners, and products with their owners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comotion.formats.grid import Vendor, signature

if TYPE_CHECKING:
    from comotion.formats.fields import Field

SUFFIX = re.compile(r"\s*\((?:member|supporter|contributor|kcsp|ktp|end user)\)\s*$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"^(?:https?://)?(?:www\.)?cncf\.io(?:/|$)", re.IGNORECASE)


def clean(field: Field, text: str) -> str:
    """Cut what the file adds to names, and drop the homepage that stands in for members who do not show theirs."""
    if field.type == "name":
        return SUFFIX.sub("", text)
    if field.type == "website" and PLACEHOLDER.match(text.strip()):
        return ""
    return text


VENDOR = Vendor(
    name="landscape",
    clean=clean,
    signatures=(
        signature("partnerships", "name", "tier", "homepage url", "crunchbase"),
        signature("partnerships", "name", "homepage url", "crunchbase", "joined"),
        signature("designations", "name", "program", "homepage url", "crunchbase"),
        signature("designations", "product", "certification", "homepage url", "crunchbase"),
        signature(None, "name", "category", "subcategory", "homepage url", "crunchbase"),
    ),
    synonyms={
        "partnerships": {"level": ("Tier",), "started_date": ("Joined",), "external_id": ("Crunchbase",)},
        "designations": {
            "partnership": ("Name", "Organization", "Product"),
            "external_id": ("Crunchbase",),
            "program": ("Program", "Certification"),
        },
    },
)
