"""One run of a batch as a task: everything that goes into it, and the engine's job for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from analysis.batch import anew, inputs
from analysis.batch.inputs import Inputs
from analysis.case.chapters import Chapter
from analysis.case.schema import Package, package
from analysis.case.scope import defaults
from analysis.charts.kit.export import EXPORT, Export
from analysis.engine import Job, Step
from analysis.notebooks import overrides, provenance
from analysis.notebooks import parameters as parameter_cells
from analysis.notebooks.kernels import ENVIRONMENT, NOTEBOOKS, PYTHON
from analysis.notebooks.parameters import CASE
from analysis.notebooks.provenance import key
from analysis.paths import case_folder, is_case, is_of_suite
from analysis.sweep import Sweep

SCREEN = {**ENVIRONMENT, EXPORT: Export.SCREEN.value}
"""Variables of kernels whose notebooks are not printed: figures at the size of a screen."""
FINISH = "analysis.batch.finish:finish"
"""What ends a run in the process of its job: module and function."""


@dataclass(frozen=True)
class Task:
    """A run to make.

    name: of its folder. notebooks: those to run, one after another. parameters: by name, JSON
    values, which go to every notebook. chapters: those of a chapter, by the name of its notebook;
    the others go over them. origin: code, data, libraries and files that go into it, by hash or
    version.

    formats: the pages of its report, none for the executed notebooks alone. thumbnail: the
    notebook and cell of the chart that stands for it, `casualties/toll`; empty for the first.
    own: whether a notebook is not the suite's, so that it is run as plain papermill runs it.
    kernel: the one that its notebooks run in, empty for those that they name. cwd: the working
    folder, empty for that of whoever makes the run. anew: the names of notebooks whose kernels are
    started anew.
    """

    name: str
    notebooks: tuple[Path, ...]
    parameters: Mapping[str, Any]
    formats: tuple[str, ...]
    thumbnail: str
    origin: Mapping[str, Any]
    own: bool = False
    kernel: str = ""
    cwd: str = ""
    anew: tuple[str, ...] = ()
    chapters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """A hash that changes as soon as anything that goes into the run changes."""
        return key(self.manifest)

    @property
    def manifest(self) -> dict[str, Any]:
        """The content of its manifest but for the outputs: the origin, and which are requested."""
        return {**self.origin, "formats": list(self.formats), "thumbnail": self.thumbnail}


def tasks_of(
    sweep: Sweep,
    copies: tuple[Path, ...] = (),
    hashed: Callable[[Path], str] = provenance.file_hash,
) -> Iterator[Task]:
    """Every run of a sweep as a task, in the order of the sweep; each file is hashed once.

    copies: of the notebooks, to run instead of the originals. hashed: returns the hash of a file,
    which a batch has computed already. Raises Invalid for a case that cannot be read.
    """
    notebooks = copies or sweep.notebooks
    paths, working = _files_near(sweep), _in_working_folder(sweep)
    files = [chapter.file for chapter in sweep.chapters]
    chapters = dict(zip(files, map(_of_chapter, sweep.chapters), strict=True))
    shared = {
        **provenance.origin({}, (), None),
        "notebooks_sha256": dict(zip(files, map(provenance.notebook_hash, notebooks), strict=True)),
        "chapters": {file: values for file, values in chapters.items() if values},
        "files_sha256": _hashes(sweep.folder, paths, hashed),
        "working_folder_sha256": _hashes(Path.cwd(), working, hashed),
        "kernel": sweep.kernel,
        "cwd": _relative(sweep.folder, sweep.cwd) if sweep.cwd else "",
    }
    cases: dict[str, dict[str, Any]] = {}
    usual = usual_case(sweep.notebooks)
    template = Task(
        *("", notebooks, {}, sweep.formats, sweep.thumbnail, {}),
        own=has_own(sweep),
        kernel=sweep.kernel,
        cwd=str(sweep.cwd or ""),
        anew=_anew(sweep, notebooks, [*paths, *working]),
        chapters=chapters,
    )
    for run in sweep.runs:
        name = _case_of(run.parameters, usual)
        if name and name not in cases:
            cases[name] = _of_case(package(case_folder(name)))
        origin = {**shared, **cases.get(name, {}), "parameters": dict(run.parameters)}
        yield replace(template, name=run.name, parameters=run.parameters, origin=origin)


def _anew(sweep: Sweep, notebooks: Iterable[Path], files: Iterable[Path]) -> tuple[str, ...]:
    """The names of own notebooks whose kernels are started anew."""
    if not has_own(sweep):
        return ()
    folders = {sweep.cwd or Path.cwd(), Path.cwd()}
    suite = set(inputs.of_suite())  # which is the same in every kernel
    modules = [path for path in files if path.suffix == ".py" and path not in suite]
    return tuple(path.name for path in notebooks if anew.needed(path, modules, folders))


def has_own(sweep: Sweep) -> bool:
    """Whether a notebook of a sweep is neither the suite's nor a chapter of the case, as listed."""
    return not sweep.of_case and not all(map(is_of_suite, sweep.notebooks))


