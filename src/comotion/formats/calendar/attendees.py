"""Who takes part in an event: people by address and side, without rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comotion.formats.calendar.records import Attendee, People, Side

FREE_MAIL = frozenset({"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
                       "yahoo.co.uk", "yahoo.de", "yahoo.fr", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com",
                       "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de", "proton.me", "protonmail.com", "mail.ru",
                       "yandex.ru", "qq.com", "163.com", "126.com", "orange.fr", "libero.it"})  # fmt: skip
ROOMS = frozenset({"ROOM", "RESOURCE"})
ROOM_DOMAIN = "resource.calendar.google.com"
LONGEST_NAME = 200


def company_domains(domains: Iterable[str]) -> frozenset[str]:
    """Give domains as they are compared; those of free mail stand for no company and are left out."""
    plain = (each.strip().casefold().lstrip("@").strip(".") for each in domains)
    return frozenset(each for each in plain if each and each not in FREE_MAIL)


def attendees(entries: Iterable[Any], people: People) -> tuple[Attendee, ...]:
    """Give each person once, from the organizer and the attendees as the file writes them."""
    found: dict[str, Attendee] = {}
    for entry in entries:
        address = address_of(str(entry))
        params: Mapping[str, Any] = getattr(entry, "params", {})
        if address and not is_room(address, params):
            declined = str(params.get("PARTSTAT", "")).upper() == "DECLINED"
            found.setdefault(address, Attendee(address, name_of(params), side_of(address, people), declined))
    return tuple(found.values())


def address_of(text: str) -> str:
    """Give the address of a calendar user; empty where it is something else than mail."""
    scheme, sign, rest = text.strip().strip("<>").partition(":")
    address = rest if sign and scheme.casefold() == "mailto" else text if "@" in text and not sign else ""
    return address.strip().casefold()


def is_room(address: str, params: Mapping[str, Any]) -> bool:
    """Say whether a calendar user is a room or a thing."""
    return str(params.get("CUTYPE", "")).upper() in ROOMS or address.endswith(f"@{ROOM_DOMAIN}")


def name_of(params: Mapping[str, Any]) -> str | None:
    """Give the name that stands beside an address."""
    return str(params.get("CN", "")).strip().strip('"')[:LONGEST_NAME] or None


def side_of(address: str, people: People) -> Side | None:
    """Tell the side of an address by its domain, of which subdomains are part."""
    domain = address.rpartition("@")[2]
    if within(domain, people.ours):
        return "ours"
    return "theirs" if within(domain, people.theirs or frozenset()) else None


def within(domain: str, domains: frozenset[str]) -> bool:
    """Say whether a domain is one of several or lies below one of them."""
    return any(domain == each or domain.endswith(f".{each}") for each in domains)


def is_shared(found: Iterable[Attendee]) -> bool:
    """Say whether somebody of a partner takes part."""
    return any(each.side == "theirs" for each in found)


def both_sides(found: Iterable[Attendee]) -> bool | None:
    """Say whether more than one company takes part; None where nothing is known of anybody."""
    present = [each for each in found if not each.declined and each.domain not in FREE_MAIL]
    return len({each.side or each.domain for each in present}) > 1 if present else None
