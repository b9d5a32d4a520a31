"""The parameters that all notebooks share, their checks, and how they narrow a timeline."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from analysis.case import injected
from analysis.case.load import load
from analysis.case.names import unknown
from analysis.case.timeline import AS_OF, Timeline
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge
from analysis.errors import Gathered, Invalid, Problem, nearest
from analysis.paths import USUAL_CASE

PARAMETER_OF = {"source_id": "sources", "claimant": "claimants"}
"""The parameter by which each of these columns is filtered."""
PERIODS = (("start", "end"), ("said_from", "said_to"))
"""Pairs of parameters that hold the first and the last day of a period."""
LATER = ("that day or a later one", "change either")
"""What the end of a period may be, and what to do about one that is before its start."""
DAYS = (*(name for pair in PERIODS for name in pair), "as_of")
"""Parameters that hold a day."""
NO_SUCH, OF_NOTEBOOKS = "no such parameter", "a parameter of the notebooks"
"""What is wrong with an unknown parameter, and what may be there."""
ALIKE = frozenset({"said_on"})
"""Columns with names close to that of a parameter: a variable of such a name is no misspelling."""
KNOWN_BY = tuple(AS_OF)
"""The values that `known_by` may have."""


@dataclass(frozen=True)
class Scope:
    """The parameters that all notebooks share. All but `include_retellings` are text.

    case: name under data/, or a path. start, end: first and last day of a period; only figures
    that touch these days, as one about all of August touches each of its days; empty for no limit.
    said_from, said_to: the first and the last day on which a claim may have been said, empty for no
    limit. as_of: the last day of publication, empty for no limit. sources, claimants: ids, several
    with commas between them, empty for all. include_retellings: draw them, faint; without
    them those of the lead source stay. lead_source: the document whose figures are examined, empty
    for the case's own. leave_out: hedges whose figures are left out, several with commas between
    them, empty for none; a figure that lost its hedge on the way counts by that of its origin.
    known_by: whether as_of is about the day a figure was `published` or `said`.

    >>> scope = Scope.checked(as_of="2017-09-02", claimants="hezbollah, rudaw")
    >>> scope.load().filters
    (('as of', '2017-09-02'), ('claimant', 'hezbollah, rudaw'))
    >>> Scope.checked(as_of="2017-09-31")
    Traceback (most recent call last):
    analysis.errors.Invalid: as_of: '2017-09-31'; a day that exists; write year-month-day
    """

    case: str = USUAL_CASE
    start: str = ""
    end: str = ""
    said_from: str = ""
    said_to: str = ""
    as_of: str = ""
    sources: str = ""
    claimants: str = ""
    include_retellings: bool = True
    lead_source: str = ""
    leave_out: str = ""
    known_by: str = "published"

    @classmethod
    def checked(cls, **parameters: Any) -> Scope:
        """A scope from parameters by their names; Invalid with every one that is wrong."""
        problems = [p for name, value in parameters.items() for p in wrong(name, value)]
        if problems := problems or _backwards(parameters):
            raise Invalid(problems)
        return cls(**parameters)

    @classmethod
    def from_notebook(cls, variables: Mapping[str, Any]) -> Scope:
        """A scope from the variables of a notebook.

        variables: `globals()` of the notebook, of which those with the name of a parameter are
        read. papermill only warns of a parameter that a notebook does not have; so these are
        Invalid here, and so is a plain variable with a name close to that of a parameter.
        """
        known, unknown = defaults(), injected.unknown(variables)
        misspelt = [
            name
            for name, value in variables.items()
            if isinstance(value, str | bool | int | float)
            if name not in known and name not in unknown and name not in ALIKE
            if get_close_matches(name, known, n=1, cutoff=0.75)
        ]
        parameters = {name: variables[name] for name in known if name in variables}
        problems = Gathered()
        scope = problems.tried(lambda: cls.checked(**parameters), cls())
        problems.add(p for name in misspelt for p in wrong(name, variables[name]))
        problems.add(injected.problems(variables))
        problems.refuse()
        return scope

    def changed(self) -> dict[str, Any]:
        """The parameters that differ from the default ones, by name."""
        usual = defaults()
        values = dataclasses.asdict(self)
        return {name: value for name, value in values.items() if value != usual[name]}

    def load(self) -> Timeline:
        """The timeline of the case, narrowed to this scope; Invalid as for `load` and `narrow`."""
        return self.narrow(load(self.case))

    def narrow(self, timeline: Timeline) -> Timeline:
        """The claims of a timeline in this scope; Invalid with every name that it does not have."""
        if problems := self.missing(timeline):
            raise Invalid(problems)
        timeline = self.known(timeline).where(
            **{name: values for name, values in self._wanted().items() if values}
        )
        timeline = timeline.during(self.start, self.end)
        timeline = timeline.during(self.said_from, self.said_to, by="said")
        timeline = _without(timeline, ids(self.leave_out))
        return timeline if self.include_retellings else self._without_retellings(timeline)

    def known(self, timeline: Timeline) -> Timeline:
        """A case as it was known on the day of this scope, without anything that came later.

        timeline: the whole case.
        """
        return timeline.as_of(self.as_of, self.known_by) if self.as_of else timeline

    def missing(self, timeline: Timeline) -> list[Problem]:
        """A problem for each document, claimant or hedge that a timeline's case does not have."""
        problems = unknown(timeline.package, timeline.rows, self._wanted())
        by_parameter = [
            dataclasses.replace(problem, field=PARAMETER_OF.get(problem.field, problem.field))
            for problem in problems
        ]
        by_parameter += self._wrong_lead(timeline)
        return [
            *by_parameter,
            *wrong("leave_out", self.leave_out),
            *wrong("known_by", self.known_by),
        ]

    def lead(self, timeline: Timeline) -> str:
        """The id of the document that is examined; Invalid where the case has none such."""
        if problems := self._wrong_lead(timeline):
            raise Invalid(problems)
        return self.lead_source or timeline.package.lead_source

    def _without_retellings(self, timeline: Timeline) -> Timeline:
        """The first utterances, with all that the document says which is examined.

        Its own figures are what the notebooks ask about, whoever may have printed them before.
        """
        firsts = {claim.claim_id for claim in timeline.first_utterances()}
        own = {c.claim_id for c in timeline if c.source_id == self.lead(timeline)}
        value = (
            "left out, but for those of the article we start from" if own - firsts else "left out"
        )
        return timeline.keep(firsts | own, "retellings", value)

    def _wanted(self) -> dict[str, tuple[str, ...]]:
        return {"source_id": ids(self.sources), "claimant": ids(self.claimants)}

    def _wrong_lead(self, timeline: Timeline) -> list[Problem]:
        name, known = self.lead_source, [row["source_id"] for row in timeline.rows["sources"]]
        if not name or name in known:
            return []
        return wrong("lead_source", name) or [
            Problem("lead_source", repr(name), "a document of the case", nearest(name, known))
        ]


