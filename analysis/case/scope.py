"""The common parameters of the notebooks: their one home, and how they narrow a timeline."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from analysis.case.load import load
from analysis.case.timeline import Timeline, unknown
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge
from analysis.errors import Invalid, Problem, nearest

AS_ASKED = {"source_id": "sources", "claimant": "claimants"}
"""Columns of the tables, and the parameters that look at them."""
DAYS = ("start", "end", "as_of")
KNOWN_BY = ("published", "said")
WIDEN = "widen as_of, start, end, sources or claimants"
"""What to do where a scope leaves nothing."""


@dataclass(frozen=True)
class Scope:
    """What a notebook looks at. Every parameter is text, but for one switch.

    case: name under data/, or a path. start, end: days the figures are about, empty for no
    limit. as_of: what had been published by the end of that day, empty for all. sources,
    claimants: ids, several with commas between them, empty for all. include_retellings: draw
    them, faint. lead_source: the document whose figures are examined, empty for the case's own.
    leave_out: hedges whose figures go, several with commas between them, empty for none; one
    that lost its hedge on the way goes with that of its origin. known_by: does as_of look at the
    day a figure was `published`, or `said`?
    """

    case: str = "convoy-2017"
    start: str = ""
    end: str = ""
    as_of: str = ""
    sources: str = ""
    claimants: str = ""
    include_retellings: bool = True
    lead_source: str = ""
    leave_out: str = ""
    known_by: str = "published"

    @classmethod
    def checked(cls, **data: Any) -> Scope:
        """A scope from notebook parameters; Invalid with every one that is wrong."""
        problems = [p for name, value in data.items() for p in wrong(name, value)]
        if problems:
            raise Invalid(problems)
        return cls(**data)

    @classmethod
    def from_notebook(cls, variables: Mapping[str, Any]) -> Scope:
        """A scope from the variables of a notebook, `globals()`.

        papermill passes a misspelt parameter on with a warning; here a plain variable whose name
        is close to a parameter's is Invalid like any other wrong one.
        """
        known = defaults()
        alike = {
            name: value
            for name, value in variables.items()
            if isinstance(value, str | bool | int | float)
            if name not in known and get_close_matches(name, known, n=1, cutoff=0.75)
        }
        data = {name: variables[name] for name in known if name in variables}
        return cls.checked(**data, **alike)

    def load(self) -> Timeline:
        """The case, narrowed to this scope."""
        return self.narrow(load(self.case))

    def narrow(self, timeline: Timeline) -> Timeline:
        """What this scope leaves of a timeline; Invalid with every name that it does not have."""
        if problems := self.missing(timeline):
            raise Invalid(problems)
        narrowed = timeline.as_of(self.as_of, self.known_by) if self.as_of else timeline
        narrowed = narrowed.where(
            **{name: values for name, values in self._wanted().items() if values}
        )
        narrowed = _without(narrowed.during(self.start, self.end), ids(self.leave_out))
        return narrowed if self.include_retellings else narrowed.first_utterances()

    def missing(self, timeline: Timeline) -> list[Problem]:
        """A problem for each document, claimant or hedge that the case does not have."""
        problems = unknown(timeline.package, timeline.rows, self._wanted())
        named = [
            dataclasses.replace(problem, field=AS_ASKED.get(problem.field, problem.field))
            for problem in problems
        ]
        beyond = [*named, *self._wrong_lead(timeline)]
        return [*beyond, *wrong("leave_out", self.leave_out), *wrong("known_by", self.known_by)]

    def lead(self, timeline: Timeline) -> str:
        """The document whose figures are examined; Invalid where the case does not have it."""
        if problems := self._wrong_lead(timeline):
            raise Invalid(problems)
        return self.lead_source or timeline.package.lead_source

    def _wanted(self) -> dict[str, tuple[str, ...]]:
        return {"source_id": ids(self.sources), "claimant": ids(self.claimants)}

    def _wrong_lead(self, timeline: Timeline) -> list[Problem]:
        name, known = self.lead_source, [row["source_id"] for row in timeline.rows["sources"]]
        if not name or name in known:
            return []
        return wrong("lead_source", name) or [
            Problem("lead_source", repr(name), "a document of the case", nearest(name, known))
        ]


def read_parameters(pairs: Iterable[str]) -> dict[str, Any]:
    """Parameters written as `name=value`.

    Raises Invalid where one is not, or is not known, with all that is wrong with the others too.
    """
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            problems.append(Problem("parameter", repr(pair), "name=value", "put = between them"))
        data[name] = {"true": True, "false": False}.get(value.lower(), value)
    content = {name: wrong(name, value) for name, value in data.items()}
    problems += [problem for those in content.values() for problem in those]
    if problems:
        right = {name: value for name, value in data.items() if not content[name]}
        raise Invalid([*problems, *_missing(right)])
    return data


def _missing(right: Mapping[str, Any]) -> Sequence[Problem]:
    """What the case does not have of parameters that are right as far as they go."""
    try:
        scope = Scope.checked(**right)
        return scope.missing(load(scope.case))
    except Invalid as refused:
        return refused.problems


@cache
def defaults() -> Mapping[str, Any]:
    """Every common parameter with its default."""
    return MappingProxyType({field.name: field.default for field in dataclasses.fields(Scope)})


def wrong(name: str, value: Any) -> list[Problem]:
    """What is wrong with the value of a common parameter, whatever the case."""
    known = defaults()
    if name not in known:
        return [Problem(name, "no such parameter", "a common parameter", nearest(name, known))]
    if type(value) is not type(known[name]):
        if isinstance(known[name], bool):
            return [Problem(name, repr(value), "true or false", "without quotation marks")]
        fix = f"put it in quotation marks; for papermill, pass it with -r {name}"
        return [Problem(name, repr(value), "text", fix)]
    return _misread(name, value)


def _misread(name: str, value: Any) -> list[Problem]:
    if name == "lead_source" and "," in value:
        return [Problem(name, repr(value), "the id of one document", "name one of them")]
    if name in DAYS and value and not _is_day(value):
        return [Problem(name, repr(value), "a day that exists", "write year-month-day")]
    if name == "known_by" and value not in KNOWN_BY:
        return [Problem(name, repr(value), "published or said", nearest(value, KNOWN_BY))]
    if name == "leave_out":
        no_hedges = [hedge for hedge in ids(value) if hedge not in set(Hedge)]
        return [Problem(name, repr(h), "a hedge", nearest(h, Hedge)) for h in no_hedges]
    return []


def _without(timeline: Timeline, hedges: tuple[str, ...]) -> Timeline:
    """The claims that are not drawn with one of these hedges."""
    if not hedges:
        return timeline
    ids = {claim.claim_id for claim in timeline if claim.drawn.hedge not in hedges}
    return timeline.keep(ids, "left out", ", ".join(hedges))


def _is_day(text: str) -> bool:
    try:
        return when(text).bounded and not set(text) & set("/[")
    except ValueError:
        return False


def ids(text: str) -> tuple[str, ...]:
    """The ids in a parameter that holds several, with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
