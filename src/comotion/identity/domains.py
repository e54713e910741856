"""What an address says about the company of whoever reads it."""

from __future__ import annotations

SHARED_BY_ALL = frozenset({
    "aol.com", "fastmail.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hey.com", "hotmail.com", "icloud.com", "libero.it", "live.com", "mail.com", "mail.ru", "me.com", "mailbox.org",
    "msn.com", "orange.fr", "outlook.com", "posteo.de", "proton.me", "protonmail.com", "qq.com", "t-online.de",
    "tutanota.com", "web.de", "yahoo.com", "yandex.ru", "zoho.com", "163.com",
})  # fmt: skip
"""Where everybody can have an address: it names no company."""


def company_domain(address: str) -> str:
    """Return the domain of an address if it can be a company's own, else nothing.

    >>> company_domain("Dario@Halden.Example"), company_domain("dario@gmail.com")
    ('halden.example', '')
    """
    domain = address.rpartition("@")[2].strip().lower()
    return "" if domain in SHARED_BY_ALL else domain
