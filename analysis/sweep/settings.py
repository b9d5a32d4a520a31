"""The keys of a sweep but for its parameters: notebooks, formats, thumbnail, files and limits.

Each function reads one key. entry: of that key, None where the sweep does not have it. folder: that
of the sweep's file. books: the notebooks of the sweep. listed: its chapters, each with its
notebook. problems: gathers what is wrong; the default of the key is then returned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from glob import glob
from os.path import isdir, isfile
from pathlib import Path

from analysis.case.chapters import Chapter, of_notebooks
from analysis.case.chapters import chapters as chapters_of
from analysis.case.scope import defaults
from analysis.case.yaml_text import Entry
from analysis.engine import LONGEST
from analysis.errors import Gathered, Invalid, Place, nearest
from analysis.notebooks import overrides, parameters
from analysis.notebooks.parameters import Notebook
from analysis.paths import notebook_file, notebook_names
from analysis.report.printers import FORMATS
from analysis.sweep.run_names import folded

# Read without pydantic: what a key has to be is mostly no type (a notebook that is there, a cell
# of it, a file, a folder), and its import with a first model adds 60 to 90 ms to every start of a
# batch, also one whose runs are all there.

NOT = "!"
"""Before a path: this file is no input of the runs."""
NO_CHAPTERS: tuple[Chapter, ...] = ()
SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]+)?) ?(?:([kMGT])(i?))?B?", re.ASCII)
LEAST, MOST = 64 * 1000**2, 2**62
"""The smallest and the largest limit in bytes. With less, the libraries that nearly every notebook
imports do not start; more no system can count."""
SPAN = re.compile(r"([0-9]{1,6}) ?(s|min|m|h)", re.ASCII)
SPANS = {"s": 1, "m": 60, "min": 60, "h": 3600}


def text(entry: Entry | None, problems: Gathered) -> str:
    """A text, empty by default."""
    if entry is None or isinstance(entry.value, str):
        return entry.value if entry else ""
    fix = "put it in quotation marks"
    if entry.value is None:
        fix = "write it, or delete the line"
    elif isinstance(entry.value, Mapping | tuple):
        fix = "write one text, without brackets"
    problems.add([entry.problem(str(entry), "text", fix)])
    return ""


def texts(entry: Entry | None, problems: Gathered) -> tuple[Entry, ...]:
    """The entries of a list that hold text, or of one text alone; others are problems."""
    if entry is None:
        return ()
    if entry.value == ():
        fix = "name one, or delete the line"
        problems.add([entry.problem("an empty list", "at least one", fix)])
    entries = entry.value if isinstance(entry.value, tuple) else (entry,)
    for element in entries:
        text(element, problems)
    return tuple(element for element in entries if isinstance(element.value, str))


def chapters(
    entry: Entry | None, folder: Path, case: str, problems: Gathered
) -> tuple[tuple[Chapter, Notebook], ...]:
    """The notebooks that are named, by their path from `folder`; by default the case's chapters.

    Each is a chapter with its notebook as read; one that is named has the name of its file.
    """
    if entry is None:
        return _of_case(problems.tried(partial(chapters_of, case), NO_CHAPTERS), problems)
    first: dict[str, Path] = {}
    listed: list[tuple[Chapter, Notebook]] = []
    for element in texts(entry, problems):
        path = notebook_file(element.value, folder)
        if first.setdefault(folded(path.stem), path) is not path:
            value = f"{path.stem!r}: a second notebook of that name"
            fix = "rename one: the outputs go by these names"
            problems.add([element.problem(value, "each name once", fix)])
        if book := problems.tried(partial(_notebook, path, element), None):
            listed.append((of_notebooks([path])[0], book))
    return tuple(listed)


def _of_case(listed: Sequence[Chapter], problems: Gathered) -> tuple[tuple[Chapter, Notebook], ...]:
    """The chapters of a case with their notebooks, which must take the parameters of each."""
    books = [problems.tried(partial(parameters.read, c.notebook), None) for c in listed]
    pairs = tuple((c, book) for c, book in zip(listed, books, strict=True) if book)
    problems.add(overrides.unfit_for([c for c, _ in pairs], [book for _, book in pairs]))
    return pairs


def files(entry: Entry | None, folder: Path, problems: Gathered) -> tuple[Path, ...]:
    """Files by their path from `folder`, with `*` for any name and `**` for any folders."""
    listed = []
    for element in texts(entry, problems):
        if not element.value.startswith(NOT):
            listed += (matches := _matching(element.value, folder))
            if not matches:
                value = f"{element.value!r}: {_no_file(folder / element.value)}"
                allowed = "a file, by its path from this one"
                problems.add([element.problem(value, allowed, "correct it")])
    return tuple(dict.fromkeys(listed))


def not_counting(entry: Entry | None, folder: Path) -> tuple[Path, ...]:
    """The files that a sweep excludes by `!` before their names, since its runs write them."""
    patterns = [str(element.value) for element in texts(entry, Gathered())]
    return tuple(
        path
        for pattern in patterns
        if pattern.startswith(NOT)
        for path in _matching(pattern.removeprefix(NOT), folder)
    )


def formats(entry: Entry | None, books: Sequence[Notebook], problems: Gathered) -> tuple[str, ...]:
    """What is printed of each run: formats of a report, by default none."""
    if entry is None or entry.value == ():
        return ()
    entries = texts(entry, problems)
    for element in entries:
        if element.value not in FORMATS:
            fix = nearest(element.value, FORMATS)
            problems.add([element.problem(repr(element.value), " or ".join(FORMATS), fix)])
    for book in books if entries else ():
        if lacking := [name for name in defaults() if name not in book.parameters]:
            value = f"{book.path.name} has no parameter {', '.join(lacking)}"
            fix = "leave formats out, or copy the common parameters cell"
            problems.add([entry.problem(value, "notebooks with the common parameters", fix)])
    return tuple(dict.fromkeys(element.value for element in entries))


def thumbnail(
    entry: Entry | None, listed: Sequence[tuple[Chapter, Notebook]], problems: Gathered
) -> str:
    """A chapter of the sweep and a cell of it, as `casualties/toll`; empty by default."""
    name = text(entry, problems)
    if not (name and entry and listed):
        return ""
    stem, _, cell = name.partition("/")
    cells = {chapter.name: [cell for cell in book.cells if cell] for chapter, book in listed}
    if stem not in cells:
        fix = nearest(stem, cells)
        problems.add([entry.problem(repr(name), "a notebook of the sweep", fix)])
    elif cell not in cells[stem]:
        fix = nearest(cell, cells[stem])
        problems.add([entry.problem(repr(name), f"a cell of {stem}", fix)])
    return name


def timeout(entry: Entry | None, problems: Gathered) -> float | None:
    """Seconds that a run may take; by default None, for no limit."""
    if entry is None:
        return None
    number = isinstance(entry.value, int | float) and not isinstance(entry.value, bool)
    if number and 0 < entry.value <= LONGEST:
        return float(entry.value)
    span = SPAN.fullmatch(entry.value) if isinstance(entry.value, str) else None
    seconds = int(span[1]) * SPANS[span[2]] if span else 600
    allowed = "seconds, more than 0 and at most those of a year"
    problems.add([entry.problem(str(entry), allowed, f"write {seconds}")])
    return None


def memory(entry: Entry | None, problems: Gathered) -> int | None:
    """Bytes that a run may use; by default None, for no limit."""
    if entry is None:
        return None
    return problems.tried(partial(memory_of, str(entry.plain), entry.place), None)


MEMORY = Place("memory")
"""The place of an amount of memory that comes from the command line, not from a file."""


def memory_of(amount: str, place: Place = MEMORY) -> int:
    """Bytes of an amount such as 2GB (2 thousand million) or 2GiB (2 times 1024 cubed).

    place: where the amount was written. Raises Invalid for less than 64 MB.

    >>> memory_of("2GB"), memory_of("1.5GiB")
    (2000000000, 1610612736)
    """
    size = 0
    if match := SIZE.fullmatch(amount):
        unit = (1024 if match[3] else 1000) ** " kMGT".index(match[2] or " ")
        size = int(float(match[1]) * unit)
    if not LEAST <= size <= MOST:
        allowed = f"an amount of memory, at least {LEAST // 1000**2}MB"
        raise Invalid([place.problem(repr(amount), allowed, "write 2GB or 512MB")])
    return size


def working_folder(
    entry: Entry | None, folder: Path, instead: Path | None, problems: Gathered
) -> Path | None:
    """The working folder of the runs, by its path from `folder`; None by default.

    instead: the one that the command line names, by its path from where that was typed.
    """
    if instead is not None:
        path, name, place = instead, str(instead), Place("--cwd")
    elif entry and isinstance(entry.value, str):
        path, name, place = folder / entry.value, entry.value, entry.place
    else:
        text(entry, problems)
        return None
    if isdir(path.expanduser()):
        return path.expanduser().resolve()
    value, fix = f"{name!r}: no such folder", "correct it, or make the folder"
    problems.add([place.problem(value, "a folder that is there", fix)])
    return None


def _notebook(path: Path, entry: Entry) -> Notebook:
    if isfile(path):
        return parameters.read(path)
    value = f"{entry.value!r}: {_no_file(path)}"
    allowed = "a notebook of the suite, or a path from this file"
    raise entry.invalid(value, allowed, _notebook_meant(entry.value, path))


def _notebook_meant(name: str, path: Path) -> str:
    """The fix for a name that no notebook has: the nearest in its folder or the suite."""
    files = [] if "\0" in name else [file for file in path.parent.glob("*.ipynb") if isfile(file)]
    names = [f"{name.removesuffix(path.name)}{file.name}" for file in files]
    if (whole := f"{name}.ipynb") in names:
        return f"write {whole}"
    return nearest(name, [*names, *notebook_names()])


def _matching(pattern: str, folder: Path) -> list[Path]:
    """The files that a pattern matches."""
    # No system has a name with a zero byte in it, and `glob` may raise for one.
    names = [] if "\0" in pattern else glob(pattern, root_dir=folder, recursive=True)
    return sorted((folder / name).resolve() for name in names if (folder / name).is_file())


def _no_file(path: Path) -> str:
    """Why a path is no file, for a message."""
    return "a folder" if isdir(path) else "no such file"
