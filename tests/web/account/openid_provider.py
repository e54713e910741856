"""A provider of OpenID Connect that says what a test has it say, signed by a key of its own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "comotion", "a-secret-of-the-client"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class ScriptedProvider:
    """Where it answers, whom it names next, and what it was asked."""

    issuer: str
    key: Any = field(default_factory=new_key)
    says: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = None
    names_key: str = "one"
    asked: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    @contextmanager
    def served(cls) -> Iterator[ScriptedProvider]:
        """Answer on a free port until the block ends."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        server.provider = cls(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.provider  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()

    def names(self, **claims: Any) -> None:
        """Name somebody from now on."""
        self.says, self.signs_with, self.names_key = claims, None, "one"
        self.asked.clear()

    def token(self) -> str:
        """Return what it says, signed."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300} | self.says
        return jwt.encode(claims, self.signs_with or self.key, algorithm="RS256", headers={"kid": self.names_key})

    def answer(self, path: str, sent: dict[str, str]) -> dict[str, Any]:
        """Return the document of a path."""
        if path == "/token":
            self.asked.append(sent)
            return {"access_token": "open", "token_type": "Bearer", "expires_in": 300, "id_token": self.token()}
        if path == "/keys":
            return {
                "keys": [
                    jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                    | {"kid": "one", "alg": "RS256"}
                ]
            }
        ways = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{way}" for name, way in ways.items()}


class Answering(BaseHTTPRequestHandler):
    """Hands requests over."""

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer({name: values[0] for name, values in sent.items()})

    def _answer(self, sent: dict[str, str]) -> None:
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        content = json.dumps(self.server.provider.answer(urlsplit(self.path).path, sent)).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_given: Any) -> None:
        """Keep quiet."""
