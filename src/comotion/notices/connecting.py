"""Calling addresses that strangers chose: never into our own network, whatever their name server says.

A name is resolved once, every address it has is checked, and the connection goes to the checked one, so that a name
that points elsewhere a moment later changes nothing. Redirects are not followed, proxies not asked, and a server that
answers drop by drop is hung up on.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

SECONDS = 10
DEADLINE = 20
MOST_READ = 1024 * 1024
PUBLIC_PORTS = (443, 8443)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class UnableToReach(OSError):
    """Nothing was reached; the message says why, and tells nothing of our own network."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An address that may be called: its parts, and the one network address to connect to."""

    parts: SplitResult
    host: str
    port: int
    network_address: str


def check_url(url: str, networks: Sequence[str]) -> Checked:
    """Resolve and check an address; ``networks`` are those of our own that the operator opened."""
    parts = _parts(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    found = sorted(_resolve(host, port), key=lambda address: (address.version, int(address)))
    is_opened = all(_is_in(address, networks) for address in found)
    if not found or not (is_opened or all(is_public(address) for address in found)):
        raise UnableToReach("This address does not lead to a public server.")
    if not is_opened and not (is_https and port in PUBLIC_PORTS):
        raise UnableToReach("Use https, on port 443 or 8443.")
    return Checked(parts, host, port, str(found[0]))


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1) > 0
    except ValueError as malformed:
        raise UnableToReach("This is no address of a server.") from malformed
    if not is_usable or parts.username or parts.password:
        raise UnableToReach("This is no address of a server.")
    return parts


def _resolve(host: str, port: int) -> set[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise UnableToReach("There is no server of this name.") from unknown
    return {ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found}


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open internet, also where it is wrapped into another one."""
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified) for one in _meant(address)
    )


def _meant(address: Address) -> Iterator[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    inner = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    yield from (address.teredo or ((inner,) if inner else (address,)))


def _is_in(address: Address, networks: Sequence[str]) -> bool:
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server answered, as far as we read it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(checked: Checked, body: bytes, headers: Mapping[str, str]) -> int:
    """Post once, to the checked address, and return the status; of the answer nothing else is read."""
    with _answer(checked, "POST", body, headers) as answer:
        return answer.status


def ask(checked: Checked, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answered:
    """Ask once, of the checked address, and return the answer; one that is too long is refused, none is followed."""
    with _answer(checked, method, body, headers or {}) as answer:
        content = answer.read(MOST_READ + 1)
        if len(content) > MOST_READ:
            raise UnableToReach("The server answered with far too much.")
        return Answered(answer.status, dict(answer.getheaders()), content)


@contextlib.contextmanager
def _answer(
    checked: Checked, method: str, body: bytes, headers: Mapping[str, str]
) -> Iterator[http.client.HTTPResponse]:
    connection = _connection(checked)
    hang_up = threading.Timer(DEADLINE, _hang_up, args=(connection,))
    hang_up.daemon = True
    try:
        hang_up.start()
        path = checked.parts.path or "/"
        target = f"{path}?{checked.parts.query}" if checked.parts.query else path
        connection.request(method, target, body or None, dict(headers))
        yield connection.getresponse()
    except ssl.SSLError as refused:
        raise UnableToReach("The server's certificate was not accepted.") from refused
    except UnableToReach:
        raise
    except (OSError, http.client.HTTPException, ValueError) as failed:
        raise UnableToReach("The server did not answer properly in time.") from failed
    finally:
        hang_up.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """End the conversation under whoever is waiting for more of it; closing alone would leave them waiting."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(checked: Checked) -> http.client.HTTPConnection:
    """Return a connection that asks no name server: it goes to the address that was checked."""
    kind = http.client.HTTPSConnection if checked.parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(checked.host, checked.port, timeout=SECONDS)

    def connect_there(_named: tuple[str, int], *given: object) -> socket.socket:
        del given
        there = socket.socket(socket.AF_INET6 if ":" in checked.network_address else socket.AF_INET)
        there.settimeout(SECONDS)
        try:
            there.connect((checked.network_address, checked.port))
        except OSError:
            there.close()
            raise
        return there

    connection._create_connection = connect_there  # type: ignore[attr-defined]  # noqa: SLF001  (the library's own seam)
    return connection
