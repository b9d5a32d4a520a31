"""Exporting a case: what is wanted is checked, every file is rendered, then all are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis import paths
from analysis.case.load import load
from analysis.errors import Gathered, Invalid, Problem, nearest
from analysis.report.exports import EXPORTS, FORMATS, render
from analysis.report.exports.dataset import Dataset, Rendered

Notify = Callable[[int, int, str], None]
"""Called after each format with how many are done, of how many, and which it was."""


@dataclass(frozen=True)
class Exported:
    """What was exported. files: in the order of the formats. notes: what to know of them."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def quiet(done: int, steps: int, what: str) -> None:
    """A `Notify` that does nothing."""


def export(
    case: str | os.PathLike[str],
    formats: Collection[str],
    *,
    out: Path | None = None,
    notify: Notify = quiet,
) -> Exported:
    """Export a case into files of its name, all of them or none.

    case: a name under `data/`, or a path. formats: of `FORMATS`. out: the folder; by default
    `export/` in that of the case's report. notify: called after each format. Raises Invalid, before
    a file is written, with every format that there is not and every problem of the case, then with
    all that a format cannot hold; and where the folder cannot be written.
    """
    gathered = Gathered()
    gathered.add(_unknown(formats))
    gathered.add(_no_folder(out))
    timeline = gathered.tried(lambda: load(case), None)
    gathered.refuse()
    if timeline is None:
        raise Invalid([])
    dataset, rendered = Dataset(timeline), dict[str, Rendered]()
    for done, form in enumerate(wanted := list(dict.fromkeys(formats)), 1):
        rendered[form] = gathered.tried(partial(render, form, dataset), Rendered(b""))
        notify(done, len(wanted), form)
    gathered.refuse()
    name = timeline.package.name
    folder = out or paths.REPORTS / name / paths.EXPORT
    files = {folder / f"{name}{EXPORTS[form].ending}": r.data for form, r in rendered.items()}
    _write(files)
    notes = [f"{form}: {note}" for form, result in rendered.items() for note in result.notes]
    return Exported(tuple(files), tuple(notes))


def _unknown(formats: Collection[str]) -> list[Problem]:
    allowed = " or ".join(FORMATS)
    unknown = [form for form in formats if form not in FORMATS]
    if not formats:
        return [Problem("to", "no format", allowed, "name one, or several with commas")]
    return [Problem("to", repr(form), allowed, nearest(form, FORMATS)) for form in unknown]


def _no_folder(out: Path | None) -> list[Problem]:
    """A problem where something that is no folder is in the way of one."""
    if out is None:
        return []
    blocking = [path for path in (out, *out.parents) if path.exists() and not path.is_dir()]
    return [
        Problem("out", f"{path} is a file", "a folder", "name another folder") for path in blocking
    ]


def _write(files: dict[Path, bytes]) -> None:
    try:
        paths.write_all(dict(files))
    except OSError as error:
        value = f"{error.filename}: {error.strerror}"
        raise Invalid([Problem("out", value, "a folder to write", "name another")]) from error
