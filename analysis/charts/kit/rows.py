"""Helpers of the forms: claims to draw, labels, titles and footers, rows of tables, alt text.

A form draws; the words for a claim, in the picture, its table and its alt text, are put together
here, so that all forms use the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.key import Entry
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.sums import Derived
from analysis.errors import WIDEN, Empty, Problem, many
from analysis.words.chart_words import counted, limits, source, subtitle
from analysis.words.names_and_days import day_words, who
from analysis.words.wording import verb

THINGS = 4
"""Things counted that an alt text speaks of, one by one."""

Drawn = TypeVar("Drawn")
"""A claim, or a mark for some claims."""


def dated(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims with a known day said, and the others."""
    return parted(claims, lambda claim: bool(claim.said_on and claim.said_on.last))


def parted(
    claims: Sequence[Claim], test: Callable[[Claim], bool]
) -> tuple[list[Claim], list[Claim]]:
    """The claims that pass a test, and the others."""
    passed = [test(claim) for claim in claims]
    both = list(zip(claims, passed, strict=True))
    return [claim for claim, ok in both if ok], [claim for claim, ok in both if not ok]


def said_order(claim: Claim) -> tuple[date, str]:
    """A sort key for the order in which claims were said: by the last day it can have been."""
    last = claim.said_on.last if claim.said_on else None
    return last or date.max, claim.claim_id


def some(
    claims: Sequence[Drawn], form: str, of: Iterable[Claim] = (), why: str = ""
) -> Sequence[Drawn]:
    """The claims, or what is drawn for them.

    Raises Empty, under the name of the form, where there are none to draw.

    of: the claims that they were chosen from. why: what is missing where there are such claims, as
    `no claim with a day`.
    """
    if not claims:
        missing = why if why and any(True for _ in of) else "no claim to draw"
        raise Empty([Problem(form, missing, "at least one claim", WIDEN)])
    return claims


def subject(title: str, claims: Sequence[Claim]) -> str:
    """The title, or where it is empty the labels of the measures drawn."""
    return title or counted(claims)


def framed(
    timeline: Timeline,
    claims: Sequence[Claim],
    title: str,
    *notes: str,
    key: Iterable[Entry] = (),
    what: str = "",
    **room: float,
) -> Frame:
    """The frame of a chart that draws these claims.

    title: the finding. notes: sentences; empty ones are skipped. key: the marks in use. what: what
    is counted, by default the labels of the measures. room: inches at `left`, `right`, `top` and
    `bottom`, as of `Frame`.
    """
    every = [note for note in (*notes, *limits(timeline)) if note]
    return Frame(
        title,
        subtitle(timeline, claims, what),
        tuple(dict.fromkeys(key)),
        (" ".join(every),) if every else (),
        source(timeline, claims),
        **room,
    )


def record(timeline: Timeline, claim: Claim, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """The row of a claim in a chart's table.

    x, y: where its mark stands, on the axes of the form. more: columns that the form adds.
    """
    return {
        "claim_id": claim.claim_id,
        "x": x,
        "y": y,
        "claimant": who(timeline, claim),
        "said_on": claim.said_on.text if claim.said_on else "",
        "figure": str(claim.drawn),
        "phrase": claim.phrase,
        "mark": mark(claim),
        **more,
    }


def computed(derived: Derived, x: Any, y: Any, mark: str, **more: Any) -> dict[str, Any]:
    """The row of a computed quantity in a chart's table, under the id of its mark.

    x, y, more: as for `record`. mark: how it is drawn.
    """
    return {
        "claim_id": gid(derived),
        "x": x,
        "y": y,
        "claimant": "",
        "said_on": "",
        "figure": str(derived.quantity),
        "phrase": derived.how,
        "mark": mark,
        **more,
    }


def gid(derived: Derived) -> str:
    """The id of the mark of a computed quantity."""
    return "derived-" + "-".join(derived.claims)[:40]


def mark(claim: Claim, *more: str, numbers: bool = False) -> str:
    """How a claim is drawn, in a word or two, as `faint, hollow`; `solid` where nothing is special.

    more: what the form adds. numbers: it stands on an axis of numbers, where none at all is a ring
    and words may stand alone.
    """
    kinds = {
        "words": numbers and marks.wordless(claim.drawn),
        "hollow": claim.undecided,
        "hedge lost": claim.hedge_lost,
        "ring": numbers and claim.drawn.stated == 0,
    }
    kind = next((name for name, applies in kinds.items() if applies), "")
    return ", ".join(filter(None, ["faint" if claim.retells else "", kind, *more])) or "solid"


def table(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A chart's table, one row per mark; by `claim_id` where the rows have one."""
    frame = pd.DataFrame(records)
    return frame.set_index("claim_id") if "claim_id" in frame else frame


def alternative(title: str, *sentences: str) -> str:
    """Alt text: the title, then what the chart shows, in sentences; empty ones are skipped.

    >>> alternative("The toll", "", "It grew from 5 to 9.")
    'The toll. It grew from 5 to 9.'
    >>> alternative("How many?", "Five.")
    'How many? Five.'
    """
    head = title if title.endswith(("?", ".", "!")) else f"{title}."
    return " ".join(filter(None, [head, *sentences]))


def ranges(timeline: Timeline, claims: Sequence[Claim]) -> list[str]:
    """Sentences that say for each thing counted between which figures the claims lie, for alt text.

    Of many things those with the most claims, and how many there are besides.
    """
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.label, []).append(claim)
    large = sorted(groups.values(), key=lambda group: -len(group))
    rest = len(large) - THINGS
    more = [f"{many(rest, 'more thing')} counted are in the table."] if rest > 0 else []
    return [*(_range(timeline, group) for group in large[:THINGS]), *more]


def _range(timeline: Timeline, claims: Sequence[Claim]) -> str:
    name = capitalized(claims[0].label)
    numbered = sorted((c for c in claims if _number(c) is not None), key=lambda c: _number(c) or 0)
    if not numbered:
        return f"{name}: {many(len(claims), 'statement')} without a number."
    low, high = numbered[0], numbered[-1]
    if str(low.drawn) == str(high.drawn):
        return f"{name}: {low.drawn} in {many(len(numbered), 'report')}, {_first(timeline, low)}."
    ends = " to ".join(f"{c.drawn} ({by(timeline, c)})" for c in (low, high))
    return f"{name}: from {ends}, in {many(len(numbered), 'report')}."


def _first(timeline: Timeline, claim: Claim) -> str:
    return f"among them {by(timeline, claim)}"


def by(timeline: Timeline, claim: Claim) -> str:
    """Who says it, and on which day, for alt text."""
    day = day_words(claim.said_on) if claim.said_on else "day not given"
    return f"{who(timeline, claim)}, {day}"


def _number(claim: Claim) -> float | None:
    ends = (claim.drawn.stated, claim.drawn.low, claim.drawn.high)
    return next((end for end in ends if end is not None), None)


def briefly(timeline: Timeline, claim: Claim) -> str:
    """A claim in a few words, for alt text."""
    return f"{by(timeline, claim)}: {claim.drawn}"


def note(left_out: Sequence[Claim], why: str, what: str = "not drawn") -> str:
    """A sentence on the claims that are left out; empty where none is.

    why: words that follow "claims", as `without a day`. what: the consequence.

    >>> note([], "without a day")
    ''
    """
    count = len(left_out)
    return f"{many(count, 'claim')} {why} {verb(count, 'is', 'are')} {what}." if count else ""
