"""What has to be known before a claim can be written down, as questions to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.errors import Invalid, Place, Problem, shorten

Entry = Mapping[str, str]
"""What a person typed about one claim, by key: those of `keys.KEYS`. A key that is missing was
not typed; an empty text says that there is none, or that it is not known."""
NOTHING = "-"
"""What is typed for: there is none, or it is not known."""


@dataclass(frozen=True)
class Question:
    """A question about one key of an entry.

    text: the question, as a sentence. choices: the answers that are possible; empty for any.
    proposed: an answer that is probably right; empty where there is none. needed: somebody has to
    answer it; otherwise the proposed answer is taken where nobody does. value: what is typed now.
    """

    key: str
    text: str
    choices: tuple[str, ...] = ()
    proposed: str = ""
    needed: bool = True
    value: str = "not given"

    def problem(self, place: Place) -> Problem:
        """The problem of a question that nobody answered, at the place for its answer."""
        fix = "say it"
        if self.choices:
            fix = f"choose one of {shorten(self.choices)}"
        elif self.proposed:
            fix = f"say it; perhaps {self.proposed}"
        return place.problem(self.value, self.text, fix)


def answered(entry: Entry, questions: Iterable[Question]) -> dict[str, str]:
    """The answer to each question, by its key: what was typed, else what is proposed."""
    return {q.key: entry.get(q.key, q.proposed) for q in questions}


def taken(questions: Iterable[Question]) -> dict[str, str]:
    """The proposed answers that are taken where nobody answers, by key.

    The day on which a document was read is left out: without an answer it is today.
    """
    open_ = (q for q in questions if not q.needed and q.key != "accessed")
    return {q.key: q.proposed for q in open_ if q.proposed}


def unanswered(entry: Entry, questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions to which nothing was typed."""
    return tuple(question for question in questions if question.key not in entry)


def require_answers(questions: Iterable[Question], place: Place) -> None:
    """Raise Invalid with every question that somebody has to answer.

    place: that of the entry; its field is replaced by the key.
    """
    needed = [q.problem(Place(q.key, place.file, place.line)) for q in questions if q.needed]
    if needed:
        raise Invalid(needed)
