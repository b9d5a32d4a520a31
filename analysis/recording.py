"""Named results of a notebook: what a batch gathers from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.claim import Claim
from analysis.errors import Problem, Refused
from analysis.quantity import Hedge
from analysis.sentences import Number, Sentence, derived, reported, tally
from analysis.sums import Derived

MIME = "application/vnd.contested.results+json"

Value = Claim | Derived | Number | int | None


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
    value: int | None
    low: int | None
    high: int | None
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

    Raises Refused where two have one name.
    """
    numbers = [number for part in (*found, named) for number in _numbers(part)]
    twice = [name for name, times in Counter(n.name for n in numbers).items() if times > 1]
    if twice:
        do = "give each a name of its own"
        raise Refused([Problem("record", f"{n!r} twice", "one result a name", do) for n in twice])
    return Results(tuple(_result(number) for number in numbers))


def _numbers(part: Mapping[str, Value] | Sentence) -> Iterator[Number]:
    if isinstance(part, Sentence):
        yield from part.numbers
        return
    for name, value in part.items():
        yield _number(name, value)


def _number(name: str, value: Value) -> Number:
    match value:
        case Claim():
            return reported(name, value)
        case Derived():
            return derived(name, value)
        case Number():
            return value
        case int():
            return tally(name, value)
    return Number(name, "", "", Hedge.NONE, None, None, None, ())


def _result(told: Number) -> Result:
    ends = (told.value, told.low, told.high)
    return Result(told.name, told.shown, told.kind, str(told.hedge), *ends, told.claims)
