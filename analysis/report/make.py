"""A report: a batch of one. Check, run the notebooks, print, and put into place."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case.load import load
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.charts.kit.export import PRINT
from analysis.charts.kit.legend import key
from analysis.engine import Engine, Job, JobResult, Step, engine
from analysis.errors import Invalid, Problem, nearest
from analysis.notebooks import provenance
from analysis.notebooks.kernels import ENVIRONMENT, NOTEBOOKS, PRELOAD, WARM, cleaned, tidied
from analysis.notebooks.provenance import MANIFEST
from analysis.report import naming, tables
from analysis.report.document import Figure, document
from analysis.report.edition import Edition
from analysis.report.naming import FORMATS as FORMATS
from analysis.report.pages import pages
from analysis.report.printers import html_and_pdf
from analysis.report.printers.word import docx


def checked(
    parameters: Mapping[str, Any], formats: Collection[str]
) -> tuple[Scope, Timeline, Timeline]:
    """The scope, the case, and what the scope leaves of it; Invalid with all that is wrong."""
    unknown = [form for form in formats if form not in FORMATS]
    problems = [
        Problem("formats", repr(form), " or ".join(FORMATS), nearest(form, FORMATS))
        for form in unknown
    ]
    if problems:
        raise Invalid(problems)
    scope = Scope.checked(**parameters)
    whole = load(scope.case)
    timeline = scope.narrow(whole)
    if not timeline.claims:
        fix = "widen as_of, start, end, sources or claimants"
        raise Invalid([Problem("scope", "no claim is left", "at least one claim", fix)])
    return scope, whole, timeline


def fill(
    folder: Path, parameters: Mapping[str, Any], notebooks: Sequence[Path], formats: Collection[str]
) -> None:
    """Everything that a report hands out, from its notebooks executed under `folder/notebooks`.

    notebooks: as they were before they ran. Raises Invalid for parameters that leave no claim,
    and for notebooks that show what a report cannot print.
    """
    scope, whole, timeline = checked(parameters, formats)
    drawn = printed_key(timeline)
    executed = [tidied(folder / NOTEBOOKS / file.name) for file in notebooks]
    edition = Edition(scope, whole, timeline, document(executed), drawn, _made(scope, whole))
    tables.figures(edition, folder)
    tables.listings(edition, folder)
    paths.write(folder / "numbers.csv", tables.numbers(edition))
    paths.write(folder / MANIFEST, tables.manifest(edition, notebooks))
    _print(edition, folder, formats)


def printed_key(timeline: Timeline) -> Figure:
    """The key to the marks, ready to print."""
    chart = key(timeline)
    table = chart.table.to_csv(index=False)
    return Figure("opening", "key", chart.svg(), chart.png(PRINT), chart.alt, table)


def _print(edition: Edition, folder: Path, formats: Collection[str]) -> None:
    markdown = pages(edition)
    printers: dict[str, Callable[[], str | bytes]] = {
        "html": lambda: html_and_pdf.html(edition, markdown),
        "pdf": lambda: html_and_pdf.pdf(edition, markdown, folder),
        "docx": lambda: docx(edition, markdown, folder),
    }
    with ThreadPoolExecutor() as pool:  # pandoc and typst do their work outside Python
        printing = {form: pool.submit(printers[form]) for form in FORMATS if form in formats}
    for form, printed in printing.items():
        paths.write(folder / f"report.{form}", printed.result())


def _made(scope: Scope, whole: Timeline) -> dict[str, str]:
    """How the report was made, and how to make it again."""
    return {
        "case": f"{whole.package.name} {whole.package.version}",
        "parameters": naming.parameters(scope) or "none but the default ones",
        "hash of the data (SHA-256)": provenance.data_hash(whole.package),
        "version of the suite": provenance.version(),
        "hash of its code (SHA-256)": provenance.code_hash(),
        "to repeat it": naming.command(scope),
    }


USUAL = ("html", "pdf")

Notify = Callable[[int, int, str], None]
"""Told after each step: how many are done, of how many, and which it was."""


def quiet(done: int, steps: int, what: str) -> None:
    """Tell nobody."""


def make(
    parameters: Mapping[str, Any],
    *,
    formats: Collection[str] = USUAL,
    out: Path | None = None,
    notebooks: Sequence[Path] | None = None,
    workers: int | None = None,
    notify: Notify = quiet,
) -> Path:
    """Make a report and return its folder, which is filled whole or left as it was.

    parameters: the common ones of the notebooks, as `Scope` has them. formats: of
    `publish.FORMATS`. out: another folder than its own under `reports/`. Raises Invalid for wrong
    parameters or data, before anything runs, and for notebooks that fail.
    """
    began = time.monotonic()
    scope, whole, _ = checked(parameters, formats)
    files = tuple(notebooks or paths.notebook_files())
    folder = _own(out or paths.REPORTS / naming.folder_name(whole.package.name, scope))
    steps = len(files) + 1
    with paths.replaced(folder) as aside, _kernels(workers) as kernels:
        running = kernels.run(plan(scope, files, aside / NOTEBOOKS))
        done = _ended(running, folder, steps, notify)
        fill(aside, parameters, files, formats)
        paths.write(aside / "log.json", _log(done, time.monotonic() - began))
    shutil.rmtree(_failed(folder), ignore_errors=True)
    notify(steps, steps, "the pages")
    return folder


def _kernels(workers: int | None) -> AbstractContextManager[Engine]:
    return engine(workers, preload=PRELOAD, warm=WARM, environment=ENVIRONMENT)


def plan(scope: Scope, notebooks: Iterable[Path], folder: Path) -> list[Job]:
    """One job for each notebook, with every parameter of the scope."""
    data = asdict(scope)
    steps = [Step(file, folder / file.name, data) for file in notebooks]
    return [Job(step.notebook.name, (step,), ENVIRONMENT) for step in steps]


def _own(folder: Path) -> Path:
    """The folder, unless it holds something other than a report: it is replaced as a whole."""
    if folder.exists() and not (folder / MANIFEST).is_file():
        allowed, fix = "a new folder, or that of a report", "name another, or move what is in it"
        raise Invalid([Problem("out", f"{folder.name} is not a report", allowed, fix)])
    return folder


def _failed(folder: Path) -> Path:
    """Where notebooks that failed are kept, until a report is made."""
    return folder.with_name(f"{folder.name}.failed")


def _ended(
    running: Iterable[JobResult], folder: Path, steps: int, notify: Notify
) -> list[JobResult]:
    """Every job, once all have ended; Invalid with those that failed, their notebooks kept."""
    done: list[JobResult] = []
    for job in running:
        done.append(job)
        notify(len(done), steps, job.job.steps[0].notebook.stem)
    problems = [_kept(ended, folder) for ended in done if ended.error]
    if problems:
        raise Invalid(sorted(problems, key=str))
    return done


def _kept(done: JobResult, folder: Path) -> Problem:
    """What went wrong in a notebook, which is kept for a look beside the report's own folder."""
    (step,) = done.job.steps
    path = _failed(folder) / step.notebook.name
    fix = "mend the notebook or the parameters"
    if step.failed.exists():
        paths.write(path, cleaned(step.failed.read_bytes()))
        fix = f"look at the error in {path.parent.name}/{path.name}"
    return Problem(step.notebook.name, done.error, "a notebook that runs", fix)


def _log(done: Iterable[JobResult], seconds: float) -> str:
    """How long it took, which differs from run to run and so is kept out of the manifest."""
    values = {ended.job.name: round(ended.seconds, 2) for ended in done}
    return json.dumps({"notebooks": values, "seconds": round(seconds, 2)}, indent=1) + "\n"
