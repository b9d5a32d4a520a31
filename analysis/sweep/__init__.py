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
    name: "{as_of}-{name}"            # of a run's folder; else what varies
    files: [../data/*.csv, "!a.csv"]  # what else the notebooks read; `!`: what they write
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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from os.path import isfile
from pathlib import Path

from analysis.case import yaml_text
from analysis.case.chapters import Chapter
from analysis.case.load import load
from analysis.case.scope import defaults
from analysis.case.yaml_text import Entry
from analysis.errors import Gathered, Invalid, Place, Problem, nearest
from analysis.notebooks import kernels
from analysis.notebooks.parameters import CASE, Suite, own, suite
from analysis.paths import NOTEBOOKS, case_folder, is_case
from analysis.sweep import build, settings, validate
from analysis.sweep.runs import Runs

SWEEPS = NOTEBOOKS / "sweeps"
MOST = 10_000
"""The largest number of runs of a sweep that needs no `--yes`."""
KEYS = (
    *("title", "notebooks", "formats", "parameters", "grid", "sets", "rows"),
    *("name", "files", "thumbnail", "timeout", "memory", "kernel", "cwd"),
)
MANY = ("grid", "rows", "sets")
"""Keys that make several runs."""


@dataclass(frozen=True)
class Sweep:
    """A sweep that has been checked as far as it can be before it runs.

    name: the file's stem. title: for a reader. chapters: its notebooks, each with its name and the
    parameters that go over its own cell. of_case: whether they are all those of the case, and not
    named. formats: pages of each run's report, none for the executed notebooks alone. thumbnail:
    chapter and cell of the chart that stands for a run, as `casualties/toll`, empty for the first.
    timeout: seconds for a run. memory: bytes for a run. None: no limit. runs: built anew each time
    they are iterated. case: the one that a run reads where its parameters name none, empty where
    the notebooks read no case. folder: that of the sweep's own file. files: others that the
    notebooks read, as the sweep says. apart: files that are no input of a run: the sweep's own and
    that of its rows, which the parameters stand for, and those that the sweep excludes because runs
    write them. kernel: the name of the one that runs use, empty for those that the notebooks name.
    cwd: the working folder of the runs, None for that of whoever starts them.
    """

    name: str
    title: str
    chapters: tuple[Chapter, ...]
    of_case: bool
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
    def notebooks(self) -> tuple[Path, ...]:
        """The files of its notebooks, in order."""
        return tuple(chapter.notebook for chapter in self.chapters)

    @property
    def size(self) -> int:
        """How many runs there are."""
        return self.runs.size


def read(
    path: Path, *, allow_many: bool = False, kernel: str = "", cwd: Path | None = None
) -> Sweep:
    """Read and check a sweep.

    path: of the file, or the name of a sweep that comes with the project. allow_many: accept more
    than MOST runs. kernel, cwd: replace those that the sweep names. Raises Invalid with everything
    that is wrong, in order of the file.
    """
    file = _file(path)
    folder = file.parent
    problems = Gathered()
    entries = _entries(file, problems)
    listed = settings.chapters(entries.get("notebooks"), folder, _case(entries), problems)
    books = [book for _, book in listed]
    shared = suite(books)
    sweep = Sweep(
        name=file.stem,
        title=settings.text(entries.get("title"), problems) or file.stem,
        chapters=tuple(chapter for chapter, _ in listed),
        of_case="notebooks" not in entries,
        formats=settings.formats(entries.get("formats"), books, problems),
        thumbnail=settings.thumbnail(entries.get("thumbnail"), listed, problems),
        timeout=settings.timeout(entries.get("timeout"), problems),
        memory=settings.memory(entries.get("memory"), problems),
        runs=_runs(entries, folder, shared, problems, allow_many=allow_many),
        case=str(shared.usual["case"]) if shared.own else "",
        folder=folder.resolve(),
        files=settings.files(entries.get("files"), folder, problems),
        apart=_apart(file, entries),
        kernel=kernel or settings.text(entries.get("kernel"), problems),
        cwd=settings.working_folder(entries.get("cwd"), folder, cwd, problems),
    )
    place = Place("--kernel") if kernel else _place(entries, "kernel")
    problems.add(kernels.misfits(books, sweep.kernel, place))
    problems.refuse(file.name)
    return sweep


def _file(path: Path) -> Path:
    """The file of that path, or else the sweep of the project that has that name."""
    own = SWEEPS / f"{path.name.removesuffix('.yaml')}.yaml"
    file = own if path.parent == Path() and not isfile(path) and isfile(own) else path
    if not isfile(file):
        fix = nearest(path.stem, (known.stem for known in SWEEPS.glob("*.yaml")))
        raise Invalid([Problem(file.name, "no such file", "a sweep, in YAML", fix)])
    return file


def _entries(file: Path, problems: Gathered) -> Mapping[str, Entry]:
    """The keys of a sweep that have a value; Invalid for a file that is no mapping of keys."""
    top = yaml_text.read(file)
    if not isinstance(top.value, Mapping):
        value = "an empty file" if top.value is None else "no mapping at the top"
        fix = "begin with `grid:` or `sets:`; notebooks/sweeps/ has examples"
        raise top.invalid(value, "a sweep, in YAML", fix)
    problems.add(_wrong_keys(top.value))
    return {name: entry for name, entry in top.value.items() if entry.value is not None}


def _wrong_keys(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    for name, entry in entries.items():
        if name not in KEYS:
            yield entry.problem("no such key", "a key of a sweep", nearest(name, KEYS))
        elif entry.value is None:
            fix = "write one, or delete the line"
            yield entry.problem("nothing is written after it", "a value", fix)


def _runs(
    entries: Mapping[str, Entry],
    folder: Path,
    shared: Suite,
    problems: Gathered,
    *,
    allow_many: bool,
) -> Runs:
    """The runs of a sweep, checked as far as they can be before any is started."""
    cases = cache(load)
    built = build.runs(entries, folder, shared, cases, problems)
    problems.add(_several_cases(built, entries, shared))
    runs = _with_case(built, entries, shared)
    if runs.size > MOST and not allow_many:
        allowed, fix = f"at most {MOST:,} without being asked", "narrow it, or add --yes"
        problems.add([_place(entries, *MANY).problem(f"{runs.size:,} runs", allowed, fix)])
    if shared.books:
        place, most = _place(entries, "name", *MANY), None if allow_many else MOST
        problems.add(validate.problems(runs, shared, cases, place, most))
    return runs


def _with_case(runs: Runs, entries: Mapping[str, Entry], shared: Suite) -> Runs:
    """The runs with the case that they read, where they name none and the notebooks not by itself.

    Chapters are run on the case whose they are. A notebook may name its case by the path from its
    own folder, and one of the suite may name a case that is not there.
    """
    case = shared.usual[CASE]
    if "notebooks" not in entries:
        case = _case(entries)
    elif not shared.own or all(book.parameters[CASE].default == case for book in shared.books):
        return runs
    if _naming_case(runs):
        return runs
    place = _place(entries, "notebooks", *MANY)
    return replace(runs, fixed={**runs.fixed, CASE: Entry(place.file, place.line, CASE, case)})


def _naming_case(runs: Runs) -> tuple[Entry, ...]:
    """The places where a sweep names a case, the first of each."""
    axes = (next(iter(axis)) for name, axis in runs.grid.items() if name == CASE)
    fixed = (entry for name, entry in runs.fixed.items() if name == CASE)
    chosen = (choice.values[CASE] for choice in runs.choices if CASE in choice.values)
    return (*axes, *chosen, *fixed)


def _several_cases(runs: Runs, entries: Mapping[str, Entry], shared: Suite) -> Iterator[Problem]:
    """A problem where the notebooks of a run would read several cases, or no list names them."""
    named = _naming_case(runs)
    if "notebooks" not in entries:
        if named and CASE not in runs.fixed:
            value, allowed = "a case of some runs", "one case, whose chapters are run"
            yield named[0].problem(value, allowed, "write it under parameters, or name notebooks")
        return
    if named:
        return
    cases = {book.path.name: str(own(book)[CASE]) for book in shared.books if book.looks_at_case}
    if len({_folder(case) for case in cases.values()}) > 1:
        value = ", ".join(f"{name} reads {case}" for name, case in cases.items())
        allowed, fix = "one case for the notebooks of a run", "write parameters: {case: ...}"
        yield entries["notebooks"].problem(value, allowed, fix)


def _folder(case: str) -> Path | str:
    """The folder of a case; its name where there is none, which is a problem of its own."""
    return case_folder(case).resolve() if is_case(case) else case


def _apart(file: Path, entries: Mapping[str, Entry]) -> tuple[Path, ...]:
    """Files that are no input: the sweep, its rows, and those that it excludes as its runs' own."""
    rows = entries["rows"].value if "rows" in entries else ""
    named = rows if isinstance(rows, str) and "\0" not in rows else ""
    own = (path.resolve() for path in (file, file.parent / named))
    return (*own, *settings.not_counting(entries.get("files"), file.parent))


def _case(entries: Mapping[str, Entry]) -> str:
    """The case that all runs have in common; the default where there is none, or a wrong one."""
    shared = entries.get("parameters")
    entry = shared.value.get("case") if shared and isinstance(shared.value, Mapping) else None
    return str(entry.value) if entry and is_case(entry.value) else str(defaults()["case"])


def _place(entries: Mapping[str, Entry], *names: str) -> Place:
    """The place of the first of these keys that the file has."""
    return next((entries[name].place for name in names if name in entries), Place("runs"))
