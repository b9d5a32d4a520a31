"""One claim more: from what a person typed to rows of a case, checked before they are written.

What the words of the phrase state is read from them, ids are proposed, and what cannot be known is
a question. A case is written only where its checks find nothing wrong with it afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.case.load import Examined, timeline_of
from analysis.case.rules import MOST_WORDS
from analysis.case.timeline import Timeline
from analysis.case.trial import examined_with
from analysis.claims.cells import Row
from analysis.errors import Invalid, Place, Problem, many
from analysis.intake import counted, documents, names
from analysis.intake.documents import Known
from analysis.intake.figures import figure
from analysis.intake.ledger import Ledger, matching, next_number
from analysis.intake.questions import NOTHING, Entry, Question, require_answers, taken
from analysis.paths import write_all

AS_TYPED = ("locator", "speaker", "stance", "verb", "covers", "window", "note")
"""Keys that are columns of claims.csv, whose text goes there as it is."""
SAME = ("source_id", "claimant", "measure", "category", "phrase", "covers", "place_id", "stance")
"""Columns in which two claims that are equal are one."""
KEY_OF = {
    ("claims", "source_id"): "source",
    ("claims", "said_on"): "said",
    ("claims", "place_id"): "place",
    ("claims", "event_id"): "event",
    ("claims", "category"): "measure",
    ("claims", "low"): "stated",
    ("claims", "high"): "stated",
    ("sources", "source_id"): "publisher",
    ("sources", "url"): "source",
    ("actors", "actor_id"): "claimant",
    ("actors", "name"): "claimant",
    ("actors", "kind"): "claimant_kind",
    ("actors", "group"): "claimant_group",
    ("places", "place_id"): "place",
    ("places", "name"): "place",
    ("places", "within"): "place_within",
    ("places", "where_precision"): "place_precision",
    ("measures", "measure"): "measure",
    ("measures", "category"): "measure",
    ("measures", "label"): "measure_label",
    ("measures", "unit"): "measure_unit",
    ("measures", "scale"): "measure_scale",
    ("measures", "definition"): "measure_definition",
    ("measures", "counts"): "measure_counts",
}
"""The key of an entry that a column of a table comes from, where that has another name."""


@dataclass(frozen=True)
class Resolved:
    """What becomes of an entry.

    ledger: with the rows for it; the claim comes last. claim_id: of the new claim. questions: what
    is not answered, in the order in which to ask. same: the claim that says the same already, for
    which nothing is added; empty where there is none.
    """

    ledger: Ledger
    claim_id: str
    questions: tuple[Question, ...] = ()
    same: str = ""

    @property
    def claim(self) -> Row:
        """The row of the new claim."""
        return self.ledger.of("claims")[-1]


@dataclass(frozen=True)
class Trial:
    """A case as it would be with the rows that are to be added, without any problem.

    added: the ids of the claims that are added, in order. taken: the proposed answers that stand
    for what was not typed, by key.
    """

    ledger: Ledger
    examined: Examined
    added: tuple[str, ...]
    taken: Mapping[str, str] = field(default_factory=dict)

    @property
    def timeline(self) -> Timeline:
        """All claims of the case as it would be."""
        return timeline_of(self.ledger.description, self.examined.tables)


def resolved(ledger: Ledger, entry: Entry) -> Resolved:
    """The rows for an entry, as far as they are known, and what has to be answered first."""
    entry = {key: "" if text == NOTHING else text for key, text in entry.items()}
    source = documents.document(ledger, entry)
    document = source.row or {}
    measure = counted.measure(source.ledger, entry)
    speaker = names.claimant(measure.ledger, entry, document.get("publisher", ""))
    via = names.passed_on(speaker.ledger, entry)
    place = names.place(via.ledger, entry)
    words, more = _figure(entry, measure, document.get("language", ""))
    count, which = counted.counts(entry, measure.row) if measure.row else ("", ())
    cells = {
        **{key: entry.get(key, "") for key in AS_TYPED},
        **words,
        "claim_id": next_number(row["claim_id"] for row in ledger.of("claims")),
        "source_id": source.name,
        "claimant": speaker.name,
        "via": via.name,
        "speech": entry.get("speech") or _speech(speaker, document),
        "measure": measure.row["measure"] if measure.row else "",
        "category": measure.row["category"] if measure.row else "",
        "phrase": entry.get("phrase", ""),
        "counts": count,
        "said_on": entry.get("said", document.get("published", "")),
        "place_id": place.name,
        "event_id": entry.get("event", ""),
        "coded_by": entry.get("coded_by", "coder"),
        "state": "draft",
    }
    steps = (source, measure, speaker, via, place)
    questions = (*_phrase(entry), *(q for step in steps for q in step.questions), *more, *which)
    same = _same(ledger, cells)
    if same and not any(question.needed for question in questions):
        return Resolved(ledger, same, same=same)
    return Resolved(place.ledger.plus("claims", cells), cells["claim_id"], questions)


def _figure(
    entry: Entry, measure: Known, language: str
) -> tuple[Mapping[str, str], tuple[Question, ...]]:
    """The cells of the figure, and what has to be answered for them."""
    if not entry.get("phrase"):
        return {}, ()
    row = counted.as_measure(measure.row) if measure.row else None
    read = figure(entry, row, language)
    # What was typed goes before what the words show: whoever denies a figure may also expect it.
    stance = {"stance": entry["stance"]} if entry.get("stance") else {}
    return {**read.cells, **stance}, read.questions


def _phrase(entry: Entry) -> tuple[Question, ...]:
    """The question for the words of the figure, where there are none, or too many."""
    count = len(entry.get("phrase", "").split())
    if 0 < count <= MOST_WORDS["phrase"]:
        return ()
    value = many(count, "word") if count else "not given"
    text = f"What are the figure's own words, at most {MOST_WORDS['phrase']}?"
    return (Question("phrase", text, value=value),)


def _speech(speaker: Known, document: Row) -> str:
    """How the figure is said: by an outlet in its own voice, else as the outlet reports it."""
    publisher = document.get("publisher", "")
    own = speaker.row is not None and matching([speaker.row], publisher, "name", "aliases")
    return "own" if own else "paraphrased"


def _same(ledger: Ledger, cells: Mapping[str, str]) -> str:
    """The id of the claim that says the same; empty where there is none."""
    wanted = [cells.get(name, "") for name in SAME]
    rows = ledger.of("claims")
    return next((r["claim_id"] for r in rows if [r[name] for name in SAME] == wanted), "")


def added(ledger: Ledger, entry: Entry) -> Trial:
    """The case with one claim more. Raises Invalid with all that is missing or wrong."""
    result = resolved(ledger, entry)
    require_answers(result.questions, Place())
    if result.same:
        fix = "add another claim, or correct that one in claims.csv"
        value = f"{result.same} says the same already"
        raise Invalid([Problem("phrase", value, "a claim that is new to the case", fix)])
    trial = tried(result.ledger, {result.claim_id: Place()})
    return replace(trial, taken=taken(result.questions))


def tried(ledger: Ledger, places: Mapping[str, Place]) -> Trial:
    """The case with the rows that are added to it, checked.

    places: where each added claim was typed, by its id. Raises Invalid with everything that is
    wrong, each at the place where it was typed.
    """
    examined = examined_with(ledger.description, ledger.bodies())
    if examined.problems:
        raise Invalid(_typed(ledger, examined, problem, places) for problem in examined.problems)
    return Trial(ledger, examined, tuple(places))


def written(trial: Trial) -> None:
    """Write the rows that are added, all files or none.

    Raises Invalid where somebody changed a file since it was read, and OSError.
    """
    ledger = trial.ledger
    folder, schemas = ledger.description.folder, ledger.description.tables
    changed = [
        schemas[name].path
        for name in sorted(ledger.changed)
        if (folder / schemas[name].path).read_bytes() != ledger.raw[name]
    ]
    if changed:
        raise Invalid(
            Place(file=path).problem("changed since it was read", "a file at rest", "add it again")
            for path in changed
        )
    write_all({folder / path: body for path, body in ledger.bodies().items()})


def new_proposals(trial: Trial) -> Examined:
    """The case as it would be, of whose contradictions only those with an added claim are left."""
    held = trial.examined.contradictions
    if held is None:
        return trial.examined
    fresh = set(trial.added)
    proposed = [p for p in held.proposed if fresh & set(p.dispute.claims)]
    return replace(trial.examined, contradictions=replace(held, proposed=proposed))


def new_rows(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """What is new besides claims: the file, and the row's id with its name."""
    for table, rows in ledger.added.items():
        schema = ledger.description.tables[table]
        for row in rows if table != "claims" else ():
            name = row.get("name") or row.get("label") or row.get("title", "")
            yield schema.path, f"{'/'.join(row[key] for key in schema.key)} ({name.strip('()')})"


