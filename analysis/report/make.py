"""A report: check its parameters, run the notebooks, print them, and put the folder in place.

A report is a batch of one: `fill` is what a batch does for each of its runs too.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case.chapters import Chapter, chapters, of_notebooks
from analysis.case.load import load
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.charts.kit.export import PRINT
from analysis.charts.kit.legend import legend
from analysis.engine import Engine, Job, JobResult, Step, engine
from analysis.errors import WIDEN, Invalid, Problem, nearest
from analysis.notebooks import ipynb, provenance
from analysis.notebooks.kernels import ENVIRONMENT, NOTEBOOKS, PRELOAD, WARM
from analysis.notebooks.provenance import MANIFEST
from analysis.report import ledger, naming, tables
from analysis.report.document import Figure, document
from analysis.report.edition import Edition
from analysis.report.letters import replaced
from analysis.report.pages import pages
from analysis.report.printers import FORMATS, USUAL, render

Notify = Callable[[int, int, str], None]
"""Called after each step with how many are done, of how many, and which it was."""

Warn = Callable[[str], None]
"""Called with a line for the person who makes the report."""


@dataclass(frozen=True)
class Printed:
    """What of a report is not printed as it stands.

    replaced: a line for each text with letters that paper cannot print. problems: of the formats
    that could not be printed, while others were.
    """

    replaced: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def quiet(done: int, steps: int, what: str) -> None:
    """A `Notify` that does nothing."""


def silent(line: str) -> None:
    """A `Warn` that does nothing."""


def make(
    parameters: Mapping[str, Any],
    *,
    formats: Collection[str] = USUAL,
    out: Path | None = None,
    notebooks: Sequence[Path] | None = None,
    workers: int | None = None,
    notify: Notify = quiet,
    warn: Warn = silent,
) -> Path:
    """Make a report and return its folder, which is filled whole or left as it was.

    parameters: the common ones of the notebooks, as `Scope` has them. formats: of
    `printers.FORMATS`. out: another folder than its own under `reports/`. notebooks: others than
    the chapters of the case. workers: how many notebooks run at a time, by default as many as the
    machine has room for. notify: called after each step. warn: called with a line for each text
    with letters that the typefaces of paper lack. Raises Invalid for wrong parameters or
    data, before anything runs, and for notebooks that fail; those are then saved in a folder next
    to that of the report, with `.failed` after its name. Where only one of the formats fails, the
    others are in the folder, and Invalid says which is not.
    """
    began = time.monotonic()
    scope, whole, _ = checked(parameters, formats)
    listed = of_notebooks(notebooks) if notebooks else chapters(scope.case)
    folder = _replaceable(out or paths.REPORTS / naming.folder_name(whole.package.name, scope))
    steps = len(listed) + 1
    with paths.replaced(folder, spared=paths.EXPORT) as aside, _kernels(workers) as kernels:
        running = kernels.run(plan(scope, listed, aside / NOTEBOOKS, parameters))
        results = _finished(running, folder, steps, notify)
        executed = [ipynb.clean(aside / NOTEBOOKS / chapter.file) for chapter in listed]
        printed = fill(aside, parameters, executed, formats)
        paths.write(aside / MANIFEST, tables.manifest(scope, [c.notebook for c in listed], whole))
        paths.write(aside / "log.json", _log(results, time.monotonic() - began))
    shutil.rmtree(_failed_folder(folder), ignore_errors=True)
    notify(steps, steps, "the pages")
    for line in printed.replaced:
        warn(line)
    if printed.problems:
        raise Invalid(printed.problems)
    return folder


def checked(
    parameters: Mapping[str, Any], formats: Collection[str]
) -> tuple[Scope, Timeline, Timeline]:
    """The scope, the case as it was known on its day, and what the scope leaves of it.

    parameters: by name, as `Scope` has them. formats: names that `printers.FORMATS` should have.
    Raises Invalid with every unknown format, else with all that is wrong with the parameters or
    the data, and where no claim is left.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        allowed = " or ".join(FORMATS)
        raise Invalid(
            Problem("formats", repr(form), allowed, nearest(form, FORMATS)) for form in unknown
        )
    scope = Scope.checked(**parameters)
    whole = load(scope.case)
    timeline = scope.narrow(whole)
    if not timeline.claims:
        raise Invalid([Problem("scope", "no claim is left", "at least one claim", WIDEN)])
    return scope, scope.known(whole), timeline


def plan(
    scope: Scope, listed: Iterable[Chapter], folder: Path, parameters: Mapping[str, Any]
) -> list[Job]:
    """One job for each chapter, named as its executed notebook in `folder`.

    scope: where the parameters of every notebook come from. parameters: those of the user, which
    replace a chapter's own, as a chapter's own replace those of the scope.
    """
    steps = [
        Step(chapter.notebook, folder / chapter.file, values(scope, chapter, parameters))
        for chapter in listed
    ]
    return [Job(step.output.name, (step,), ENVIRONMENT) for step in steps]


