"""What a sweep says beside its parameters: notebooks, formats, thumbnail, limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from glob import glob
from os.path import isdir, isfile
from pathlib import Path

from analysis.case.scope import defaults
from analysis.engine import LONGEST
from analysis.errors import Invalid, Place, nearest
from analysis.notebooks import parameters
from analysis.notebooks.parameters import Notebook
from analysis.paths import NOTEBOOKS, notebook_files
from analysis.report.printers import FORMATS
from analysis.sweep.entry import Entry
from analysis.sweep.folders import folded
from analysis.sweep.gathering import Gathered

NONE: tuple[Entry, ...] = ()
NOT = "!"
"""Before a path: this file does not count."""
NO_PATHS: tuple[Path, ...] = ()
SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]+)?) ?([kMGT]i?)?B?", re.ASCII)
LEAST = 64 * 1000**2
"""Bytes below which the libraries that nearly every notebook imports do not start."""
MOST = 2**62
"""Bytes that a system can count."""
SPAN = re.compile(r"([0-9]{1,6}) ?(s|min|m|h)", re.ASCII)
SPANS = {"s": 1, "m": 60, "min": 60, "h": 3600}
UNITS = {
    "": 1,
    **{sign: 1000**power for power, sign in enumerate("kMGT", 1)},
    **{f"{sign}i": 1024**power for power, sign in enumerate("kMGT", 1)},
}


def text(entry: Entry | None) -> str:
    """A text, empty where there is none; Invalid where it is something else."""
    if entry is None:
        return ""
    if entry.value is None:
        raise Invalid([entry.problem("nothing", "text", "write it, or delete the line")])
    if isinstance(entry.value, Mapping | tuple):
        raise Invalid([entry.problem(entry.shown, "text", "write one text, without brackets")])
    if not isinstance(entry.value, str):
        raise Invalid([entry.problem(entry.shown, "text", "put it in quotation marks")])
    return entry.value


def texts(entry: Entry | None) -> tuple[Entry, ...]:
    """A list of texts, or one alone; Invalid where it is something else, or holds nothing."""
    if entry is None:
        return ()
    listed = entry.value if isinstance(entry.value, tuple) else (entry,)
    met = Gathered()
    for item in listed:
        met.tried(partial(text, item), "")
    if not listed:
        met.add([entry.problem("an empty list", "at least one", "name one, or delete the line")])
    met.refuse()
    return listed


def notebooks(entry: Entry | None, folder: Path, met: Gathered) -> tuple[Notebook, ...]:
    """The notebooks that are named, those of the whole report where none is."""
    named = met.tried(partial(texts, entry), NONE)
    paths = [_path(item, folder) for item in named] if entry else notebook_files()
    first: dict[str, Path] = {}
    books = []
    for number, path in enumerate(paths):
        before = first.setdefault(folded(path.stem), path)
        if before is not path:
            value, allowed = "a second notebook of that name", "each name once"
            fix = "rename one: the outputs go by these names"
            met.add([named[number].problem(f"{path.stem!r}: {value}", allowed, fix)])
        place = named[number] if named else None
        books.append(met.tried(partial(_read, path, place), None))
    return tuple(book for book in books if book)


def files(entry: Entry | None, folder: Path) -> tuple[Path, ...]:
    """Files by their path from the sweep's own, with `*` for any name; Invalid for one of none."""
    met = Gathered()
    counting = [item for item in texts(entry) if not str(item.value).startswith(NOT)]
    listed = [met.tried(partial(_matching, item, folder), NO_PATHS) for item in counting]
    met.refuse()
    return tuple(dict.fromkeys(path for paths in listed for path in paths))


def not_counting(entry: Entry | None, folder: Path) -> tuple[Path, ...]:
    """The files that are written with `!` before them, if they are there: runs write them."""
    patterns = [str(item.value) for item in texts(entry)]
    written = [pattern.removeprefix(NOT) for pattern in patterns if pattern.startswith(NOT)]
    return tuple(path for pattern in written for path in _paths(pattern, folder))


def _paths(pattern: str, folder: Path) -> list[Path]:
    names = [] if "\0" in pattern else glob(pattern, root_dir=folder, recursive=True)
    return sorted((folder / name).resolve() for name in names if (folder / name).is_file())


def _matching(entry: Entry, folder: Path) -> tuple[Path, ...]:
    pattern = str(entry.value)
    matching = _paths(pattern, folder)
    if not matching:
        what = f"{pattern!r}: {_no_file(folder / pattern)}"
        raise Invalid([entry.problem(what, "a file, by its path from this one", "correct it")])
    return tuple(matching)


