"""A folder as bytes, and back."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path


def packed(folder: Path) -> bytes:
    """All that lies in a folder; nothing where there is no such folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as parcel:
        for path in sorted(folder.rglob("*")):
            parcel.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return out.getvalue()


def unpacked(parcel: bytes, folder: Path) -> None:
    """Put it into a folder. Raises TarError for anything that would lie outside it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(parcel)) as data:
        data.extractall(folder, filter="data")
