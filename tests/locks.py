"""The locks, read as text: what they pin, with which extras, where, and by which hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK, LOCK_DEV, LOCK_UV = (ROOT / f"requirements{part}.txt" for part in ("", "-dev", "-uv"))


@dataclass(frozen=True)
class Pin:
    """One entry of a lock. text: the entry as it stands, its hashes in lines of their own."""

    requirement: Requirement
    hashes: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)


def pins(lock: Path) -> list[Pin]:
    """The entries of a lock, in order."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    return [_pin(entry) for entry in entries]


def _pin(entry: str) -> Pin:
    first, *hashes = [line.strip().removesuffix("\\").strip() for line in entry.splitlines()]
    return Pin(Requirement(first), tuple(hashes), entry)


def only(lock: Path, *names: str) -> str:
    """The text of a lock with these packages alone."""
    return "\n".join(pin.text for pin in pins(lock) if pin.name in names) + "\n"
