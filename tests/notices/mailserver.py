"""A small mail server for tests: takes letters by SMTP, keeps them in mailboxes, and gives them out by IMAP.

Both sides speak over real sockets. What comes to ``name+anything@…`` lies in the mailbox ``name``, as usual.
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Kept:
    """One letter in a mailbox."""

    raw: bytes
    is_seen: bool = False


@dataclass
class MailServer:
    """The mailboxes, and where both sides listen."""

    boxes: dict[str, list[Kept]] = field(default_factory=lambda: defaultdict(list))
    smtp_port: int = 0
    imap_port: int = 0
    password: str = "a word"

    def mailbox_url(self, name: str) -> str:
        return f"imap://{name}:a%20word@127.0.0.1:{self.imap_port}/INBOX"


class _Conversation(socketserver.StreamRequestHandler):
    server_of_mail: MailServer

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def heard(self) -> Iterator[str]:
        while line := self.rfile.readline():
            yield line.decode().rstrip("\r\n")


class _Smtp(_Conversation):
    def handle(self) -> None:
        self.say("220 mail.test ready")
        recipients: list[str] = []
        for line in self.heard():
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say("250-mail.test", "250 SIZE 10000000")
            elif verb == "RCPT":
                recipients.append(re.findall(r"<([^>]*)>", line)[0])
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                self.keep(recipients, self.content())
                recipients = []
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def keep(self, recipients: list[str], raw: bytes) -> None:
        for address in recipients:
            name = address.partition("@")[0].partition("+")[0].lower()
            self.server_of_mail.boxes[name].append(Kept(f"Delivered-To: {address}\r\n".encode() + raw))


class _Imap(_Conversation):
    box: list[Kept]

    def handle(self) -> None:
        self.say("* OK mail.test ready")
        for line in self.heard():
            tag, verb, *rest = line.split(" ")
            words = " ".join(rest)
            if verb == "LOGOUT":
                self.say("* BYE", f"{tag} OK done")
                return
            self.say(f"{tag} {self.answer(verb.upper(), words)}")

    def answer(self, verb: str, words: str) -> str:
        if verb == "LOGIN":
            name, password = re.fullmatch(r'"?([^" ]+)"? "?([^"]+)"?', words).groups()  # type: ignore[union-attr]
            self.box = self.server_of_mail.boxes[name]
            return "OK done" if password == self.server_of_mail.password else "NO wrong word"
        if verb == "SELECT":
            self.say(f"* {len(self.box)} EXISTS", "* OK [UIDVALIDITY 1]")
            return "OK [READ-WRITE] done"
        if verb == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        if verb == "UID":
            self.uid(words)
        return "OK done"

    def uid(self, words: str) -> None:
        verb, _space, rest = words.partition(" ")
        if verb.upper() == "SEARCH":
            limit = int(re.findall(r"SMALLER (\d+)", rest)[0])
            found = [n for n, one in enumerate(self.box, 1) if not one.is_seen and len(one.raw) < limit]
            self.say(f"* SEARCH {' '.join(map(str, found))}".rstrip())
            return
        number = int(rest.split()[0])
        letter = self.box[number - 1]
        if verb.upper() == "STORE":
            letter.is_seen = True
            self.say(f"* {number} FETCH (UID {number} FLAGS (\\Seen))")
            return
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(letter.raw)}}}\r\n".encode())
        self.wfile.write(letter.raw + b")\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Listen on two free ports until the block ends."""
    kept = MailServer()
    speaking = [type(side.__name__, (side,), {"server_of_mail": kept}) for side in (_Smtp, _Imap)]
    servers = [_Server(("127.0.0.1", 0), side) for side in speaking]
    kept.smtp_port, kept.imap_port = (server.server_address[1] for server in servers)
    threads = [threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield kept
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
