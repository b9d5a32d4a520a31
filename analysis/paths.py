"""Where things are, and the only writer of files.

A file is written under a name of its own, synced to the disk, then renamed into place: under its
final name it is whole or not there, whatever ends the process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import Invalid, Place, Problem, nearest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
BASE_MAP = DATA / "map" / "countries.geojson"
SCHEMA = DATA / "schema"
"""What the tables of every case hold, a file a table."""
PACKAGE = "datapackage.json"
"""The file that describes a case."""


def cases() -> tuple[str, ...]:
    """The names of the cases that come with the project, in order."""
    return tuple(sorted(path.parent.name for path in DATA.glob(f"*/{PACKAGE}")))


def case_folder(case: str | os.PathLike[str]) -> Path:
    """The folder of a case.

    case: a name under `data/`, or a path, in which `~` is the home folder. Raises
    Invalid where there is no such folder or no description of its tables in it.
    """
    named = DATA / case
    folder = named if os.path.isdir(named) else Path(os.path.expanduser(case))
    if not os.path.isdir(folder):  # unlike Path.is_dir, it takes any text for a name
        raise Invalid([Problem("case", repr(str(case)), "a case or a folder", _choose(case))])
    if not (folder / PACKAGE).is_file():
        fix = f"name a folder that holds {PACKAGE}"
        place = Place(file=f"{folder.name}/{PACKAGE}")
        raise Invalid([place.problem("no such file", "a Data Package", fix)])
    return folder.resolve()


def is_case(name: object) -> bool:
    """Whether there is a case of that name, or in the folder of that path; False for no text."""
    try:
        return isinstance(name, str) and bool(name) and bool(case_folder(name))
    except Invalid:
        return False


def all_notebooks() -> tuple[Path, ...]:
    """Every notebook of the suite: first those for any case, then those of each case, by name."""
    folders = (NOTEBOOKS, *(NOTEBOOKS / case for case in cases()))
    return tuple(path for folder in folders for path in sorted(folder.glob("*.ipynb")))


def notebook_names() -> dict[str, Path]:
    """The notebooks of the suite by what they may be called.

    That is the path in `notebooks/` without its ending, as `convoy-2017/casualties`, and the last
    part of it where no other notebook has the same, as `casualties`.
    """
    full = {p.relative_to(NOTEBOOKS).with_suffix("").as_posix(): p for p in all_notebooks()}
    times = Counter(path.stem for path in full.values())
    return {p.stem: p for p in full.values() if times[p.stem] == 1} | full


def is_of_suite(notebook: Path) -> bool:
    """Whether a notebook lies where those of the suite do, and not in a folder of one's own."""
    folder = notebook.resolve().parent
    return folder == NOTEBOOKS or (folder.parent == NOTEBOOKS and folder.name in cases())


def write(path: Path, data: bytes | str | Iterator[str]) -> None:
    """Write a file whole or not at all, with the folders that it needs.

    data: all of it, or its text piece by piece; text is written in UTF-8. Raises OSError that names
    the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        # Synced before it is renamed: else its name may stand for an empty file after a power cut.
        with os.fdopen(handle, "wb") as file:
            for piece in (data,) if isinstance(data, bytes | str) else data:
                file.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o644)  # mkstemp lets nobody else read it
        Path(aside).replace(path)
    except OSError as error:  # of a full disk the system does not say for which file
        Path(aside).unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def left_aside(path: Path) -> Iterator[Path]:
    """The files that `write` leaves next to a file when its process is killed."""
    return path.parent.glob(f".{path.name}.????????")


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, which takes the place of `folder` once all has gone well.

    Where the block raises, `folder` stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        aside.chmod(0o755)
        yield aside
        # No system renames a folder over one that holds files: the old one steps aside first.
        old = aside.with_name(aside.name + ".old")
        if folder.exists():
            folder.replace(old)
        aside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _choose(case: str | os.PathLike[str]) -> str:
    return nearest(os.fspath(case), cases()) if cases() else "give the path of a case"
