"""Results: numbers that a notebook records by name, and the table of a batch's results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.case.scope import ids
from analysis.claims.cells import spaced
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge
from analysis.claims.sums import Derived
from analysis.errors import Invalid, Place, Problem, nearest
from analysis.paths import NOTEBOOKS, REPORTS
from analysis.words.listing import Listing
from analysis.words.sentences import Number, Sentence, derived, reported, tally

if TYPE_CHECKING:
    import pandas as pd


MIME = "application/vnd.contested.results+json"
"""The type under which an output of a notebook hands results to a batch."""
DIGITS = 20
"""Digits beyond which a decimal is not written out: any larger one is too large."""
MOST = 2**53
"""The largest whole number up to which a table of floating-point numbers holds every one."""
Value = Claim | Derived | Number | Decimal | float | None
"""What can be recorded."""
# By name: a notebook that has such a value has imported its library, all others need not wait.
UNKNOWN = {"MaskedConstant", "NAType", "NaTType"}
"""Types of numpy and pandas whose one value says that there is none."""
ALLOWED = "a claim, a sum of claims, a number, or None"
TABLE = "results.csv"
"""The file of a batch that holds the results of all its runs."""
EXAMPLE = NOTEBOOKS / "sweeps" / "example.csv"
"""Such a table that comes with the suite."""
NUMBERS = ("value", "low", "high")
"""The columns of a result that hold numbers."""
COLUMNS = ("notebook", "name", "shown", "kind", "hedge", *NUMBERS, "claims")
"""The columns of a result in every table of results, of a report and of a batch."""
WORDS = ("result", "value", "claims it rests on")
"""The columns that a notebook displays."""
RECORDED = "What a batch records of this notebook"
FIELDS = set(COLUMNS) - {"notebook"}
"""What the output of a notebook says of a result."""
NEEDED = {"run", *COLUMNS}
"""The columns that the table of a batch must have."""


@dataclass(frozen=True)
class Results:
    """Named results: a table in a notebook, and under MIME the rows for a batch."""

    rows: tuple[Number, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        import pandas as pd

        rows = [{**row.row(), "claims": " ".join(row.claims)} for row in self.rows]
        # A reader needs no ids: how many claims a result rests on is enough, the rows have them.
        words = [(spaced(row.name), row.text, len(row.claims) or "") for row in self.rows]
        listing = Listing(RECORDED, pd.DataFrame(words, columns=list(WORDS)))
        readable = {kind: listing._repr_mimebundle_()[kind] for kind in ("text/plain", "text/html")}
        return {**(readable if rows else {"text/plain": "no results"}), MIME: rows}


def record(*sentences: Mapping[str, Value] | Sentence, **named: Value) -> Results:
    """Record results by name, for the table of a batch; show it as the last line of a cell.

    sentences: of which every number is recorded under its own name, or mappings from names to
    values. named: values by name: a claim, a sum of claims, a number, or None for what is not
    known. Numbers may be those of numpy and decimal, and truth values, which count as 1 and 0.

    Raises Invalid where two have one name, and where one is something else, as text, or a number
    that a table cannot hold exactly: it would be lost, or wrong.

    >>> [(row.name, row.value) for row in record(boats=3, crew=None).rows]
    [('boats', 3), ('crew', None)]
    """
    if unnamed := [
        _unnamed(part) for part in sentences if not isinstance(part, Mapping | Sentence)
    ]:
        raise Invalid(unnamed)
    rows = [row for part in (*sentences, named) for row in _rows(part)]
    twice = [name for name, times in Counter(row.name for row in rows).items() if times > 1]
    if twice:
        fix = "give each a name of its own"
        raise Invalid([Problem("record", f"{n!r} twice", "one result a name", fix) for n in twice])
    return Results(tuple(rows))


def _rows(part: Mapping[str, Value] | Sentence) -> Iterator[Number]:
    if isinstance(part, Sentence):
        yield from part.numbers
        return
    plain = {name: _plain(value) for name, value in part.items()}
    wrong = [problem for name in part if (problem := _misnamed(name))]
    wrong += [problem for name in part if (problem := _wrong(name, part[name], plain[name]))]
    if wrong:
        raise Invalid(wrong)
    yield from (_named(name, value) for name, value in plain.items())


def _plain(value: Any) -> Any:
    """A number of any library as Python's own; an unknown one as None; all else unchanged."""
    try:
        return _number(value)
    except Exception:  # a type of another library may raise anything: it is refused by name later
        return value