def values(scope: Scope, chapter: Chapter, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a chapter: the user's replace its own, its own those of the scope."""
    return {**asdict(scope), **chapter.parameters, **parameters}


def fill(
    folder: Path, parameters: Mapping[str, Any], executed: Iterable[Path], formats: Collection[str]
) -> Printed:
    """Write every file of a report but its manifest.

    parameters, formats: as for `make`. executed: its notebooks, run and clean. Gives what was not
    printed as it stands. Raises Invalid for parameters that leave no claim, for notebooks that show
    what a report cannot print, and where none of the formats could be printed.
    """
    scope, whole, timeline = checked(parameters, formats)
    content, key = document(executed, chapters(scope.case)), legend_figure(timeline)
    edition = Edition(scope, whole, timeline, content, key, _provenance(scope, whole))
    tables.figures(edition, folder)
    tables.listings(edition, folder)
    paths.write(folder / "numbers.csv", tables.numbers(edition))
    paths.write(folder / ledger.FILE, ledger.flat(edition))
    return _print(edition, folder, formats)


def legend_figure(timeline: Timeline) -> Figure:
    """The key to the marks of a case, as a figure of the first page."""
    chart = legend(timeline)
    table = chart.table.to_csv(index=False)
    return Figure("opening", "key", chart.svg(), chart.png(PRINT), chart.alt, table, chart.title)


def _kernels(workers: int | None) -> AbstractContextManager[Engine]:
    return engine(workers, preload=PRELOAD, warm=WARM, environment=ENVIRONMENT)


def _replaceable(folder: Path) -> Path:
    """The folder, unless it holds something other than a report: it is replaced as a whole.

    Exports in it stay, and may have come before the report.
    """
    empty = folder.is_dir() and all(path.name == paths.EXPORT for path in folder.iterdir())
    if folder.exists() and not empty and not (folder / MANIFEST).is_file():
        allowed, fix = "a new folder, or that of a report", "name another, or move what is in it"
        raise Invalid([Problem("out", f"{folder.name} is not a report", allowed, fix)])
    return folder


def _failed_folder(folder: Path) -> Path:
    """The folder in which notebooks that failed stay until the report succeeds."""
    return folder.with_name(f"{folder.name}.failed")


def _finished(
    running: Iterable[JobResult], folder: Path, steps: int, notify: Notify
) -> list[JobResult]:
    """The results of all jobs, once all have ended; Invalid with those that failed."""
    results: list[JobResult] = []
    for result in running:
        results.append(result)
        notify(len(results), steps, result.job.steps[0].output.stem)
    problems = [_save_failed(result, folder) for result in results if result.error]
    if problems:
        raise Invalid(sorted(problems, key=str))
    return results


def _save_failed(failed: JobResult, folder: Path) -> Problem:
    """What went wrong in a notebook, which is saved in the folder of those that failed."""
    (step,) = failed.job.steps
    path = _failed_folder(folder) / step.output.name
    fix = "mend the notebook or the parameters"
    if step.failed.exists():
        paths.write(path, ipynb.cleaned(step.failed.read_bytes(), path.name))
        fix = f"look at the error in {path.parent.name}/{path.name}"
    return Problem(step.output.name, failed.error, "a notebook that runs", fix)


def _provenance(scope: Scope, whole: Timeline) -> dict[str, str]:
    """From what the report is computed, and how to repeat it."""
    return {
        "case": f"{whole.package.name} {whole.package.version}",
        "parameters": naming.parameters(scope) or "none but the default ones",
        "hash of the data (SHA-256)": provenance.data_hash(whole.package),
        "version of the suite": provenance.version(),
        "hash of its code (SHA-256)": provenance.code_hash(),
        "to repeat it": naming.command(scope),
    }


def _print(edition: Edition, folder: Path, formats: Collection[str]) -> Printed:
    markdown = pages(edition)
    with ThreadPoolExecutor() as pool:  # pandoc and typst do their work outside Python
        futures = {
            form: pool.submit(render, form, edition, markdown, folder)
            for form in FORMATS
            if form in formats
        }
    problems: list[Problem] = []
    for form, future in futures.items():
        try:
            paths.write(folder / f"report.{form}", future.result())
        except Invalid as invalid:
            problems += invalid.problems
    if problems and len(futures) == 1:
        raise Invalid(problems)
    lines = replaced(edition, markdown) if "pdf" in formats else []
    return Printed(tuple(lines), tuple(problems))


def _log(results: Iterable[JobResult], seconds: float) -> str:
    """How long it took, which differs from run to run and so is no part of the manifest."""
    durations = {result.job.name: round(result.seconds, 2) for result in results}
    return json.dumps({"notebooks": durations, "seconds": round(seconds, 2)}, indent=1) + "\n"
