"""A saved page: its hash and its day stand beside its document, so that others know what was read.

The page itself is not copied into the case: it is somebody else's.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analysis.errors import Invalid, Place, Problem
from analysis.intake.adding import Trial, tried
from analysis.intake.documents import document
from analysis.intake.ledger import Ledger
from analysis.intake.questions import Entry, Question, require_answers

PAGE = "the file of a saved page"


@dataclass(frozen=True)
class Page:
    """A saved page. sha256: of its bytes, in hexadecimal. day: on which it was saved."""

    sha256: str
    day: str


def page(path: Path) -> Page:
    """The page in a file, which may be of any size. Raises Invalid where it holds nothing.

    The day is that of the last change of the file. Raises OSError where it cannot be read.
    """
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode) or not status.st_size:
        value = "an empty file" if stat.S_ISREG(status.st_mode) else "no file"
        fix = "save the page, and give the path of the file"
        raise Invalid([Place("saved", path.name).problem(value, PAGE, fix)])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Page(digest, date.fromtimestamp(status.st_mtime).isoformat())


def entry_of(page: Page, entry: Entry) -> dict[str, str]:
    """An entry with what a saved page says of its document; a typed day goes before the file's."""
    return {**entry, "sha256": page.sha256, "accessed": entry.get("accessed", page.day)}


def noted(ledger: Ledger, entry: Entry) -> tuple[Ledger, str, tuple[Question, ...]]:
    """The ledger with the hash of a page beside its document, the id of that, and what to ask.

    entry: as of `entry_of`. A document that the case does not have is a new row. Raises Invalid
    where the document has the hash of another copy.
    """
    source = document(ledger, entry)
    row = source.row
    is_new = row is not None and row in source.ledger.added.get("sources", ())
    if row is None or is_new:
        return source.ledger, source.name, source.questions
    if row["sha256"] not in ("", entry["sha256"]):
        value = f"another page than the one that was coded, whose hash is {row['sha256'][:12]}…"
        allowed = f"the page that {source.name} was coded from"
        fix = "look for what changed; then clear sha256 in sources.csv, or name a new document"
        raise Invalid([Problem("saved", value, allowed, fix)])
    cells = {name: entry[name] for name in ("sha256", "accessed")}
    return ledger.alter("sources", source.name, cells), source.name, ()


def with_page(ledger: Ledger, entry: Entry) -> Trial:
    """The case with the hash of a page beside its document, checked.

    Raises Invalid with all that is missing or wrong.
    """
    held, _, questions = noted(ledger, entry)
    require_answers(questions, Place())
    try:
        return tried(held, {})
    except Invalid as invalid:
        raise Invalid(
            replace(p, file="", line=0) if p.file == "sources.csv" and p.field in entry else p
            for p in invalid.problems
        ) from invalid
