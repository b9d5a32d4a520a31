"""The command `contested add`, which writes a claim into a case, or all those of a sheet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.errors import Invalid, Problem, shorten
from analysis.intake.keys import CLAIM, KEYS, option

if TYPE_CHECKING:
    from analysis.intake.adding import Trial
    from analysis.intake.ledger import Ledger
    from analysis.intake.questions import Question
    from analysis.intake.sheet import Filled

Source = Annotated[
    str, typer.Argument(help="The id of its document in the case, or an address.", metavar="SOURCE")
]
InCase = Annotated[str, typer.Option("--case", help=naming_case.HELP)]
From = Annotated[
    Path | None,
    typer.Option("--from", help="Add all claims of a sheet of ten columns, as CSV or xlsx."),
]
Tab = Annotated[str, typer.Option("--tab", help="With --from: which sheet of the workbook.")]
Template = Annotated[
    Path | None,
    typer.Option("--sheet", help="Write the sheet to fill in, as CSV or xlsx, and end."),
]
Saved = Annotated[
    Path | None,
    typer.Option("--saved", help="A saved page of the document: its hash and day are noted."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Take what is proposed, and do not ask.")]

Ask = Callable[[Mapping[str, str]], "Sequence[Question]"]


def add(
    source: Source = "",
    case: InCase = "",
    yes: Yes = False,
    from_: From = None,
    tab: Tab = "",
    sheet: Template = None,
    saved: Saved = None,
    **typed: str,
) -> None:
    """Add a claim: its words are read, ids are proposed, and what is missing is asked.

    The words go in --phrase, in quotation marks; without it they are asked, too.
    Example: contested add rudaw-2017-09-02 --claimant coalition --measure vehicles_struck
    """
    entry = {key: text.strip() for key, text in typed.items() if text is not None}
    if source:
        entry["source"] = source.strip()
    if sheet:
        _write_template(sheet)
    elif from_:
        _refuse_both(entry)
        _add_sheet(naming_case.to_write(case), from_, tab)
    else:
        _add_claim(naming_case.to_write(case), entry, yes, saved)


def _with_options(command: Any) -> Any:
    """The command with an option for each key of an entry, in place of its `**typed`.

    Typer reads options off the signature of a function: forty parameters need not be written out.
    """
    plain = signature(command, eval_str=True)
    fixed = [p for p in plain.parameters.values() if p.kind is not Parameter.VAR_KEYWORD]
    options = [_parameter(key, of.help, of.group) for key, of in KEYS.items()]
    command.__signature__ = plain.replace(parameters=[*fixed, *options])
    command.__annotations__ = {p.name: p.annotation for p in [*fixed, *options]}
    return command


def _parameter(key: str, text: str, group: str) -> Parameter:
    """The option of a key; None where it is not typed."""
    info = typer.Option(option(key), help=text, rich_help_panel=group)
    kind = Parameter.KEYWORD_ONLY
    return Parameter(key, kind, default=None, annotation=Annotated[str | None, info])


app.command()(_with_options(add))


def _add_claim(case: str, entry: Mapping[str, str], yes: bool, saved: Path | None) -> None:
    """Add one claim, or note a saved page; it is shown first where somebody is there to see it."""
    from analysis.case.schema import package
    from analysis.intake.adding import written
    from analysis.intake.ledger import ledger
    from analysis.paths import case_folder

    rows = ledger(package(case_folder(case)))
    person = not yes and _is_terminal()
    try:
        trial = _trial(rows, entry, person, saved)
    except Invalid as invalid:
        raise Invalid(_as_options(invalid)) from invalid
    for line in _preview(trial):
        typer.echo(line)
    if person and not typer.confirm("Write it?", default=True):
        typer.echo("Nothing was written.")
        raise typer.Exit(1)
    written(trial)
    for line in _done(trial, case):
        typer.echo(line)


def _trial(rows: Ledger, entry: Mapping[str, str], person: bool, saved: Path | None) -> Trial:
    """The case as it would be. person: whether somebody answers what is missing."""
    from analysis.intake.adding import added, resolved
    from analysis.intake.documents import document
    from analysis.intake.saved import entry_of, noted, page, with_page

    if saved is None:
        entry = _with_answers(entry, lambda e: resolved(rows, e).questions) if person else entry
        return added(rows, entry)
    entry = entry_of(page(saved), entry)
    if not any(key in entry and of.group == CLAIM for key, of in KEYS.items()):
        entry = _with_answers(entry, lambda e: noted(rows, e)[2]) if person else entry
        return with_page(rows, entry)
    entry = _with_answers(entry, lambda e: resolved(rows, e).questions) if person else entry
    if document(rows, entry).ledger is rows:
        rows = noted(rows, entry)[0]
    return added(rows, entry)


def _write_template(path: Path) -> None:
    """Write the sheet to fill in, where there is no file of that name."""
    from analysis.intake.sheet import template
    from analysis.paths import write

    body = template(path)
    if path.exists():
        fix = "give another name, or remove it"
        raise Invalid([Problem("--sheet", f"{path} is there already", "a new file", fix)])
    write(path, body)
    typer.echo(f"{path} is written. Fill it in, then: contested add --from {path} --case CASE")


def _refuse_both(entry: Mapping[str, str]) -> None:
    """Raise Invalid where options of a claim stand beside a sheet, which says all of its claims."""
    if entry:
        value = f"with {shorten(map(option, entry))}"
        fix = "leave them out, or add the claim by itself"
        raise Invalid([Problem("--from", value, "a sheet alone", fix)])


def _add_sheet(case: str, path: Path, tab: str) -> None:
    """Add the claims of a sheet, all of them or none, and say what was made of each row."""
    from analysis.case.schema import package
    from analysis.intake.adding import written
    from analysis.intake.ledger import ledger
    from analysis.intake.sheet import filled
    from analysis.paths import case_folder

    rows = ledger(package(case_folder(case)))
    try:
        result = filled(rows, path, tab)
    except Invalid:
        typer.echo("Nothing was added.", err=True)
        raise
    for line in _of_sheet(result):
        typer.echo(line)
    if result.trial is None:
        typer.echo("Nothing was added: the sheet has no new claim.")
        return
    written(result.trial)
    for line in _done(result.trial, case):
        typer.echo(line)


def _of_sheet(result: Filled) -> Iterator[str]:
    """What was made of each row of a sheet."""
    from analysis.intake.adding import new_rows
    from analysis.words.card import card

    yield from result.notes
    if result.trial is None:
        yield from (f"row {o.line}: {o.claim_id} has it already" for o in result.outcomes)
        return
    timeline = result.trial.timeline
    for outcome in result.outcomes:
        claim, of = timeline[outcome.claim_id], card(timeline, outcome.claim_id)
        held = " (in the case already)" if outcome.old else ""
        words = f"“{claim.phrase}”, {claim.quantity}, {claim.label}, {of.name}"
        yield f"row {outcome.line}: {outcome.claim_id}{held}, {words}"
        if outcome.taken:
            yield f"  not said there, so taken as proposed: {_answers(outcome.taken)}"
    for path, row in new_rows(result.trial.ledger):
        yield f"New in {path}: {row}"


def _is_terminal() -> bool:
    """Whether a person can answer questions."""
    return sys.stdin.isatty()


def _with_answers(entry: Mapping[str, str], ask: Ask) -> Mapping[str, str]:
    """The entry with the answers of the person at the terminal. ask: what it leaves open."""
    while questions := ask(entry):
        question = questions[0]
        entry = {**entry, question.key: _answer(question)}
    return entry


def _answer(question: Question) -> str:
    """The answer of the person at the terminal, one of the choices where there are any."""
    text = question.text
    if question.choices:
        text = f"{text} One of {shorten(question.choices, len(question.choices))}"
    while True:
        answer = str(typer.prompt(text, default=question.proposed or None)).strip()
        starts = [c for c in question.choices if c == answer or c.startswith(f"{answer}:")]
        if answer and (starts or not question.choices):
            return starts[0] if starts else answer
        typer.echo(f"“{answer}” is none of them.", err=True)


def _as_options(invalid: Invalid) -> Iterator[Problem]:
    """The problems of an entry, each with the option that mends it."""
    for problem in invalid.problems:
        field = problem.field
        is_key = field == "saved" or (not problem.file and field in KEYS)
        yield replace(problem, field=option(field) if is_key else field)


def _preview(trial: Trial) -> Iterator[str]:
    """What is about to be written, in sentences."""
    from analysis.intake.adding import new_rows
    from analysis.words.sentences import say

    for path, row in new_rows(trial.ledger):
        yield f"New in {path}: {row}"
    if trial.taken:
        options = {option(key): text for key, text in trial.taken.items()}
        yield f"Not typed, so taken as proposed: {_answers(options)}"
    timeline = trial.timeline
    for claim_id in trial.added:
        yield f"Read from its words: {timeline[claim_id].quantity}"
        yield str(say(timeline, claim_id))


def _answers(taken: Mapping[str, str]) -> str:
    """Answers that were taken as proposed, each with the name that a sheet or an option has."""
    return ", ".join(f"{key} {text}" for key, text in taken.items())


def _done(trial: Trial, case: str) -> Iterator[str]:
    """What was written, and the contradictions that it brings."""
    from analysis.intake.adding import new_proposals
    from analysis.words.proposals import proposals

    if trial.ledger.altered:
        yield "The hash and day of the page are noted in sources.csv; it is not copied."
    added = f"Added to claims.csv: {shorten(trial.added)}. " if trial.added else ""
    yield f"{added}The case is checked, and all is well."
    yield from proposals(new_proposals(trial), case)
