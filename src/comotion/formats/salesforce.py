"""Salesforce: report exports, Data Loader files and warehouse tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comotion.formats.grid import Vendor, signature

if TYPE_CHECKING:
    from comotion.formats.fields import Field


def clean(field: Field, text: str) -> str:
    """Drop a reference that only means something inside its tree file (``@AccountRef1``)."""
    return "" if field.type == "id" and text.startswith("@") else text


VENDOR = Vendor(
    name="salesforce",
    percent=True,
    clean=clean,
    signatures=(
        signature("opportunities", "name", "stage name", "close date"),
        signature("opportunities", "name", "stage name", "close date", "is won", "account id"),
        signature("opportunities", "opportunity name", "stage"),
        signature("opportunities", "opportunity name", "account name", "close date"),
        signature("opportunities", "opportunity id", "amount"),
        signature("accounts", "name", "master record id", "is deleted"),
        signature("accounts", "name", "billing country"),
        signature("accounts", "account name", "account owner"),
        signature("accounts", "account name", "account id"),
        signature("accounts", "account name", "account owner", "type"),
        signature("accounts", "account name", "account id", "website"),
    ),
)
