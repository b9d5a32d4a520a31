"""A report: check its parameters, run the notebooks, print them, and put the folder in place.

A report is a batch of one: `fill` is what a batch does for each of its runs too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case.chapters import Chapter, chapters, of_notebooks
from analysis.case.load import load
from analysis.case.scope import Scope, common, defaults
from analysis.case.timeline import Timeline
from analysis.charts.kit.export import PRINT
from analysis.charts.kit.legend import legend
from analysis.engine import Engine, Job, JobResult, Step, engine
from analysis.errors import WIDEN, Gathered, Invalid, Problem, nearest
from analysis.notebooks import ipynb, overrides, provenance
from analysis.notebooks.kernels import ENVIRONMENT, NOTEBOOKS, PRELOAD, WARM
from analysis.notebooks.parameters import ran_with
from analysis.notebooks.provenance import MANIFEST
from analysis.paths import is_case
from analysis.report import ledger, naming, tables
from analysis.report.document import Failure, Figure, document
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
    that could not be printed, while others were. failures: why chapters could not be made, by the
    names of their notebooks.
    """

    replaced: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    failures: Mapping[str, Failure] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """Which chapters a report has.

    chapters: in order. chosen: the names of those that somebody chose, with commas; empty for all
    of the case. failures: why notebooks could not be run, by their names.
    """

    chapters: Sequence[Chapter]
    chosen: str = ""
    failures: Mapping[str, Failure] = field(default_factory=dict)


class Incomplete(Invalid):
    """A report that is in its place, but lacks a chapter or a format.

    folder: of the report.
    """

    def __init__(self, problems: Iterable[Problem], folder: Path) -> None:
        super().__init__(problems)
        self.folder = folder


def quiet(done: int, steps: int, what: str) -> None:
    """A `Notify` that does nothing."""


def silent(line: str) -> None:
    """A `Warn` that does nothing."""


def make(
    parameters: Mapping[str, Any],
    *,
    formats: Collection[str] = USUAL,
    out: Path | None = None,
    notebooks: Sequence[Path | Chapter] | None = None,
    workers: int | None = None,
    notify: Notify = quiet,
    warn: Warn = silent,
) -> Path:
    """Make a report and return its folder, which is filled whole or left as it was.

    parameters: those of the notebooks, by name, that go over what the notebooks and the chapters
    set; each goes to the notebooks that have it. formats: of `printers.FORMATS`. out: another
    folder than its own under `reports/`. notebooks: others than the chapters of the case, as files
    or as `chapters.chosen` gives them. workers: how many notebooks run at a time, by default as
    many as the machine has room for. notify: called after each step. warn: called with a line for
    each text with letters that the typefaces of paper lack. Raises Invalid for wrong parameters or
    data, before anything runs. Where notebooks or one of the formats fail, the report is there all
    the same, and Incomplete says what it lacks.
    """
    began = time.monotonic()
    scope, whole, content = _prepared(parameters, formats, notebooks)
    extra, steps = beyond(parameters), len(content.chapters) + 1
    name = naming.folder_name(whole.package.name, scope, content.chosen, extra)
    folder = _replaceable(out or paths.REPORTS / name)
    with paths.replaced(folder, spared=paths.EXPORT) as aside, _kernels(workers) as kernels:
        running = kernels.run(plan(scope, content.chapters, aside / NOTEBOOKS, parameters))
        results = list(_notified(running, steps, notify))
        content = replace(content, failures=_failures(results))
        executed = [aside / NOTEBOOKS / chapter.file for chapter in content.chapters]
        printed = fill(aside, parameters, executed, formats, content)
        originals = [c.notebook for c in content.chapters if _is_notebook(c.notebook)]
        manifest = tables.manifest(scope, originals, whole, printed.failures, extra)
        paths.write(aside / MANIFEST, manifest)
        paths.write(aside / "log.json", _log(results, time.monotonic() - began))
    notify(steps, steps, "the pages")
    return _reported(folder, printed, warn)


