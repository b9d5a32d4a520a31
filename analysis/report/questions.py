"""What is disputed: each contradiction as a question, with the figures that answer it, its state
and the reason, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.case.disputes_on_record import STATES, disputes_on_record
from analysis.claims.cells import Row, capitalized
from analysis.claims.claim import DENIES, Claim
from analysis.claims.disputes import RaisedBy
from analysis.claims.quantity import Hedge, Quantity, Scale, in_digits
from analysis.report import markup
from analysis.report.edition import Edition
from analysis.words.names_and_days import in_words, listed, who
from analysis.words.sentences import Sentence, compose, tally

VERDICTS = {
    "open": "This is open.",
    "unresolvable": "This cannot be resolved from the record.",
    "explained": "The difference is explained.",
}
"""The states of a dispute as sentences."""
COUNTED = {
    "open": ("is open", "are open"),
    "explained": ("is explained", "are explained"),
    "unresolvable": ("cannot be resolved", "cannot be resolved"),
}
"""The states of a dispute in a sentence that counts them, of one and of several."""


def brief(edition: Edition) -> str:
    """Each open dispute of the report as an item of a list, in markdown: question and reason."""
    rows = [(row, c) for row, c in disputes_on_record(edition.timeline) if row["state"] == "open"]
    return "\n".join(f"- {_posed(row, claims)}" for row, claims in rows)


def full(edition: Edition) -> str:
    """Every dispute of the report as an item of a list, in markdown, with who says what."""
    return "\n".join(
        f"- {_posed(row, claims)} {'; '.join(_saying(edition, claim) for claim in claims)}."
        for row, claims in disputes_on_record(edition.timeline)
    )


def states(edition: Edition) -> Sentence:
    """How many disputes are in which state."""
    on_record = [row["state"] for row, _ in disputes_on_record(edition.timeline)]
    if not edition.claims:
        return Sentence("No claims yet that could contradict one another.")
    if not on_record:
        return Sentence("No contradiction is on record among these claims.")
    if len(on_record) == 1:
        return Sentence(f"The one dispute on record {COUNTED[on_record[0]][0]}.")
    counts = {state: on_record.count(state) for state in STATES if state in on_record}
    numbers = {state: tally(f"disputes_{state}", count) for state, count in counts.items()}
    parts = [f"{numbers[state]} {COUNTED[state][count > 1]}" for state, count in counts.items()]
    total = tally("disputes", len(on_record))
    template = "Of the {n} disputes on record, {parts}."
    return compose(template, numbers.values(), n=total, parts=listed(parts))


def question(row: Row, claims: Sequence[Claim]) -> str:
    """The title of a dispute with the figures that its claims give, from the lowest.

    row: of disputes.csv. claims: those of its claims that the report has. A title that is no plain
    question, or names the figures itself, stays as it is.
    """
    title = str(row["title"]).strip()
    asks = title.startswith(("How many", "How long", "How much"))
    plain = asks and title.endswith("?") and not any(c == ":" or c.isdigit() for c in title)
    asserted = [claim for claim in claims if claim.stance != DENIES]
    figures = _figures(asserted) if plain and row["raised_by"] != RaisedBy.SUM else []
    return f"{title} {_either(figures)}{_unit(asserted)}" if len(figures) > 1 else title


def _figures(claims: Sequence[Claim]) -> list[str]:
    """The figures of claims, each once, from the lowest; none where a claim has no number."""
    quantities = [claim.quantity for claim in claims]
    if any(quantity.stated is None for quantity in quantities):
        return []
    ordered = sorted(quantities, key=lambda q: (q.stated or 0, len(str(q))))
    return list(dict.fromkeys(map(_figure, ordered)))


def _figure(quantity: Quantity) -> str:
    """A figure among others: the bounds of an estimate in brackets."""
    if quantity.hedge is not Hedge.ESTIMATE or quantity.stated is None:
        return str(quantity)
    best = in_digits(quantity.stated)
    return f"{best} ({str(quantity).removeprefix(best).lstrip(', ')})"


def _unit(claims: Sequence[Claim]) -> str:
    """What the figures are in, where they count no things: per cent, hours, a currency."""
    units = {
        c.definition.unit for c in claims if c.definition and c.definition.scale != Scale.COUNT
    }
    return f" {units.pop()}" if len(units) == 1 else ""


def _either(figures: Sequence[str]) -> str:
    *others, final = figures
    return f"{', '.join(others)} or {final}"


def _posed(row: Row, claims: Sequence[Claim]) -> str:
    reason = row["reason"].strip().rstrip(".")  # a coder may end it with a full stop
    words = f" {markup.foreign(capitalized(reason))}." if reason else ""
    title = question(row, claims)
    stop = "" if title.endswith("?") else "."
    return f"**{markup.foreign(title + stop)}** {VERDICTS[row['state']]}{words}"


def _saying(edition: Edition, claim: Claim) -> str:
    name = markup.text(who(edition.whole, claim))
    return f"{name} {markup.foreign(in_words(claim))} {markup.entry(claim.claim_id)}"
