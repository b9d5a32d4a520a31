"""The form of the explorer that adds a claim: what its words say, what is asked, and a button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w

from analysis.case.schema import package
from analysis.case.timeline import Timeline
from analysis.errors import Invalid, many
from analysis.intake import adding
from analysis.intake.adding import Resolved, Trial
from analysis.intake.documents import is_address
from analysis.intake.ledger import Ledger, ledger, names_in
from analysis.intake.questions import Question
from analysis.notebooks.explorer import html
from analysis.notebooks.explorer.cards import problems
from analysis.notebooks.explorer.controls import boxed, field, styled
from analysis.notebooks.explorer.later import Later
from analysis.words.proposals import proposals
from analysis.words.sentences import say

LABELS = {
    "source": "Document: id or address",
    "claimant": "Who says it",
    "measure": "What is counted",
    "phrase": "The figure's own words",
    "said": "Said on",
    "covers": "For the day or days",
    "place": "Where",
}
"""The fields that are always there, by the key of an entry, with their labels."""
WORDS = "at least 78 people"
DAY = {"said": "that of the document", "covers": "2031-03-04/2031-03-06"}


class EntryForm:
    """Fields for one claim; under them what its words say, and a field for each open question.

    timeline: the case. `writable` says whether its folder can be written to; without that the form
    is of no use.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._folder = timeline.package.folder
        self._ledger = ledger(timeline.package)
        self.writable = adding.is_writable(self._ledger)
        self.toggle = styled(field(w.ToggleButton, "Add a claim", "reset", value=False), "open")
        self.fields = {key: self._field(key) for key in LABELS}
        self.answers: dict[str, Any] = {}
        self.questions = boxed(w.Box, [], "lists")
        self.read = styled(w.HTML(), "status")
        self.add = field(w.Button, "Add", "reset", disabled=True)
        self.done = styled(w.HTML(), "status")
        self._soon = Later(self.refresh)
        self.box = self._box()
        self._observe()

    @property
    def entry(self) -> dict[str, str]:
        """What is typed, by the keys of an entry; an empty field says nothing."""
        typed = {**self.fields, **self.answers}
        return {key: text for key, of in typed.items() if (text := str(of.value or "").strip())}

    def refresh(self) -> None:
        """Say what is read from the words, and offer a field for each question that is open."""
        result = adding.resolved(self._ledger, self.entry)
        self._offer([q for q in result.questions if q.key not in self.fields])
        self.read.value = html.part("reading", lines=list(_reading(result)))
        self.add.disabled = any(question.needed for question in result.questions)

    def write(self, *_: object) -> None:
        """Add the claim to the case, and say what its check says; a problem leaves it as it is."""
        try:
            rows = ledger(package(self._folder))
            trial = adding.added(rows, self.entry)
            adding.written(trial)
        except Invalid as invalid:
            self.done.value = problems(invalid)
            return
        except OSError as error:
            self.done.value = html.part("problems", lines=[f"{error.filename}: {error.strerror}"])
            return
        self.done.value = html.part("reading", lines=list(_done(trial)))
        self._ledger = ledger(package(self._folder))
        self._clear()

    def _clear(self) -> None:
        """Empty what the next claim of the same document has anew."""
        self._offer([])
        self.fields["phrase"].value = ""
        self.refresh()

    def _offer(self, open_: list[Question]) -> None:
        """A field for each question: those that are answered stay, others come and go."""
        wanted = {question.key: question for question in open_}
        answered = {key: of for key, of in self.answers.items() if of.value and key not in wanted}
        if not open_ and not self.fields["phrase"].value:
            answered = {}
        fresh = {
            key: self.answers.get(key) or self._asking(question)
            for key, question in wanted.items()
            if question.needed or question.choices
        }
        if fresh.keys() | answered.keys() != self.answers.keys():
            self.answers = {**answered, **fresh}
            self.questions.children = tuple(self.answers.values())

    def _asking(self, question: Question) -> Any:
        """The field for a question, in which the proposed answer stands already."""
        if question.choices:
            options = ["", *question.choices]
            proposed = question.proposed if question.proposed in question.choices else ""
            of = field(w.Dropdown, question.text, "asked", options=options, value=proposed)
        else:
            of = field(w.Text, question.text, "asked", value=question.proposed, **_QUIET)
        of.observe(self._soon, "value")
        return of

    def _field(self, key: str) -> Any:
        """A field that is always there, with the names of the case to choose from."""
        offered = list(dict.fromkeys(_names(self._ledger, key)))
        if offered:
            return field(w.Combobox, LABELS[key], key, options=offered, **_QUIET)
        if key == "phrase":
            return field(w.Text, LABELS[key], key, placeholder=WORDS)
        return field(w.Text, LABELS[key], key, placeholder=DAY.get(key, ""), **_QUIET)

    def _observe(self) -> None:
        for of in self.fields.values():
            of.observe(self._soon, "value")
        self.toggle.observe(self._open, "value")
        self.add.on_click(self.write)

    def _open(self, *_: object) -> None:
        self._inner.layout.display = "flex" if self.toggle.value else "none"
        if self.toggle.value:
            self.refresh()

    def _box(self) -> w.Widget:
        lines = boxed(w.Box, list(self.fields.values()), "lists")
        self._inner = boxed(
            w.VBox, [lines, self.questions, self.read, self.add, self.done], "entry"
        )
        self._inner.layout.display = "none"
        return boxed(w.VBox, [self.toggle, self._inner], "compare")


_QUIET = {"continuous_update": False}


def _names(rows: Ledger, key: str) -> Iterator[str]:
    """The names that a field offers, as they are printed."""
    match key:
        case "source":
            yield from names_in(rows.of("sources"), "source_id")
        case "claimant":
            yield from names_in(rows.of("actors"), "name")
        case "measure":
            yield from names_in(rows.of("measures"), "label")
        case "place":
            yield from names_in(rows.of("places"), "name")


def _reading(result: Resolved) -> Iterator[str]:
    """What the words say, and what is still open."""
    claim = result.claim if not result.same else {}
    if claim.get("hedge"):
        number = claim["stated"] or "–".join(filter(None, (claim["low"], claim["high"])))
        hedge = "no hedge" if claim["hedge"] == "bare" else claim["hedge"].replace("_", " ")
        yield f"Read from the words: {number or 'no number'} ({hedge})."
    if result.same:
        yield f"{result.same} says the same already."
    needed = [question.text for question in result.questions if question.needed]
    if needed:
        yield f"Still to be said: {' '.join(needed)}"
    document = result.ledger.added.get("sources", ())
    if document and is_address(document[-1]["url"]) and not needed:
        yield f"A new document: {document[-1]['publisher']}, {document[-1]['published']}."


def _done(trial: Trial) -> Iterator[str]:
    """What was written, and what the check says of it."""
    fresh = adding.new_proposals(trial)
    yield f"Added: {say(trial.timeline, trial.added[0])}"
    yield "The case is checked, and all is well. Charts show the claim once this is run again."
    if fresh.proposed:
        yield f"{many(len(fresh.proposed), 'contradiction')} to be judged:"
        yield from proposals(fresh, trial.ledger.description.name)
