"""The command `contested dispute`, which records what a person found on a contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.errors import Invalid, Problem

if TYPE_CHECKING:
    from analysis.case.judging import Judgement

Claims = Annotated[list[str], typer.Argument(help="The ids of two or more claims of it.")]
Open = Annotated[str, typer.Option("--open", help="It is open; the question that it asks.")]
Explain = Annotated[str, typer.Option("--explain", help="It is explained; how, in own words.")]
Unresolvable = Annotated[
    str, typer.Option("--unresolvable", help="It cannot be resolved; why, in own words.")
]
Title = Annotated[str, typer.Option("--title", help="The question that it asks.")]
InCase = Annotated[str, typer.Option("--case", help=naming_case.HELP)]
ROLE = re.compile("[a-z0-9][a-z0-9_-]*")
By = Annotated[str, typer.Option("--by", help="The role of the one who judges.")]


@app.command()
def dispute(
    claims: Claims,
    open_: Open = "",
    explain: Explain = "",
    unresolvable: Unresolvable = "",
    title: Title = "",
    case: InCase = "",
    by: By = "coder",
) -> None:
    """Record a contradiction in disputes.csv, or judge it again.

    Example: contested dispute c096 c080 --open "How many buses set out?"
    """
    from analysis.case.judging import Judgement

    texts = {"open": open_, "explain": explain, "unresolvable": unresolvable, "title": title}
    _refuse_unclear(texts, by)
    state = "explained" if explain else "unresolvable" if unresolvable else "open"
    reason = explain or unresolvable or None
    judgement = Judgement(title or open_, state, reason, by, date.today())
    typer.echo(_recorded(naming_case.to_write(case), claims, judgement))


def _recorded(case: str, ids: list[str], judgement: Judgement) -> str:
    """Record a judgement; what was done, as a sentence. Raises Invalid for a case with problems."""
    from analysis.case.judging import meant, rewritten
    from analysis.case.load import examine
    from analysis.paths import case_folder, write
    from analysis.words.proposals import named, question

    examined = examine(case)
    held = examined.contradictions
    if examined.problems or held is None:
        raise Invalid(examined.problems)
    table = examined.tables["disputes"]
    which, row = meant(held, table, ids)
    if not (judgement.title or row.get("title")):
        judgement = replace(judgement, title=question(named(examined), which))
    dispute_id, body = rewritten(held, table, which, row, judgement)
    write(case_folder(case) / table.schema.path, body)
    return _done(dispute_id, which.claims, ids, judgement)


def _done(dispute_id: str, claims: Sequence[str], ids: list[str], judgement: Judgement) -> str:
    whole = f", the whole group of {len(claims)} claims" if len(claims) > len(set(ids)) else ""
    return f"{dispute_id} is recorded as {judgement.state}{whole}: {', '.join(claims)}."


def _refuse_unclear(texts: Mapping[str, str], by: str) -> None:
    """Raise Invalid where the options do not say how a contradiction is judged.

    texts: those that were typed, by the name of the option.
    """
    problems = [*_unjudged(texts), *(p for name in texts for p in _unclear(name, texts[name]))]
    if not ROLE.fullmatch(by):
        fix = "as coder or second-coder"
        problems.append(Problem("by", repr(by), "a role in small letters, no name", fix))
    if problems:
        raise Invalid(problems)


def _unjudged(texts: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the options together."""
    if not (texts["open"] or texts["explain"] or texts["unresolvable"]):
        fix = 'add --open "How many ...?", --explain or --unresolvable'
        yield Problem("dispute", "no judgement", "one of three", fix)
    states = {"open": "open", "explain": "explained", "unresolvable": "unresolvable"}
    judged = [state for name, state in states.items() if texts[name]]
    if len(judged) > 1:
        fix = "leave the others out; the question of a dispute that is not open goes in --title"
        yield Problem("dispute", " and ".join(judged), "one judgement", fix)
    if texts["title"] and texts["open"]:
        yield Problem("title", "two questions", "one question", "leave --title out")


def _unclear(name: str, text: str) -> Iterator[Problem]:
    """What is wrong with the text of one option."""
    if name in ("open", "title") and text and not text.endswith("?"):
        yield Problem(name, repr(text), "a question", "end it with ?")
    if text != text.strip() or not text.isprintable():
        yield Problem(name, repr(text), "one line without blanks at its ends", "write it so")
