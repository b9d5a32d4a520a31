"""A sweep: one YAML file that names notebooks and the parameters to run them with.

    title: The toll, as it was known each day
    notebooks: [casualties]           # names in notebooks/, or paths from this file; else chapters
    formats: [html, pdf]              # what is printed of each run; else the notebooks alone
    parameters: {case: convoy-2017}   # the same for every run
    grid:                             # every combination of
      as_of: {days: 2017-08-28/2017-09-15, step: 2}
      include_retellings: [true, false]
      claimants: {each: claimants, where: {kind: state}, having: {measure: fighters_killed}}
    sets:                             # one run for each, or one for each point of the grid
      - {name: all}
      - {name: tier-a, sources: {where: {tier: A}}}
    rows: days.csv                    # instead of sets: a row for each, a column per parameter
    name: "{as_of}-{name}"            # of a run's folder; else made from what varies
    files: [../data/*.csv, "!a.csv"]  # what else the notebooks read; `!`: what they write beside
    thumbnail: casualties/toll        # notebook and cell of the chart that stands for a run
    timeout: 600                      # seconds that a run may take, once its kernel is ready
    memory: 2GB                       # that a run may use
    kernel: python3                   # instead of the one that a notebook names
    cwd: ../data                      # the working folder of the runs; else that of the command

`each` takes ids from the case: claimants, or sources, that have a claim; `where` looks at their
own table, `having` at the claims. `{where: ...}` as a value is all such ids with commas between
them, and `{same: sources}` under parameters is what `sources` is in that run. A parameter in sets
or grid goes before one of the same name in parameters. Days need no quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from os.path import isfile
from pathlib import Path

from analysis.case.load import load
from analysis.case.scope import defaults
from analysis.errors import Gathered, Invalid, Place, Problem, nearest
from analysis.notebooks import kernels
from analysis.notebooks.parameters import Suite, suite
from analysis.paths import NOTEBOOKS, is_case
from analysis.sweep import choosing, located, reach, settings, vetting
from analysis.sweep.entry import Entry
from analysis.sweep.runs import Run as Run
from analysis.sweep.runs import Runs
from analysis.sweep.settings import memory_of as memory_of

SWEEPS = NOTEBOOKS / "sweeps"
MOST = 10_000
"""Runs of a sweep that nobody has said yes to."""
KEYS = (
    *("title", "notebooks", "formats", "parameters", "grid", "sets", "rows"),
    *("name", "files", "thumbnail", "timeout", "memory", "kernel", "cwd"),
)

NOTHING: tuple[Path, ...] = ()
MANY = ("grid", "rows", "sets")
"""Keys that make several runs."""


@dataclass(frozen=True)
class Sweep:
    """A sweep that has been checked as far as it can be before it runs.

    name: the file's stem. formats: pages of each run's report, none for the executed notebooks
    alone. thumbnail: notebook and cell of the chart that stands for a run, as
    `casualties/toll`, empty for the first. runs: made anew each time they are gone through.
    timeout: seconds for a run. memory: bytes for a run. None: no limit is asked for. case: what
    a run looks at where its parameters name no case, empty where the notebooks know of none.
    folder: that of the sweep's own file. files: others that the notebooks read, as the sweep says.
    apart: files that do not count: the sweep's own and that of its rows, of which the parameters
    tell already, and those that it excludes because runs write them. kernel: the name of the one
    that runs use, empty for those that the notebooks name. cwd: the working folder of the runs,
    none for that of whoever makes them.
    """

    name: str
    title: str
    notebooks: tuple[Path, ...]
    formats: tuple[str, ...]
    thumbnail: str
    timeout: float | None
    memory: int | None
    runs: Runs
    case: str
    folder: Path
    files: tuple[Path, ...]
    apart: tuple[Path, ...]
    kernel: str = ""
    cwd: Path | None = None

    @property
    def size(self) -> int:
        """How many runs there are."""
        return self.runs.size

    @property
    def scoped(self) -> bool:
        """Do the notebooks take the parameters of the suite?"""
        return bool(self.case)


def read(
    path: Path, *, allow_many: bool = False, kernel: str = "", cwd: Path | None = None
) -> Sweep:
    """Read and check a sweep; Invalid with everything that is wrong with it.

    path: of the file, or the name of one of those that come with the project. allow_many: also
    more than MOST runs. kernel, cwd: instead of those that the sweep names.
    """
    file = _found(path)
    met = Gathered()
    entries = _filled(_keys(located.read(file)), met)
    met.add(_unknown(entries))
    books = settings.notebooks(entries.get("notebooks"), file.parent, _case(entries), met)
    named = kernel or met.tried(partial(settings.text, entries.get("kernel")), "")
    place = Place("--kernel") if kernel else _place(entries, "kernel")
    met.add(kernels.misfits(books, named, place))
    shared = suite(books)
    runs = _runs(entries, file.parent, shared, met, allow_many=allow_many)
    sweep = Sweep(
        name=file.stem,
        title=met.tried(partial(settings.text, entries.get("title")), "") or file.stem,
        notebooks=tuple(book.path for book in books),
        formats=met.tried(partial(settings.formats, entries.get("formats"), books), ()),
        thumbnail=met.tried(partial(settings.thumbnail, entries.get("thumbnail"), books), ""),
        timeout=met.tried(partial(settings.timeout, entries.get("timeout")), None),
        memory=met.tried(partial(settings.memory, entries.get("memory")), None),
        runs=runs,
        case=str(shared.usual["case"]) if shared.own else "",
        folder=file.resolve().parent,
        files=met.tried(partial(settings.files, entries.get("files"), file.parent), ()),
        apart=met.tried(partial(_apart, file, entries), NOTHING),
        kernel=named,
        cwd=met.tried(partial(settings.working_folder, entries.get("cwd"), file.parent, cwd), None),
    )
    met.refuse(file.name)
    return sweep


def _runs(
    items: Mapping[str, Entry], folder: Path, shared: Suite, met: Gathered, *, allow_many: bool
) -> Runs:
    """The runs, looked at as far as they can be before any is made."""
    cases = cache(load)
    runs = choosing.runs(items, folder, shared, cases, met)
    if runs.size > MOST and not allow_many:
        met.add([_too_many(_place(items, *MANY), runs.size)])
        met.add(vetting.misfits(vetting.given(runs, MOST), shared.books))
    elif shared.books:
        entries = vetting.given(runs, runs.size)
        met.add(vetting.misfits(entries, shared.books))
        met.add(reach.unreachable(runs, entries, cases, shared.usual) if shared.own else ())
        met.add(vetting.names(runs, _place(items, "name", *MANY)))
    return runs


def _found(path: Path) -> Path:
    own = SWEEPS / f"{path.name.removesuffix('.yaml')}.yaml"
    file = own if path.parent == Path() and not isfile(path) and isfile(own) else path
    if not isfile(file):
        fix = nearest(path.stem, (known.stem for known in SWEEPS.glob("*.yaml")))
        raise Invalid([Problem(file.name, "no such file", "a sweep, in YAML", fix)])
    return file


def _apart(file: Path, entries: Mapping[str, Entry]) -> tuple[Path, ...]:
    """The sweep's own file, that of its rows, and those that it says are written by its runs."""
    rows = entries.get("rows")
    named = rows.value if rows and isinstance(rows.value, str) and "\0" not in rows.value else ""
    own = (path.resolve() for path in (file, file.parent / named))
    return (*own, *settings.not_counting(entries.get("files"), file.parent))