def inputs_of(sweep: Sweep) -> Inputs:
    """All files that the runs of a sweep read, but for its notebooks, hashed now."""
    usual = usual_case(sweep.notebooks)
    cases = {_case_of(run.parameters, usual) for run in sweep.runs} - {""}
    of_cases = [path for case in cases for path in inputs.of_case(case)]
    files = [*inputs.of_suite(), *of_cases]
    return Inputs.read(files, partial(_own_files, sweep), sweep.folder)


def _own_files(sweep: Sweep) -> list[Path]:
    """All files that are inputs because of own notebooks."""
    return [*_files_near(sweep), *_in_working_folder(sweep)]


def _files_near(sweep: Sweep) -> list[Path]:
    """Files that own notebooks may read: those in their folders, and those that the sweep names."""
    folders = {path.resolve().parent for path in sweep.notebooks if not is_of_suite(path)}
    named = {sweep.cwd} if sweep.cwd else set()
    return [*inputs.within({*folders, *named}, sweep.apart), *sweep.files]


def _in_working_folder(sweep: Sweep) -> list[Path]:
    """Files of the command's working folder, where own notebooks run if the sweep names none."""
    working = has_own(sweep) and not sweep.cwd
    return inputs.within([Path.cwd()], sweep.apart) if working else []


def _hashes(folder: Path, files: Iterable[Path], hashed: Callable[[Path], str]) -> dict[str, str]:
    """The hashes of files, by their paths from a folder."""
    return {_relative(folder, path): hashed(path) for path in sorted(set(files))}


def _relative(folder: Path, path: Path) -> str:
    """The relative path from a folder to a file or folder, the same on every machine."""
    return Path(os.path.relpath(path, folder)).as_posix()


def job(task: Task, folder: Path) -> Job:
    """The engine's job that executes the notebooks of a task and then calls `finish.finish`.

    folder: the one to fill with all outputs.
    """
    executed = folder / NOTEBOOKS
    kernel = (task.kernel, PYTHON if task.own else "", task.cwd)
    steps = tuple(
        Step(path, executed / path.name, values(task, path.name), *kernel, path.name in task.anew)
        for path in task.notebooks
    )
    arguments = {
        "folder": str(folder),
        "notebooks": [str(path) for path in task.notebooks],
        "parameters": dict(task.parameters),
        "formats": list(task.formats),
        "thumbnail": task.thumbnail,
        "manifest": task.manifest,
    }
    return Job(task.name, steps, _environment(task), FINISH, arguments)


def values(task: Task, file: str) -> dict[str, Any]:
    """The parameters that go over those in a notebook's own cell, as in a report.

    file: the name of the notebook. The chapter's own, and over them those of the run. The case
    comes first, as in a report, so that both write the same cell.
    """
    usual = defaults()["known_by"]
    dated = overrides.of_day(task.parameters, usual) if task.formats else {}
    first = {name: value for name, value in task.parameters.items() if name == CASE}
    return {**first, **task.chapters.get(file, {}), **dated, **task.parameters}


def _of_chapter(chapter: Chapter) -> dict[str, Any]:
    """The parameters of a chapter, of the types that its notebook takes."""
    if not chapter.parameters:
        return {}
    return overrides.over(overrides.book(chapter.notebook), chapter.parameters)


def _environment(task: Task) -> Mapping[str, str]:
    """The variables of a run: the suite's reach its own notebooks, and what is printed as pages."""
    if task.own:
        return {EXPORT: ENVIRONMENT[EXPORT]} if task.formats else {}
    return ENVIRONMENT if task.formats else SCREEN


def varying(runs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of parameters that are not the same in every run, in order of their first use.

    runs: the parameters of each run, by name.

    >>> varying([{"day": 1, "place": "a"}, {"day": 2, "place": "a"}])
    ('day',)
    """
    values: dict[str, set[str]] = {}
    for parameters in runs:
        for name, value in parameters.items():
            values.setdefault(name, set()).add(f"{value!r}")
    return tuple(name for name, distinct in values.items() if len(distinct) > 1)


def usual_case(notebooks: Iterable[Path]) -> str:
    """The default case of the first notebook that reads cases; empty where none does."""
    books = map(parameter_cells.read, notebooks)
    return next((str(parameter_cells.own(b)["case"]) for b in books if b.looks_at_case), "")


def _case_of(parameters: Mapping[str, Any], usual: str) -> str:
    """The case of a run, empty for none: one's own notebooks may mean something else by `case`."""
    name = str(parameters.get("case", usual))
    return name if usual or is_case(name) else ""


def _of_case(described: Package) -> dict[str, Any]:
    return {"case": provenance.case_of(described), "data_sha256": provenance.data_hash(described)}