def formats(entry: Entry | None, books: Sequence[Notebook]) -> tuple[str, ...]:
    """What is printed of each run; Invalid where it is unknown, or a notebook is no part of one."""
    if entry is None or entry.value == ():
        return ()
    listed = texts(entry)
    problems = [
        item.problem(repr(item.value), " or ".join(FORMATS), nearest(item.value, FORMATS))
        for item in listed
        if item.value not in FORMATS
    ]
    for book in books:
        if lacking := [name for name in defaults() if name not in book.parameters]:
            value = f"{book.path.name} has no parameter {', '.join(lacking)}"
            fix = "leave formats out, or copy the common parameters cell"
            problems.append(entry.problem(value, "notebooks with the common parameters", fix))
    if problems:
        raise Invalid(problems)
    return tuple(dict.fromkeys(str(item.value) for item in listed))


def thumbnail(entry: Entry | None, books: Sequence[Notebook]) -> str:
    """A notebook of the sweep and a cell of it, as `4_casualties/toll`; Invalid where unknown."""
    words = text(entry)
    if not (words and entry and books):
        return ""
    stem, _, cell = words.partition("/")
    named = {book.path.stem: book for book in books}
    if stem not in named:
        raise Invalid([entry.problem(repr(words), "a notebook of the sweep", nearest(stem, named))])
    ids = [name for name in named[stem].cells if name]
    if cell not in ids:
        raise Invalid([entry.problem(repr(words), f"a cell of {stem}", nearest(cell, ids))])
    return words


def timeout(entry: Entry | None) -> float | None:
    """Seconds; None for no limit."""
    if entry is None or entry.value is None:
        return None
    value = entry.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 < value <= LONGEST:
        allowed = "seconds, more than 0 and at most those of a year"
        raise Invalid([entry.problem(entry.shown, allowed, f"write {_seconds(value)}")])
    return float(value)


def _seconds(value: object) -> str:
    """What is meant by `10m` or `1h`, where it is that; else an example."""
    match = SPAN.fullmatch(value) if isinstance(value, str) else None
    return str(int(match[1]) * SPANS[match[2]]) if match else "600"


def memory(entry: Entry | None) -> int | None:
    """Bytes; None for no limit."""
    if entry is None or entry.value is None:
        return None
    plain = entry.plain
    known = isinstance(plain, str | int) and not isinstance(plain, bool)
    return memory_of(str(plain) if known else repr(plain), entry.place)


MEMORY = Place("memory")
"""Where an amount of memory stands that no file names."""


def memory_of(amount: str, place: Place = MEMORY) -> int:
    """Bytes of an amount such as 2GB (2 thousand million) or 2GiB (2 times 1024 cubed).

    Raises Invalid for less than LEAST.
    """
    match = SIZE.fullmatch(amount)
    size = int(float(match[1]) * UNITS[match[2] or ""]) if match else 0
    if not LEAST <= size <= MOST:
        allowed = f"an amount of memory, at least {LEAST // 1000**2}MB"
        raise Invalid([place.problem(repr(amount), allowed, "write 2GB or 512MB")])
    return size


def working_folder(entry: Entry | None, folder: Path, instead: Path | None = None) -> Path | None:
    """A folder by its path from the sweep's own file; Invalid where there is none of that name.

    instead: the one that the command line names, by its path from where that was given.
    """
    if instead is not None:
        return _folder(instead, str(instead), Place("--cwd"))
    return _folder(folder / text(entry), text(entry), entry.place) if entry else None


def _folder(path: Path, named: str, place: Place) -> Path:
    if isdir(path.expanduser()):
        return path.expanduser().resolve()
    what, allowed = f"{named!r}: no such folder", "a folder that is there"
    raise Invalid([place.problem(what, allowed, "correct it, or make the folder")])


def _path(entry: Entry, folder: Path) -> Path:
    named = str(entry.value)
    own = NOTEBOOKS / f"{named.removesuffix('.ipynb')}.ipynb"
    return own if "/" not in named and isfile(own) else folder / named


def _read(path: Path, entry: Entry | None) -> Notebook:
    """A notebook; Invalid at its place in the sweep file where it is not there."""
    if entry is None or isfile(path):
        return parameters.read(path)
    named = str(entry.value)
    allowed = "a notebook of the suite, or a path from this file"
    what = f"{named!r}: {_no_file(path)}"
    raise Invalid([entry.problem(what, allowed, _meant(named, path))])


def _no_file(path: Path) -> str:
    """What is there instead of a file."""
    return "a folder" if isdir(path) else "no such file"


def _meant(named: str, path: Path) -> str:
    """The notebook that may be meant: beside the one that is named, or of the suite."""
    files = [] if "\0" in named else [file for file in path.parent.glob("*.ipynb") if isfile(file)]
    names = [f"{named.removesuffix(path.name)}{file.name}" for file in files]
    if (whole := f"{named}.ipynb") in names:
        return f"write {whole}"
    return nearest(named, [*names, *(file.stem for file in NOTEBOOKS.glob("*.ipynb"))])
