"""The components of a calendar file: folded lines put together, and only the lines that are needed kept.

What a meeting is about (its description, attachments and alarms) is dropped here, before anything else sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comotion.formats.decoding import chosen, decode
from comotion.formats.refusals import refuse
from comotion.formats.tables import Problem, Unreadable

LARGEST = 30_000_000
DEEPEST = 20
OPENING = re.compile(rb"^\s*BEGIN[ \t]*:[ \t]*(VCALENDAR|VEVENT)[ \t]*$", re.IGNORECASE | re.MULTILINE)
MARK = b"\xef\xbb\xbf"
LINE = re.compile(rb"\r\n|\n|\r")
NAME = re.compile(r"([A-Za-z0-9-]+)[ \t]*([:;])")
KEPT = frozenset({"UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE",
                  "RECURRENCE-ID", "STATUS", "SEQUENCE", "ORGANIZER", "ATTENDEE", "CLASS"})  # fmt: skip
BLOCKS = frozenset({"VEVENT", "VTIMEZONE"})


@dataclass(slots=True)
class Block:
    """An event or a zone: the lines of it that are kept, each with its number in the file."""

    name: str
    line: int
    calendar: int
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Components:
    """What a file consists of. ``calendars`` counts those that are closed; ``cancels`` are those that only cancel."""

    encoding: str
    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    calendars: int = 0
    cancels: set[int] = field(default_factory=set)
    producer: str = ""
    problems: list[Problem] = field(default_factory=list)


def is_calendar(data: bytes) -> bool:
    """Say whether a file opens as a calendar does, in whatever encoding."""
    start = data[:2048]
    wide = chosen(start[: len(start) // 4 * 4], {}) or "utf-8"
    if wide.startswith(("utf-16", "utf-32")):
        start = start[: len(start) // 4 * 4].decode(wide, "replace").removeprefix("\ufeff").encode()
    first = start.removeprefix(MARK).lstrip().split(b"\n", 1)[0].split(b"\r", 1)[0]
    return OPENING.match(first) is not None


def components(data: bytes, name: str) -> Components:
    """Take a file apart; raises Unreadable with one sentence where it is no calendar."""
    if len(data) > LARGEST:
        raise Unreadable(f"{name} is larger than {LARGEST // 1_000_000} MB: export fewer years of the calendar.")
    if not is_calendar(data):
        refuse(data, name)
        raise Unreadable(f"{name} is no calendar: it does not begin with BEGIN:VCALENDAR. Export it as .ics again.")
    numbers, text, encoding, problems = unfolded(data, name)
    scan = Scan(Components(encoding, problems=problems))
    for number, line in zip(numbers, text.split("\n"), strict=True):
        scan.take(number, line)
        if len(scan.open) > DEEPEST:
            raise Unreadable(
                f"{name} nests components deeper than {DEEPEST} (line {number}): it is damaged or hostile."
            )
    scan.finish()
    return scan.found


def unfolded(data: bytes, name: str) -> tuple[list[int], str, str, list[Problem]]:
    """Put folded lines together and give the text with the number each line begins at.

    Lines are joined before they are decoded, because some writers fold in the middle of a letter.
    """
    encoding = chosen(data, {}) or ""
    wide = encoding.startswith(("utf-16", "utf-32"))
    raw = decode(data, name, {})[0].encode() if wide else data.removeprefix(MARK)
    numbers: list[int] = []
    joined: list[bytearray] = []
    for number, line in enumerate(LINE.split(raw), start=1):
        if joined and line[:1] in {b" ", b"\t"}:
            joined[-1] += line[1:]
        else:
            numbers.append(number)
            joined.append(bytearray(line))
    text, plain, problems = decode(b"\n".join(joined), name, {})
    return numbers, text, encoding if wide else plain, problems


class Scan:
    """Walks through the lines and keeps those of events and zones."""

    def __init__(self, found: Components) -> None:
        self.found = found
        self.open: list[str] = []
        self.block: Block | None = None
        self.calendar = 0

    def take(self, number: int, line: str) -> None:
        """Take one line."""
        head = NAME.match(line)
        if head is None:
            return
        name, value = head[1].upper(), line[head.end() :].strip()
        if name == "BEGIN":
            self.begin(number, value.upper())
        elif name == "END":
            self.end(value.upper())
        elif self.block is not None:
            self.keep(self.block, number, name, line)
        elif name == "METHOD" and value.upper() == "CANCEL":
            self.found.cancels.add(self.calendar)
        elif name == "PRODID" and not self.found.producer:
            self.found.producer = value

    def begin(self, number: int, name: str) -> None:
        """Open a component; one that was left open ends where the next of its rank begins."""
        if name in BLOCKS or name == "VCALENDAR":
            if self.block is not None:
                self.close_unfinished()
            self.open = [] if name == "VCALENDAR" else [each for each in self.open if each == "VCALENDAR"]
            self.calendar += name == "VCALENDAR"
        self.open.append(name)
        if name in BLOCKS:
            self.block = Block(name, number, self.calendar)
        elif self.block is not None and self.block.name == "VTIMEZONE":
            self.block.lines.append((number, f"BEGIN:{name}"))

    def end(self, name: str) -> None:
        """Close a component and whatever was left open in it."""
        if name not in self.open:
            return
        while self.open.pop() != name:
            pass
        if self.block is None:
            self.found.calendars += name == "VCALENDAR"
        elif name == self.block.name:
            self.store(self.block)
        elif name == "VCALENDAR":
            self.close_unfinished()
            self.found.calendars += 1
        elif self.block.name == "VTIMEZONE":
            self.block.lines.append((self.block.line, f"END:{name}"))

    def keep(self, block: Block, number: int, name: str, line: str) -> None:
        """Keep a line of the block itself, not of an alarm in it; lists of dates that are empty say nothing."""
        if name in {"RDATE", "EXDATE"} and not line.rpartition(":")[2].strip():
            return
        if block.name == "VTIMEZONE" or (name in KEPT and self.open[-1:] == ["VEVENT"]):
            block.lines.append((number, line))

    def store(self, block: Block) -> None:
        """Keep a block that has anything in it."""
        self.block = None
        if block.lines:
            (self.found.events if block.name == "VEVENT" else self.found.zones).append(block)
            self.found.calendars += self.calendar == 0 and block.name == "VEVENT" and len(self.found.events) == 1

    def close_unfinished(self) -> None:
        """Store a block whose end is missing, and say so."""
        assert self.block is not None
        self.found.problems.append(unfinished(self.block.line, self.block.name))
        self.store(self.block)

    def finish(self) -> None:
        """Close what the end of the file left open."""
        if self.block is not None:
            self.close_unfinished()
        elif self.open:
            self.found.problems.append(unfinished(None, self.open[0]))


def unfinished(line: int | None, name: str) -> Problem:
    """Say that an end is missing."""
    return Problem(
        line, None, "NOT_CLOSED", f"END:{name} is missing, so the file may have lost its last part.", None,
        "Export the calendar again; what is there was read.",
    )  # fmt: skip
