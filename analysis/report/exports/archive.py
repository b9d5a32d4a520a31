"""Zip archives with the same bytes for the same files, on every machine and day."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the first that a zip can hold."""
UNIX, READABLE = 3, 0o100644 << 16
"""The system and the rights that every file is written with, whichever system writes it."""


def archive(files: Mapping[str, bytes]) -> bytes:
    """The bytes of an archive. files: their contents by name, in the order in which they stand."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as packed:
        for name, data in files.items():
            entry = ZipInfo(name, DAY)
            entry.create_system, entry.external_attr = UNIX, READABLE
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of an archive by name, in the order in which they stand."""
    with ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
