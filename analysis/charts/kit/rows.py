"""Helpers of the forms: claims to draw, labels, titles and footers, rows of tables, alt text.

A form draws; the words for a claim, in the picture, its table and its alt text, are put together
here, so that all forms use the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks
from analysis.charts.kit.style import FOOTER_LINE, Frame, letters
from analysis.claims.claim import Claim
from analysis.claims.sums import Derived
from analysis.errors import WIDEN, Empty, Problem, many
from analysis.words.names_and_days import in_words, listed, short_day, who
from analysis.words.sentences import footer, reach

SUBJECT = 52
"""Letters of a title made of labels, beyond which the rest are only counted."""
NAMED = 6
"""Claims that a footer names; where more are not drawn it counts them."""
FOOTER = 138
"""Letters of a line of the footer."""


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


def some(claims: Sequence[Claim], form: str) -> Sequence[Claim]:
    """The claims; raises Empty, under the name of the form, where there are none to draw."""
    if not claims:
        raise Empty([Problem(form, "no claim to draw", "at least one claim", WIDEN)])
    return claims


def first_number(timeline: Timeline, form: str) -> Claim:
    """The first claim that prints a number; raises Empty, for that form, where none does."""
    return some([claim for claim in timeline if claim.quantity.stated is not None], form)[0]


def subject(title: str, claims: Sequence[Claim]) -> str:
    """The title, or where it is empty the labels of the measures drawn."""
    if title:
        return title
    labels = list(dict.fromkeys(claim.label for claim in claims))
    numbers = [n for n in range(1, len(labels) + 1) if len(", ".join(labels[:n])) <= SUBJECT]
    number = max(numbers, default=1)
    rest = [f"{len(labels) - number} more"] if number < len(labels) else []
    name = listed([*labels[:number], *rest])
    return name[:1].upper() + name[1:]


def framed(
    timeline: Timeline, claims: Sequence[Claim], title: str, *notes: str, **room: float
) -> Frame:
    """Title, reach and footer; a long footer takes a second and third line.

    notes: what the footer says besides the version of the case. room: inches at `left`, `right`,
    `top`, and at the `bottom` besides the footer.
    """
    lines = wrap(footer(timeline, *notes), FOOTER)
    bottom = room.pop("bottom", 0.42) + FOOTER_LINE * len(lines)
    return Frame(title, reach(timeline, claims), "\n".join(lines), bottom=bottom, **room)


def label(timeline: Timeline, claim: Claim, width: int = 42) -> str:
    """Day, claimant and publisher, for the left edge of a row; width: letters, at full width."""
    text = f"{short_day(claim.said_on)} {speaker(timeline, claim)}"
    return shorten(text, letters(width), placeholder="…")


def speaker(timeline: Timeline, claim: Claim) -> str:
    """The claimant, and the publisher of the document where that is another."""
    name = who(timeline, claim)
    publisher = timeline.row("sources", claim.source_id)["publisher"]
    return name if publisher in name or name in publisher else f"{name} · {publisher}"


def quoted(claim: Claim, width: int = 44) -> str:
    """The words of a claim, cut to a width in letters, at full width."""
    return in_words(claim, letters(width))


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
    return ", ".join(filter(None, ["faint" if claim.retelling else "", kind, *more])) or "solid"


def table(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A chart's table, one row per mark; by `claim_id` where the rows have one."""
    frame = pd.DataFrame(records)
    return frame.set_index("claim_id") if "claim_id" in frame else frame


def alternative(
    title: str, count: int, noun: str, texts: Sequence[str], *, which: str = "", most: int = 6
) -> str:
    """Alt text: the title, how many of what are drawn, and the first and last rows in words.

    noun: what is counted, in the singular; which: words that follow it. texts: each row in words,
    of which at most so many are said.

    >>> alternative("Toll", 2, "claim", ["3 Sep: 5", "4 Sep: more than 9"])
    'Toll: 2 claims. 3 Sep: 5; 4 Sep: more than 9.'
    """
    said = list(texts) if len(texts) <= most else [*texts[: most - 1], texts[-1]]
    rest = f" ({len(texts) - len(said)} more in the table)" if len(texts) > len(said) else ""
    return f"{title}: {many(count, noun)}{which and f' {which}'}. {'; '.join(said)}{rest}."


def briefly(timeline: Timeline, claim: Claim) -> str:
    """A claim in a few words, for alt text."""
    return f"{short_day(claim.said_on)}, {who(timeline, claim)}: {claim.drawn}"


def note(left_out: Sequence[Claim], why: str, what: str = "not drawn") -> str:
    """The claims that are left out, for the footer; empty where none is.

    why: the reason; what: the consequence. More than `NAMED` claims are only counted.

    >>> note([], "undated")
    ''
    """
    if len(left_out) > NAMED:
        return f"{len(left_out)} {why}, {what}"
    names = listed([claim.claim_id for claim in left_out])
    return f"{why}, {what}: {names}" if names else ""
