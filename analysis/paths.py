"""The folders and notebooks of the suite, and the functions through which it writes files.

A file is written under a name of its own, synced to the disk, then renamed into place: under its
final name it is whole or not there, whatever ends the process.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import Invalid, Place, Problem, nearest

PACKAGE = "datapackage.json"
"""The file in the folder of a case that describes it."""
EXPORT = "export"
"""The folder of exports in the folder of a report, which keeps it when it is made again."""


def work_folder(standing: Path) -> Path:
    """The folder of somebody's own cases and reports, where the suite was installed from a wheel.

    standing: where they stand. It is that folder itself, or the one above that holds it in its
    `data/` or `reports/`: a notebook of a case runs in the folder where it lies.
    """
    for place in (standing, *standing.parents):
        if place.parent.name == "data" and (place / PACKAGE).is_file():
            return place.parent.parent
        if place.name == "reports" and (place.parent / "data").is_dir():
            return place.parent
    return standing


RESOURCES = Path(__file__).resolve().parent / "resources"
"""What the suite reads, in a wheel alone; `setup.py` puts it there."""
INSTALLED = RESOURCES.is_dir()
"""Whether this is an installed wheel, not a checkout of the repository."""
ROOT = RESOURCES if INSTALLED else Path(__file__).resolve().parent.parent
HOME = work_folder(Path.cwd()) if INSTALLED else ROOT
"""The folder that holds the cases and the reports."""
DATA = HOME / "data"
REPORTS = HOME / "reports"
NOTEBOOKS = ROOT / "notebooks"
TEMPLATES = NOTEBOOKS / "templates"
"""The notebooks from which those of a new case are copied; each runs on any case."""
BASE_MAP = ROOT / "data" / "map" / "countries.geojson"
SCHEMA = ROOT / "data" / "schema"
"""The Table Schemas that all cases share, one file for each table."""
BEGIN = "begin one with `contested new`, or give the path of a case"
"""What to do about a case where there is none to choose from."""
FIRST_CASE = "convoy-2017"
"""The case that the suite was made with, which the cells of its notebooks name."""


def cases() -> tuple[str, ...]:
    """The names of the cases under `data/`, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in DATA.glob(f"*/{PACKAGE}")))


def usual_case(names: Sequence[str]) -> str:
    """The case that is meant where none is named; empty where one has to be named.

    names: of the cases there are.

    >>> usual_case(["beirut-2020", "convoy-2017"]), usual_case(["beirut-2020"])
    ('convoy-2017', 'beirut-2020')
    >>> usual_case([]), usual_case(["beirut-2020", "ferry-2031"])
    ('', '')
    """
    return FIRST_CASE if FIRST_CASE in names else names[0] if len(names) == 1 else ""


USUAL_CASE = usual_case(cases())
"""The case that is meant where none is named; empty where one has to be named."""


def case_folder(case: str | os.PathLike[str]) -> Path:
    """The folder of a case.

    case: a name under `data/`, or a path, in which `~` is the home folder; what has more than one
    part, as `./convoy`, is a path. Raises Invalid where there is no such folder, or no
    datapackage.json in it.
    """
    if not os.fspath(case):
        fix = _fix(case) if cases() else BEGIN
        raise Invalid([Problem("case", "no case is named", "a case or a folder", fix)])
    own = DATA / case
    is_name = os.path.basename(case) == os.fspath(case) and case not in (os.curdir, os.pardir)
    folder = own if is_name and os.path.isdir(own) else Path(os.path.expanduser(case))
    if not os.path.isdir(folder):  # Path.is_dir raises where a name is too long
        raise Invalid([Problem("case", repr(str(case)), "a case or a folder", _fix(case))])
    if not (folder / PACKAGE).is_file():
        fix = f"name a folder that holds {PACKAGE}"
        place = Place(file=f"{folder.name}/{PACKAGE}")
        raise Invalid([place.problem("no such file", "a Data Package", fix)])
    return folder.resolve()


def typed(folder: Path) -> str:
    """How a command names the case of a folder: by its name under `data/`, else by its path.

    A path is relative where the case is below the current folder. It begins with a dot where its
    name alone would mean another case, under `data/`.
    """
    if folder.parent == DATA.resolve():
        return folder.name
    if not folder.is_relative_to(Path.cwd()):
        return str(folder)
    below = folder.relative_to(Path.cwd())
    return os.path.join(os.curdir, below) if (DATA / below).is_dir() else str(below)


