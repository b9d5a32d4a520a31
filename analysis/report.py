"""A report: a batch of one. Plan, run the notebooks, read them, print, and put into place."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis import exports, naming, paths, render
from analysis.chart import EXPORT, PRINT
from analysis.document import document
from analysis.edition import Edition
from analysis.engine import Done, Job
from analysis.engine.plain import run
from analysis.errors import Problem, Refused, nearest
from analysis.key import key
from analysis.loading import load
from analysis.pages import pages
from analysis.parts import Figure
from analysis.scope import Scope
from analysis.timeline import Timeline

FORMATS = ("html", "pdf")
ENVIRONMENT = {EXPORT: "1", "MPLBACKEND": "agg"}
MANIFEST = "manifest.json"

Notify = Callable[[int, int, str], None]
"""Told after each step: how many are done, of how many, and which it was."""


def quiet(done: int, steps: int, what: str) -> None:
    """Tell nobody."""


def make(
    parameters: Mapping[str, Any],
    *,
    formats: Collection[str] = FORMATS,
    out: Path | None = None,
    notebooks: Sequence[Path] | None = None,
    workers: int | None = None,
    notify: Notify = quiet,
) -> Path:
    """Make a report and return its folder, which is filled whole or left as it was.

    parameters: the common ones of the notebooks, as `Scope` has them. formats: `html`, `pdf` or
    both. out: another folder than its own under `reports/`. Raises Refused for wrong parameters
    or data, before anything runs, and for notebooks that fail.
    """
    began = time.monotonic()
    scope, whole, told = _checked(parameters, formats)
    files = tuple(notebooks or paths.notebook_files())
    folder = _own(out or paths.REPORTS / naming.folder_name(whole.package.name, scope))
    with paths.replaced(folder) as aside:
        running = run(plan(scope, files, aside / "notebooks"), workers)
        drawn = printed_key(told)
        done = _ended(running, folder, len(files) + 1, notify)
        executed = [_tidied(aside / "notebooks" / file.name) for file in files]
        edition = Edition(scope, whole, told, document(executed), drawn, _made(scope, whole))
        _write(edition, files, aside, formats)
        paths.write(aside / "log.json", _log(done, time.monotonic() - began))
    shutil.rmtree(_failed(folder), ignore_errors=True)
    notify(len(files) + 1, len(files) + 1, "the pages")
    return folder


def plan(scope: Scope, notebooks: Iterable[Path], folder: Path) -> list[Job]:
    """One job for each notebook, with every parameter of the scope."""
    told = asdict(scope)
    return [Job(file, folder / file.name, told, ENVIRONMENT) for file in notebooks]


def _checked(
    parameters: Mapping[str, Any], formats: Collection[str]
) -> tuple[Scope, Timeline, Timeline]:
    """The scope, the case, and what the scope leaves of it; Refused with all that is wrong."""
    unknown = [form for form in formats if form not in FORMATS]
    problems = [
        Problem("formats", repr(form), " or ".join(FORMATS), nearest(form, FORMATS))
        for form in unknown
    ]
    if problems:
        raise Refused(problems)
    scope = Scope.checked(**parameters)
    whole = load(scope.case)
    told = scope.narrow(whole)
    if not told.told():
        do = "widen as_of, start, end, sources or claimants"
        raise Refused([Problem("scope", "no claim is left", "at least one claim", do)])
    return scope, whole, told


def _own(folder: Path) -> Path:
    """The folder, unless it holds something other than a report: it is replaced as a whole."""
    if folder.exists() and not (folder / MANIFEST).is_file():
        allowed, do = "a new folder, or that of a report", "name another, or move what is in it"
        raise Refused([Problem("out", f"{folder.name} is not a report", allowed, do)])
    return folder


def _failed(folder: Path) -> Path:
    """Where notebooks that failed are kept, until a report is made."""
    return folder.with_name(f"{folder.name}.failed")


def _ended(running: Iterable[Done], folder: Path, steps: int, notify: Notify) -> list[Done]:
    """Every job, once all have ended; Refused with those that failed, their notebooks kept."""
    done: list[Done] = []
    for job in running:
        done.append(job)
        notify(len(done), steps, job.job.notebook.stem)
    problems = [_kept(one, folder) for one in done if one.error]
    if problems:
        raise Refused(sorted(problems))
    return done


def _kept(done: Done, folder: Path) -> Problem:
    """What went wrong in a notebook, which is kept for a look beside the report's own folder."""
    kept = _failed(folder) / done.job.notebook.name
    do = "mend the notebook or the parameters"
    if done.job.failed.exists():
        paths.write(kept, exports.cleaned(done.job.failed.read_bytes()))
        do = f"look at the error in {kept.parent.name}/{kept.name}"
    return Problem(done.job.notebook.name, done.error, "a notebook that runs", do)


def _tidied(notebook: Path) -> Path:
    paths.write(notebook, exports.cleaned(notebook.read_bytes()))
    return notebook


def printed_key(told: Timeline) -> Figure:
    """The key to the marks, ready to print."""
    chart = key(told)
    table = chart.table.to_csv(index=False)
    return Figure("opening", "key", chart.svg(), chart.png(PRINT), chart.alt, table)


def _made(scope: Scope, whole: Timeline) -> dict[str, str]:
    """How the report was made, and how to make it again."""
    return {
        "case": f"{whole.package.name} {whole.package.version}",
        "parameters": naming.parameters(scope) or "none but the default ones",
        "hash of the data (SHA-256)": exports.data_hash(whole.package),
        "version of the suite": exports.version(),
        "hash of its code (SHA-256)": exports.code_hash(),
        "to repeat it": naming.command(scope),
    }


def _write(
    edition: Edition, notebooks: Iterable[Path], folder: Path, formats: Collection[str]
) -> None:
    """Everything that the report hands out."""
    exports.figures(edition, folder)
    exports.listings(edition, folder)
    paths.write(folder / "numbers.csv", exports.numbers(edition))
    paths.write(folder / MANIFEST, exports.manifest(edition, notebooks))
    markdown = pages(edition)
    printers: dict[str, Callable[[], str | bytes]] = {
        "html": lambda: render.html(edition, markdown),
        "pdf": lambda: render.pdf(edition, markdown, folder),
    }
    with ThreadPoolExecutor() as pool:  # pandoc and typst do their work outside Python
        printing = {form: pool.submit(printers[form]) for form in FORMATS if form in formats}
    for form, printed in printing.items():
        paths.write(folder / f"report.{form}", printed.result())


def _log(done: Iterable[Done], seconds: float) -> str:
    """How long it took, which differs from run to run and so is kept out of the manifest."""
    told = {one.job.notebook.name: round(one.seconds, 2) for one in done}
    return json.dumps({"notebooks": told, "seconds": round(seconds, 2)}, indent=1) + "\n"
