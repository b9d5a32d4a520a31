"""Named results of a notebook: what a batch gathers from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from math import isnan
from typing import Any

from analysis.claim import Claim
from analysis.errors import Problem, Refused
from analysis.quantity import Hedge
from analysis.sentences import Number, Sentence, derived, reported, tally
from analysis.sums import Derived

MIME = "application/vnd.contested.results+json"

KNOWN = (Claim, Derived, Number, int, float, type(None))
Value = Claim | Derived | Number | float | None


@dataclass(frozen=True)
class Result:
    """One named result; what is unknown is None, never nought.

    shown: as a sentence prints it. kind, hedge, value, low, high and claims are those of a
    sentence's number.
    """

    name: str
    shown: str
    kind: str
    hedge: str
    value: float | None
    low: float | None
    high: float | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """Named results; shows itself as a table, and hands them out to a batch."""

    rows: tuple[Result, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        import pandas as pd

        told = [{**asdict(row), "claims": " ".join(row.claims)} for row in self.rows]
        frame = pd.DataFrame(told).astype(object).fillna("")
        with pd.option_context("display.width", 200, "display.max_colwidth", 40):
            plain = frame.to_string(index=False) if told else "no results"
        return {"text/plain": plain, MIME: told}


def record(*found: Mapping[str, Value] | Sentence, **named: Value) -> Results:
    """Results under names of their own: claims, what we computed, counts, or the numbers of a
    sentence. None stands for what is not known.

    Raises Refused where two have one name, or one is something else, as text: it would be lost.
    """
    rows = [row for part in (*found, named) for row in _rows(part)]
    twice = [name for name, times in Counter(row.name for row in rows).items() if times > 1]
    if twice:
        do = "give each a name of its own"
        raise Refused([Problem("record", f"{n!r} twice", "one result a name", do) for n in twice])
    return Results(tuple(rows))


def _rows(part: Mapping[str, Value] | Sentence) -> Iterator[Result]:
    if isinstance(part, Sentence):
        yield from (_result(number) for number in part.numbers)
        return
    wrong = [name for name, value in part.items() if not isinstance(value, KNOWN)]
    if wrong:
        allowed = "a claim, a sum of claims, a number, or None"
        do = "say it in a sentence of the notebook"
        raise Refused(Problem(f"record:{n}", repr(part[n])[:60], allowed, do) for n in wrong)
    yield from (_named(name, value) for name, value in part.items())


def _named(name: str, value: Value) -> Result:
    match value:
        case Claim():
            return _result(reported(name, value))
        case Derived():
            return _result(derived(name, value))
        case Number():
            return _result(replace(value, name=name))
        case int():
            return _result(tally(name, value))
        case float() if not isnan(value):
            return Result(name, f"{value:,}", "tally", Hedge.BARE, value, value, value, ())
    return Result(name, "", "", Hedge.NONE, None, None, None, ())


def _result(told: Number) -> Result:
    ends = (told.value, told.low, told.high)
    return Result(told.name, told.shown, told.kind, str(told.hedge), *ends, told.claims)