def is_case(name: object) -> bool:
    """Whether `name` is the name of a case or the path of its folder; False for what is no text."""
    try:
        return isinstance(name, str) and bool(name) and bool(case_folder(name))
    except Invalid:
        return False


def all_notebooks() -> tuple[Path, ...]:
    """Every notebook of the suite: those for any case, those of each case, templates, by name."""
    folders = (NOTEBOOKS, *(NOTEBOOKS / case for case in cases()), TEMPLATES)
    return tuple(path for folder in folders for path in sorted(folder.glob("*.ipynb")))


def notebook_names() -> dict[str, Path]:
    """The notebooks of the suite by the names that commands accept for them.

    The full name is the path in `notebooks/` without its ending, as `convoy-2017/casualties`. Its
    last part, as `casualties`, will do where no other notebook has the same.
    """
    by_full_name = {
        path.relative_to(NOTEBOOKS).with_suffix("").as_posix(): path for path in all_notebooks()
    }
    counts = Counter(path.stem for path in by_full_name.values())
    by_stem = {path.stem: path for path in by_full_name.values() if counts[path.stem] == 1}
    return by_stem | by_full_name


def notebook_file(name: str, folder: Path) -> Path:
    """The notebook of the suite of this name, or else the file at this path from a folder."""
    return notebook_names().get(name.removesuffix(".ipynb")) or folder / name


def is_of_suite(notebook: Path) -> bool:
    """Whether a notebook is in `notebooks/`, or in the folder there of a case or of templates."""
    folder = notebook.resolve().parent
    return is_of_any_case(notebook) or (folder.parent == NOTEBOOKS and folder.name in cases())


def is_of_any_case(notebook: Path) -> bool:
    """Whether a notebook is one of the suite that runs on any case."""
    return notebook.resolve().parent in (NOTEBOOKS, TEMPLATES)


def contents(path: Path, most: int) -> bytes:
    """The bytes of a file.

    most: how many it may have. Raises OSError where it cannot be read, is no file, or has more.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # to open a pipe would wait for its other end
        raise OSError(errno.EINVAL, "it is not a file")
    if status.st_size > most:
        raise OSError(errno.EFBIG, f"it holds {status.st_size:,} bytes, more than can be read")
    return path.read_bytes()


def write(path: Path, data: bytes | str | Iterator[str]) -> None:
    """Write a file whole or not at all, and create the folders it is in.

    path: the file, which is replaced if it exists. data: its bytes or text, or its text piece by
    piece; text is encoded in UTF-8. Raises OSError, which names the file.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes | str | Iterator[str]]) -> None:
    """Write files, none of them before there is room for all, and create the folders they are in.

    files: their contents as for `write`. Raises OSError, which names the file, and leaves all files
    as they were, unless it comes while they are put in place.
    """
    fresh: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            fresh[path] = _aside(path, data)
        for path, temporary in fresh.items():
            with _naming(path):
                temporary.replace(path)
    finally:
        for temporary in fresh.values():
            temporary.unlink(missing_ok=True)


def _aside(path: Path, data: bytes | str | Iterator[str]) -> Path:
    """A temporary file with these contents next to the one that it shall replace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        # Synced before it is renamed: else its name may stand for an empty file after a power cut.
        with _naming(path), os.fdopen(handle, "wb") as file:
            for piece in (data,) if isinstance(data, bytes | str) else data:
                file.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp lets nobody else read it
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """A context whose OSError names a file: where a disk is full, the system names none."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def left_aside(path: Path) -> Iterator[Path]:
    """The temporary files that `write` leaves next to `path` when its process is killed."""
    return path.parent.glob(f".{path.name}.????????")


@contextmanager
def replaced(folder: Path, spared: str = "") -> Iterator[Path]:
    """A context with an empty folder to fill, which replaces `folder` when the block ends.

    spared: the name of a folder in `folder` that the new one has too. Where the block raises,
    `folder` stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        fresh.chmod(0o755)
        yield fresh
        if spared and (folder / spared).is_dir():
            shutil.copytree(folder / spared, fresh / spared)
        # No system renames a folder over one that holds files: that one is renamed first.
        previous = fresh.with_name(fresh.name + ".old")
        if folder.exists():
            folder.replace(previous)
        fresh.replace(folder)
        shutil.rmtree(previous, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fix(case: str | os.PathLike[str]) -> str:
    """What to do about a case that does not exist."""
    return nearest(os.fspath(case), cases()) if cases() else BEGIN
