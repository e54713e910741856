"""The same reading in a child process with limits of memory and time, because files come from strangers.

The child gets the bytes on its standard input and gives the table back in parts, so that neither side ever holds a
second copy of it. Whatever becomes of the child, the caller gets a table or one clear sentence.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comotion.formats.reading import inspect, read, records
from comotion.formats.tables import Inspection, OverLimit, Row, Table, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

MEMORY_BYTES = 512 * 1024 * 1024
INSPECT_SECONDS = 4.0
READ_SECONDS = 4.0
SECONDS_PER_MB = 4.0
PATIENCE = 3.0
BROKE_OFF = (-signal.SIGABRT, -signal.SIGSEGV)
CHUNK = 2_000
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of memory, and seconds of the processor; by the clock some times as many."""

    seconds: float
    memory_bytes: int = MEMORY_BYTES


def allowance(seconds: float, data: bytes) -> Limits:
    """Give the limits of a task: some seconds for any file, and some more for each megabyte."""
    return Limits(seconds + SECONDS_PER_MB * len(data) / 1_000_000)


def inspect_isolated(
    data: bytes, name: str, *, choices: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Inspection:
    """Inspect a file in a child process; raises Unreadable where the file or a limit says so."""
    order = {"task": "inspect", "name": name, "choices": dict(choices or {})}
    found = next(ask(data, name, order, limits or allowance(INSPECT_SECONDS, data)))
    assert isinstance(found, Inspection)
    return found


def read_isolated(
    data: bytes,
    name: str,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    choices: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Table:
    """Read a file in a child process; raises Unreadable where the file or a limit says so.

    The time allowed grows with the size of the file.
    """
    order = {
        "task": "read",
        "name": name,
        "kind": kind,
        "mapping": dict(mapping) if mapping else None,
        "choices": dict(choices or {}),
    }
    allowed = limits or allowance(READ_SECONDS, data)
    return joined(ask(data, name, order, allowed))


def records_isolated(data: bytes, name: str, *, limits: Limits | None = None) -> Table:
    """Read the records of any table as texts by column in a child process; raises Unreadable likewise."""
    order = {"task": "records", "name": name, "choices": {}}
    return joined(ask(data, name, order, limits or allowance(READ_SECONDS, data)))


def joined(parts: Iterator[Any]) -> Table:
    """Put a table together from its parts."""
    table = next(parts)
    assert isinstance(table, Table)
    for rows, refused_rows in parts:
        table.rows.extend(rebuilt(rows))
        table.refused_rows.extend(rebuilt(refused_rows))
    return table


def rebuilt(packed: tuple[list[str], list[str], list[Any]]) -> Iterator[Row]:
    """Give rows their names back, which were sent once a part."""
    fields, headers, rows = packed
    for row in rows:
        if isinstance(row, Row):
            yield row
        else:
            number, values, source = row
            yield Row(number, dict(zip(fields, values, strict=True)), dict(zip(headers, source, strict=True)))


def packed(rows: list[Row]) -> tuple[list[str], list[str], list[Any]]:
    """Take the names off rows that all have the same ones; a row with others goes as it is."""
    if not rows:
        return [], [], []
    fields, headers = list(rows[0].values), list(rows[0].source)
    bare: list[Any] = [
        (row.number, list(row.values.values()), list(row.source.values()))
        if list(row.values) == fields and list(row.source) == headers
        else row
        for row in rows
    ]
    return fields, headers, bare


def ask(data: bytes, name: str, order: dict[str, Any], limits: Limits) -> Iterator[Any]:
    """Let a child do the work and give the parts of its answer."""
    code = "from comotion.formats.isolated import child; child()"
    order = {"way_out": "split it", **order, "memory_bytes": limits.memory_bytes, "seconds": limits.seconds}
    head = pickle.dumps(order)
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment |= {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0", "POLARS_MAX_THREADS": "1"}
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 (our own interpreter and code; the file comes on standard input)
                [sys.executable, "-c", code],
                input=LENGTH.pack(len(head)) + head + data,
                stdout=answer, stderr=subprocess.PIPE, timeout=limits.seconds * PATIENCE, check=False, env=environment,
                cwd="/",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            done = None
        if done is None or done.returncode == -signal.SIGXCPU:
            raise OverLimit(f"{name} took longer than {limits.seconds:g} seconds to read: {order['way_out']}.")
        answer.seek(0)
        yield from parts(answer, name, done)


def parts(answer: BinaryIO, name: str, done: subprocess.CompletedProcess[bytes]) -> Iterator[Any]:
    """Give the parts of an answer; an answer that breaks off means that a limit was hit."""
    while len(length := answer.read(LENGTH.size)) == LENGTH.size:
        body = answer.read(LENGTH.unpack(length)[0])
        found = pickle.loads(body)  # noqa: S301 (written by our own child, never by the file)
        if isinstance(found, Unreadable):
            raise found
        if found is None:
            return
        yield found
    what = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
    if done.returncode in BROKE_OFF:
        raise Unreadable(
            f"{name} is damaged in a way that its reader cannot bear: open it, save it anew as XLSX or CSV."
        )
    if done.returncode < 0 or "MemoryError" in what[0]:
        raise OverLimit(too_large(name))
    raise Unreadable(f"{name} cannot be read ({what[0][:200]}): export it again.")


def too_large(name: str, way_out: str = "split it into smaller files; 100,000 rows usually fit") -> str:
    """Say what to do with a file that does not fit into what one may use."""
    return f"{name} needs more memory or time than one file may: {way_out}."


def child() -> None:
    """Run in the child: set the limits, read, and answer in parts on standard output."""
    source = sys.stdin.buffer
    order = pickle.loads(source.read(LENGTH.unpack(source.read(LENGTH.size))[0]))  # noqa: S301 (from our own parent)
    limit(order)
    gc.disable()  # a short life that ends with its one task: what it makes is never garbage
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    try:
        for part in answers({**order, "data": source.read()}):
            send(out, part)
    except Unreadable as error:
        send(out, error)
    except (MemoryError, RecursionError):
        send(out, OverLimit(too_large(order["name"])))
    out.flush()


def send(out: BinaryIO, part: object) -> None:
    """Write one part with its length before it."""
    body = io.BytesIO()
    pickle.Pickler(body, protocol=5).dump(part)
    out.write(LENGTH.pack(body.tell()))
    out.write(body.getbuffer())


def limit(order: Mapping[str, Any]) -> None:
    """Bound what this process may use; its interpreter counts."""
    import resource  # noqa: PLC0415 (not on every platform, and only in the child)

    memory, seconds = int(order["memory_bytes"]), max(1, round(order["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answers(order: dict[str, Any]) -> Iterator[Any]:
    """Do the work and give it in parts, the last one None; the data leave the order, so that a reader can free them."""
    if order["task"] == "inspect":
        yield inspect(order.pop("data"), order["name"], choices=order["choices"])
        return
    if order["task"] == "calendar":
        from comotion.formats.calendar.reading import read_calendar  # noqa: PLC0415 (its libraries are for it alone)

        yield read_calendar(order.pop("data"), order["name"], order["window"], order["people"])
        return
    if order["task"] == "records":
        table = records(order.pop("data"), order["name"], choices=order["choices"])
    else:
        table = read(
            order.pop("data"), order["name"], kind=order["kind"], mapping=order["mapping"], choices=order["choices"]
        )
    yield Table(table.inspection, [], table.problems, table.refused, [])
    for start in range(0, max(len(table.rows), len(table.refused_rows)), CHUNK):
        end = start + CHUNK
        yield packed(table.rows[start:end]), packed(table.refused_rows[start:end])
    yield None