def _keys(entry: Entry) -> Mapping[str, Entry]:
    if isinstance(entry.value, Mapping):
        return entry.value
    value = "an empty file" if entry.value is None else "no mapping at the top"
    fix = "begin with `grid:` or `sets:`; notebooks/sweeps/ has examples"
    raise Invalid([entry.problem(value, "a sweep, in YAML", fix)])


def _filled(entries: Mapping[str, Entry], met: Gathered) -> Mapping[str, Entry]:
    """The keys that have a value; the others are problems."""
    empty = [entry for name, entry in entries.items() if entry.value is None and name in KEYS]
    fix = "write one, or delete the line"
    met.add(entry.problem("nothing is written after it", "a value", fix) for entry in empty)
    return {name: entry for name, entry in entries.items() if entry not in empty}


def _unknown(entries: Mapping[str, Entry]) -> Iterable[Problem]:
    for name, entry in entries.items():
        if name not in KEYS:
            yield entry.problem("no such key", "a key of a sweep", nearest(name, KEYS))


def _too_many(place: Place, size: int) -> Problem:
    allowed = f"at most {MOST:,} without being asked"
    return place.problem(f"{size:,} runs", allowed, "narrow it, or add --yes")


def _case(entries: Mapping[str, Entry]) -> str:
    """The case that all runs have in common; the default where there is none, or a wrong one."""
    shared = entries.get("parameters")
    entry = shared.value.get("case") if shared and isinstance(shared.value, Mapping) else None
    return str(entry.value) if entry and is_case(entry.value) else str(defaults()["case"])


def _place(entries: Mapping[str, Entry], *names: str) -> Place:
    """Where the first of these keys stands that the file has."""
    return next((entries[name].place for name in names if name in entries), Place("runs"))