def _number(value: Any) -> Any:
    """A truth value is 1 or 0; numpy's scalars and arrays of no dimensions give theirs."""
    if type(value).__name__ in UNKNOWN or _is_masked(value):
        return None
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | Integral):
        return int(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    return _float(value) if isinstance(value, Real) and not isinstance(value, Fraction) else value


def _is_masked(value: Any) -> bool:
    """Whether it is an array of numpy's without dimensions whose one value is masked."""
    return getattr(value, "shape", None) == () and bool(getattr(value, "mask", False))


def _float(value: Any) -> Any:
    """As Python's own if that is equal, None for what is not a number."""
    plain = float(value)
    return None if isnan(plain) else plain if plain == value else value


def _decimal(value: Decimal) -> float | Decimal | None:
    """A whole number, or a floating-point number if that is printed with the same digits."""
    if not value.is_finite():
        return None if value.is_nan() else float(value)
    if value.adjusted() > DIGITS:
        return MOST + 1  # too large to be recorded, and perhaps to be written out
    return int(value) if value == value.to_integral_value() else _exact(value)


def _exact(value: Decimal) -> float | Decimal:
    """A decimal as a floating-point number, if that is printed with the same digits."""
    near = float(value)
    return near if Decimal(repr(near)) == value else value


def _unnamed(part: object) -> Problem:
    allowed, fix = "results by name, or a sentence", "give it a name, as in an.record(toll=...)"
    return Problem("record", _short(part), allowed, fix)


def _misnamed(name: object) -> Problem | None:
    """Why a result cannot go by a name; nothing where it can."""
    if isinstance(name, str) and name and name == name.strip() and name.isprintable():
        return None
    allowed = "a name of letters that can be printed, without blanks at its ends"
    return Problem("record", f"the name {name!r}", allowed, "write another name")


def _short(value: object) -> str:
    """A value for a message; its type where it cannot say what it is, as a very large number."""
    try:
        return repr(value)[:60]
    except Exception:
        return f"something of the type {type(value).__name__}"


def _wrong(name: str, value: object, plain: object) -> Problem | None:
    """Why a value cannot be recorded; nothing where it can."""
    where, written = f"record:{name}", _short(value)
    if isinstance(plain, float) and not isfinite(plain):
        return Problem(where, written, "a finite number", "record None for what is not known")
    if isinstance(plain, int) and abs(plain) > MOST:
        fix = "record it in thousands or millions"
        return Problem(where, written, f"a whole number of at most {MOST:,}", fix)
    if isinstance(plain, Decimal):
        fix = "round it first"
        return Problem(where, written, "a number of at most 15 digits or so", fix)
    if plain is None or isinstance(plain, Claim | Derived | Number | int | float):
        return None
    return Problem(where, written, ALLOWED, "say it in a sentence of the notebook")


def _named(name: str, value: Claim | Derived | Number | float | None) -> Number:
    match value:
        case Claim():
            return reported(name, value)
        case Derived():
            return derived(name, value)
        case Number():
            return replace(value, name=name)
        case int():
            return tally(name, value)
        case float():
            return Number(name, f"{value:,}", "tally", Hedge.BARE, value, value, value, ())
    return Number(name, "", "", Hedge.NONE, None, None, None, ())


def read(rows: object, notebook: str) -> list[dict[str, Any]]:
    """Results from the output of a notebook, checked: another program may have written them.

    rows: what the output has under MIME. notebook: its name, for messages. Raises Invalid for what
    is no list of results.
    """
    listed: list[Any] = rows if isinstance(rows, list) else [rows]
    wrong = [row for row in listed if not _is_result(row)]
    if wrong:
        fix = "let an.record make them"
        raise Invalid(Problem(notebook, _short(row), "a recorded result", fix) for row in wrong)
    return listed


def _is_result(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != FIELDS:
        return False
    texts_fit = all(isinstance(row[name], str) for name in ("name", "shown", "kind", "hedge"))
    numbers_fit = all(_is_number(row[name]) for name in NUMBERS)
    return texts_fit and numbers_fit and isinstance(row["claims"], str | list | tuple)


def _is_number(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return value is None
    return (isinstance(value, int) and abs(value) <= MOST) or (
        isinstance(value, float) and isfinite(value)
    )


def results(batch: str = "", names: str = "") -> pd.DataFrame:
    """The results of a batch: one row per run and result; what is unknown is missing, never 0.

    batch: the name of a batch under reports/sweeps/, its folder, or its results.csv; empty for
    the example that comes with the suite. names: only these results, with commas between; empty
    for all. Runs stay in order, also those that know none of them. Raises Invalid where there is
    no such table, or no such name in it.
    """
    import pandas as pd

    path = _table(batch)
    dtypes: dict[str, Any] = dict.fromkeys(("run", "hedge", "shown", "claims"), str)
    # A column of whole numbers with gaps is float in a CSV file, and Int64 once it is converted.
    frame = pd.read_csv(path, dtype=dtypes)
    numbers = {
        name: frame[name].astype(float).convert_dtypes() for name in NUMBERS if name in frame
    }
    frame = frame.assign(**numbers)
    if missing := sorted(NEEDED - set(frame.columns)):
        value = f"no column {', '.join(missing)}"
        fix = "make it again with contested batch"
        raise Invalid([Place("", path.name, 1).problem(value, "the results of a batch", fix)])
    return _only(frame, ids(names)) if names else frame


def _only(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """The rows of these results; a run that has none of them keeps one row, without a name."""
    known = frame["name"].dropna().unique()
    wrong = [name for name in names if name not in known]
    if wrong:
        raise Invalid(
            Problem("names", repr(name), "a result of the batch", nearest(name, known))
            for name in wrong
        )
    wanted = frame["name"].isin(names)
    bare = ~frame["run"].isin(frame.loc[wanted, "run"]) & ~frame["run"].duplicated()
    return frame.assign(**{name: frame[name].where(wanted) for name in COLUMNS})[wanted | bare]


def _table(batch: str) -> Path:
    sweeps = REPORTS / "sweeps"
    candidates = (
        [EXAMPLE] if not batch else [Path(batch), Path(batch) / TABLE, sweeps / batch / TABLE]
    )
    path = next((path for path in candidates if path.is_file()), None)
    if path is None:
        known = [path.parent.name for path in sweeps.glob(f"*/{TABLE}")]
        fix = nearest(batch, known) if known else f"contested batch {batch}"
        raise Invalid([Problem("batch", repr(batch), "a batch that has been run", fix)])
    return path
