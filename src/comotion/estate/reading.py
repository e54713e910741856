"""Reading an archive: whether it is ours, whole and of this version, then its rows as they were."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comotion.estate.sealing import opened
from comotion.estate.versions import FORMAT, FORMAT_VERSION, applied
from comotion.estate.writing import MANIFEST, SEALED, Row

PIECE = 1 << 20


class UnableToReadArchive(ValueError):
    """The archive is not taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose every file is what the manifest says."""

    zip: zipfile.ZipFile
    manifest: Row

    @property
    def labels(self) -> list[str]:
        """Return the names of its tables."""
        return sorted(self.manifest["tables"])

    def rows(self, label: str) -> Iterator[Row]:
        """Yield the rows of a table that can be read, with what they keep as files."""
        with self.zip.open(f"tables/{label}.jsonl") as lines:
            for line in lines:
                yield {name: self._whole(value) for name, value in json.loads(line).items()}

    def sealed_rows(self, key: str) -> dict[str, dict[int, Row]]:
        """Open what is sealed: label → number → row, or the fields of it that are secrets."""
        found: dict[str, dict[int, Row]] = {}
        for line in opened(self.zip.read(SEALED), key).splitlines():
            one = json.loads(line)
            row = {name: self._whole(value) for name, value in one["row"].items()}
            found.setdefault(one["table"], {})[row["id"]] = row
        return found

    def _whole(self, value: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"file"}:
            return self.zip.read(value["file"])
        return base64.b64decode(value["base64"]) if isinstance(value, dict) and value.keys() == {"base64"} else value


def open_archive(path: Path) -> Archive:
    """Open an archive and check all of it before anything is believed.

    Raises
    ------
    UnableToReadArchive
        In one line: no archive of an organization, damaged, or of another version.

    """
    try:
        zipped = zipfile.ZipFile(path)
        manifest = json.loads(zipped.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as foreign:
        raise UnableToReadArchive(f"{path.name} is no archive of an organization, or is cut off.") from foreign
    _refuse_another_version(path.name, manifest)
    _refuse_damage(path.name, zipped, manifest)
    return Archive(zipped, manifest)


def _refuse_another_version(name: str, manifest: Any) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise UnableToReadArchive(f"{name} is no archive of an organization.")
    alike = manifest.get("format_version") == FORMAT_VERSION and manifest.get("migrations") == applied()
    if not alike:
        raise UnableToReadArchive(
            f"{name} was made by version {manifest.get('made_by')}, whose tables differ from ours. Bring it into an "
            "installation of that version, then upgrade with “comotion init”."
        )


def _refuse_damage(name: str, zipped: zipfile.ZipFile, manifest: Row) -> None:
    entries: dict[str, Row] = manifest["entries"]
    if set(zipped.namelist()) != {*entries, MANIFEST}:
        raise UnableToReadArchive(f"{name} is damaged: files were added to it or taken out. Export again.")
    for entry, said in entries.items():
        if _checksum(zipped, entry) != said["sha256"]:
            raise UnableToReadArchive(f"{name} is damaged: {entry} is not what was written. Export again.")


def _checksum(zipped: zipfile.ZipFile, entry: str) -> str:
    digest = hashlib.sha256()
    try:
        with zipped.open(entry) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError):
        return ""
    return digest.hexdigest()