def checked(
    parameters: Mapping[str, Any], formats: Collection[str]
) -> tuple[Scope, Timeline, Timeline]:
    """The scope, the case as it was known on its day, and what the scope leaves of it.

    parameters: by name; those that `Scope` does not have are left aside. formats: names that
    `printers.FORMATS` should have. Raises Invalid with every unknown format, else with all that is
    wrong with the parameters or the data, and where no claim is left of a case that has some.
    """
    printable(formats)
    scope = Scope.checked(**common(parameters))
    whole = load(scope.case)
    timeline = scope.narrow(whole)
    if whole.claims and not timeline.claims:
        raise Invalid([Problem("scope", "no claim is left", "at least one claim", WIDEN)])
    return scope, scope.known(whole), timeline


def printable(formats: Iterable[str]) -> None:
    """Raise Invalid with every format that `printers.FORMATS` does not have."""
    allowed = " or ".join(FORMATS)
    problems = [
        Problem("formats", repr(form), allowed, nearest(form, FORMATS))
        for form in formats
        if form not in FORMATS
    ]
    if problems:
        raise Invalid(problems)


def beyond(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that only some notebooks have, as those made from a template."""
    return {name: value for name, value in parameters.items() if name not in defaults()}


def plan(
    scope: Scope, listed: Iterable[Chapter], folder: Path, parameters: Mapping[str, Any]
) -> list[Job]:
    """One job for each chapter, named as its executed notebook in `folder`.

    scope: of the report. parameters: those of the user, which go over a chapter's own.
    """
    steps = [
        Step(chapter.notebook, folder / chapter.file, values(scope, chapter, parameters))
        for chapter in listed
    ]
    return [Job(step.output.name, (step,), ENVIRONMENT) for step in steps]


def values(scope: Scope, chapter: Chapter, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that go over those in the notebook of a chapter.

    The chapter's own, and over them the user's. The case is that of the report, and so is what a
    day means.
    """
    report, dated = {"case": scope.case}, overrides.of_day(parameters, scope.known_by)
    return overrides.over(
        overrides.book(chapter.notebook), report, chapter.parameters, dated, parameters
    )


def fill(
    folder: Path,
    parameters: Mapping[str, Any],
    executed: Sequence[Path],
    formats: Collection[str],
    content: Content | None = None,
) -> Printed:
    """Write every file of a report but its manifest.

    parameters, formats: as for `make`. executed: its notebooks, run. content: their chapters, of
    which some may have failed; without it none may, and they are those of the case. Gives what was
    not printed as it stands. Raises Invalid for parameters that leave no claim, where none of the
    formats could be printed, and, without content, for notebooks that show what a report cannot
    print.
    """
    scope, whole, timeline = checked(_with_case(parameters, executed), formats)
    listed = content or Content(chapters(scope.case))
    sections = document(executed, listed.chapters, content.failures if content else None)
    facts = _provenance(scope, whole, listed.chosen, beyond(parameters))
    edition = Edition(scope, whole, timeline, sections, legend_figure(timeline), facts)
    tables.figures(edition, folder)
    tables.listings(edition, folder)
    paths.write(folder / "numbers.csv", tables.numbers(edition))
    paths.write(folder / ledger.FILE, ledger.flat(edition))
    printed = _print(edition, folder, formats)
    failing = {section.notebook: section.failure for section in sections.failing}
    return replace(printed, failures={name: why for name, why in failing.items() if why})


def _with_case(parameters: Mapping[str, Any], executed: Iterable[Path]) -> dict[str, Any]:
    """Parameters with the case that the first notebook which reads one has run with."""
    cases = (ran_with(path).get("case") for path in executed)
    return {"case": next(filter(is_case, cases), defaults()["case"]), **parameters}


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


def _prepared(
    parameters: Mapping[str, Any],
    formats: Collection[str],
    notebooks: Sequence[Path | Chapter] | None,
) -> tuple[Scope, Timeline, Content]:
    """The scope of a report, its case as known on its day, and its chapters; nothing has run yet.

    parameters, formats, notebooks: as for `make`. Raises Invalid with all that is wrong in any.
    """
    problems = Gathered()
    case = str(parameters.get("case", defaults()["case"]))
    prepared = problems.tried(lambda: checked(parameters, formats), None)
    content = problems.tried(lambda: _content(case, notebooks), Content(()))
    books = [overrides.book(chapter.notebook) for chapter in content.chapters]
    if books:
        problems.add(overrides.unfit(parameters, books))
        problems.add(overrides.unfit_for(content.chapters, books))
    problems.refuse()
    scope, whole, _ = prepared or checked(parameters, formats)
    return scope, whole, content


def _content(case: str, notebooks: Sequence[Path | Chapter] | None) -> Content:
    """The chapters of a report. case: its name or path. notebooks: as for `make`."""
    own = chapters(case)
    if not notebooks:
        return Content(own)
    listed = [n if isinstance(n, Chapter) else of_notebooks([n])[0] for n in notebooks]
    known = {chapter.name for chapter in own} | paths.notebook_names().keys()
    names = (c.name if c.name in known else c.notebook.as_posix() for c in listed)
    return Content(listed, ",".join(names))


def _notified(running: Iterable[JobResult], steps: int, notify: Notify) -> Iterator[JobResult]:
    """The results of jobs as they end, their notebooks without the times and folders of the run."""
    for number, result in enumerate(running, 1):
        (step,) = result.job.steps
        if result.error and step.failed.exists():
            step.failed.replace(step.output)
        if step.output.exists():
            ipynb.clean(step.output)
        notify(number, steps, step.output.stem)
        yield result


def _reported(folder: Path, printed: Printed, warn: Warn) -> Path:
    """The folder of a report that is in its place; Incomplete where it lacks something."""
    for line in printed.replaced:
        warn(line)
    if problems := [*_problems(printed.failures, folder), *printed.problems]:
        raise Incomplete(problems, folder)
    return folder


def _failures(results: Iterable[JobResult]) -> dict[str, Failure]:
    """Why notebooks failed, by their names; each is in the folder as far as it was executed."""
    failed = [(result.error, result.job.steps[0].output) for result in results if result.error]
    return {
        path.stem: Failure(error, f"{NOTEBOOKS}/{path.name}" if path.exists() else "")
        for error, path in failed
    }


def _is_notebook(path: Path) -> bool:
    """Whether a file can be read as a notebook: one that cannot is among those that failed."""
    try:
        return bool(ipynb.read(path))
    except Invalid:
        return False


def _problems(failures: Mapping[str, Failure], folder: Path) -> Iterator[Problem]:
    """What went wrong in notebooks, and where to look. folder: of the report."""
    for name, failure in sorted(failures.items()):
        fix = "mend the notebook or the parameters"
        if failure.notebook:
            fix = f"look at the error in {folder.name}/{failure.notebook}"
        yield Problem(f"{name}.ipynb", failure.error, "a notebook that runs", fix)


def _provenance(
    scope: Scope, whole: Timeline, notebooks: str, extra: Mapping[str, Any]
) -> dict[str, str]:
    """From what the report is computed, and how to repeat it.

    notebooks: the names of those chosen, with commas; empty for all of the case. extra: parameters
    that only some notebooks have.
    """
    return {
        "case": f"{whole.package.name} {whole.package.version}",
        "parameters": naming.parameters(scope, extra) or "none but the default ones",
        "hash of the data (SHA-256)": provenance.data_hash(whole.package),
        "version of the suite": provenance.version(),
        "hash of its code (SHA-256)": provenance.code_hash(),
        "to repeat it": naming.command(scope, notebooks, extra),
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