def read_parameters(pairs: Iterable[str], usual: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Parameters written as `name=value`, by name; `true` and `false` are the values of a switch.

    pairs: the texts, as on a command line. usual: all parameters that may be written, each with the
    value that it has where it is not; by default the common ones. Raises Invalid, with all that is
    wrong, where one is not written so, has an unknown name, or names what the case does not have.

    >>> read_parameters(["as_of=2017-09-02", "include_retellings=false"])
    {'as_of': '2017-09-02', 'include_retellings': False}
    """
    parameters: dict[str, Any] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            problems.append(Problem("parameter", repr(pair), "name=value", "put = between them"))
        parameters[name] = {"true": True, "false": False}.get(value.lower(), value)
    known = defaults() if usual is None else {"case": "", **usual}
    problems_of = {name: _wrong_among(known, name, value) for name, value in parameters.items()}
    problems += [problem for own in problems_of.values() for problem in own]
    if problems:
        right = {name: value for name, value in parameters.items() if not problems_of[name]}
        raise Invalid([*problems, *_missing({**(usual or {}), **right})])
    return parameters


def _wrong_among(known: Mapping[str, Any], name: str, value: Any) -> list[Problem]:
    """The problems of a value of a parameter, which may be one that only some notebooks have."""
    if name not in known:
        return [Problem(name, NO_SUCH, OF_NOTEBOOKS, nearest(name, known))]
    return wrong(name, value) if name in defaults() else []


def _missing(values: Mapping[str, Any]) -> Sequence[Problem]:
    """The problems of parameters that are right in themselves, but name what the case lacks."""
    try:
        scope = Scope.checked(**common(values))
        return scope.missing(load(scope.case))
    except Invalid as invalid:
        return invalid.problems


def common(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some values that are of common parameters, by name."""
    return {name: values[name] for name in defaults() if name in values}


@cache
def defaults() -> Mapping[str, Any]:
    """Every common parameter with its default."""
    return MappingProxyType({field.name: field.default for field in dataclasses.fields(Scope)})


def wrong(name: str, value: Any) -> list[Problem]:
    """The problems of a value of a common parameter that hold for any case.

    name: of the parameter, which may be unknown. value: of any type.
    """
    known = defaults()
    if name not in known:
        return [Problem(name, "no such parameter", "a common parameter", nearest(name, known))]
    if type(value) is not type(known[name]):
        if isinstance(known[name], bool):
            return [Problem(name, repr(value), "true or false", "without quotation marks")]
        fix = f"put it in quotation marks; for papermill, pass it with -r {name}"
        return [Problem(name, repr(value), "text", fix)]
    return _wrong_text(name, value)


def _wrong_text(name: str, value: Any) -> list[Problem]:
    if name == "lead_source" and "," in value:
        return [Problem(name, repr(value), "the id of one document", "name one of them")]
    if name in DAYS and value and not _is_day(value):
        return [Problem(name, repr(value), "a day that exists", "write year-month-day")]
    if name == "known_by" and value not in KNOWN_BY:
        return [Problem(name, repr(value), "published or said", nearest(value, KNOWN_BY))]
    if name == "leave_out":
        unknown_hedges = [hedge for hedge in ids(value) if hedge not in set(Hedge)]
        return [Problem(name, repr(h), "a hedge", nearest(h, Hedge)) for h in unknown_hedges]
    return []


def _backwards(parameters: Mapping[str, Any]) -> list[Problem]:
    """A problem for each period that ends before it starts. parameters: days that exist."""
    return [
        Problem(last, f"{parameters[last]!r}, before {first} {parameters[first]!r}", *LATER)
        for first, last in PERIODS
        if parameters.get(first) and parameters.get(last)
        if backwards(parameters[first], parameters[last])
    ]


def backwards(start: str, end: str) -> bool:
    """Whether a period ends before it starts. start, end: days, months or years.

    >>> backwards("2017-09-02", "2017-09"), backwards("2017-09-02", "2017-08")
    (False, True)
    """
    first, last = when(start).first, when(end).last
    return first is not None and last is not None and first > last


def _without(timeline: Timeline, hedges: tuple[str, ...]) -> Timeline:
    """The claims that are not drawn with one of these hedges."""
    if not hedges:
        return timeline
    rest = {claim.claim_id for claim in timeline if claim.drawn.hedge not in hedges}
    return timeline.keep(rest, "left out", ", ".join(hedges))


def _is_day(text: str) -> bool:
    try:
        return when(text).bounded and not set(text) & set("/[")
    except ValueError:
        return False


def ids(text: str) -> tuple[str, ...]:
    """The ids in a parameter that holds several, with commas between them.

    >>> ids("hezbollah, rudaw,")
    ('hezbollah', 'rudaw')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())