def _typed(
    ledger: Ledger, examined: Examined, problem: Problem, places: Mapping[str, Place]
) -> Problem:
    """A problem of a row that is added, at the place where that was typed; others as they are."""
    files = {schema.path: name for name, schema in ledger.description.tables.items()}
    table = files.get(problem.file, "")
    row = _row(examined, table, problem.line)
    if row is None or not _is_new(ledger, table, row):
        return problem
    claims = _depending(ledger, table, row)
    place = next((places[name] for name in claims if name in places), None)
    if place is None:
        return problem
    key = KEY_OF.get((table, problem.field), problem.field)
    return problem.at(replace(place, field=key))


def _row(examined: Examined, table: str, line: int) -> Row | None:
    """The row of a table on a line."""
    read = examined.tables.get(table)
    if read is None or not line:
        return None
    return next((row for n, row in enumerate(read.rows()) if read.line(n) == line), None)


def _is_new(ledger: Ledger, table: str, row: Row) -> bool:
    key = ledger.description.tables[table].key
    return any(
        all(other[name] == row[name] for name in key) for other in ledger.added.get(table, ())
    )


def _depending(ledger: Ledger, table: str, row: Row) -> Sequence[str]:
    """The added claims that need a row."""
    column = {"sources": "source_id", "places": "place_id", "measures": "measure"}.get(table)
    claims = ledger.added.get("claims", ())
    if table == "claims":
        return [row["claim_id"]]
    if column:
        return [claim["claim_id"] for claim in claims if claim[column] == row[column]]
    actor = row.get("actor_id", "")
    return [c["claim_id"] for c in claims if actor in (c["claimant"], *c["via"].split("|"))]


def is_writable(ledger: Ledger) -> bool:
    """Whether the folder of the case can be written to."""
    return os.access(ledger.description.folder, os.W_OK)
