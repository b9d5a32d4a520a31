"""Which of the forms of chart can be chosen in the explorer, and which of them fit its claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis import charts
from analysis.case.timeline import Timeline, found
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.claims.claim import Claim
from analysis.errors import Invalid
from analysis.words.sentences import Sentence, compose, counted

LARGEST = 100
"""The largest number of which every one can be drawn as a square."""


@dataclass(frozen=True)
class Form:
    """A form of chart.

    label: its name in a list. most: claims that it can hold and still be read. suits: can it
    draw claims such as these?
    """

    label: str
    most: int = 1000
    suits: Callable[[Sequence[Claim]], bool] = bool

    def fits(self, timeline: Timeline) -> bool:
        """Can these claims be drawn in this form?"""
        claims = timeline.claims
        return 0 < len(claims) <= self.most and self.suits(claims)


def _title(form: Form, claims: Sequence[Claim]) -> str:
    """What the form shows; nothing where the claims are of one measure, which is then the title."""
    return form.label if len({claim.measure for claim in claims}) > 1 else ""


def _retold(claims: Sequence[Claim]) -> bool:
    return any(claim.retells for claim in claims)


def _one_total(claims: Sequence[Claim]) -> bool:
    """One measure, with numbers."""
    return len({claim.measure for claim in claims}) == 1 and bool(_numbers(claims))


def _one_whole(claims: Sequence[Claim]) -> bool:
    """One measure, with numbers of which every one can be counted."""
    return _one_total(claims) and 0 < max(_numbers(claims)) <= LARGEST


def _numbers(claims: Sequence[Claim]) -> list[int]:
    return [claim.quantity.stated for claim in claims if claim.quantity.stated is not None]


FORMS = {
    "evidence_by_day": Form("Evidence by day published"),
    "swimlanes": Form("Who spoke when, in lanes"),
    "intervals": Form("Figures under each other", 60),
    "steps": Form("A total as it was told", 60, _one_total),
    "waffle": Form("Parts of a whole, in squares", 40, _one_whole),
    "said_and_about": Form("Said against about", 60),
    "strip": Form("On the road", 60),
    "claims_and_origins": Form("Claims and origins"),
    "hedge_matrix": Form("Hedges kept and lost", suits=_retold),
    "tree": Form("Who carried it on", suits=_retold),
}
"""Of `charts.FORMS` those that draw any timeline, by name, in the order of the list."""


def fitting(timeline: Timeline) -> tuple[str, ...]:
    """The names of the forms that fit."""
    return tuple(name for name, form in FORMS.items() if form.fits(timeline))


def drawn(timeline: Timeline, name: str) -> Chart | Sentence:
    """The chart, or a sentence that says why there is none and what to choose instead.

    name: one of FORMS; Invalid for anything else.
    """
    form, count = found(FORMS, name, "form", "a form of chart"), len(timeline)
    if not count:
        return Sentence("")
    if not form.fits(timeline):
        others = ", ".join(f"“{FORMS[other].label}”" for other in fitting(timeline))
        return compose(
            "{claims} cannot be drawn as “{label}”. Narrow the view, or choose one of {others}.",
            claims=counted("claims", count, "claim", timeline.claims),
            label=form.label,
            others=others,
        )
    try:
        chart: Chart = getattr(charts, name)(timeline, _title(form, timeline.claims))
    except Invalid as refused:
        return Sentence(f"“{form.label}”: {refused.problems[0]}.")
    if isinstance(chart, EmptyChart):
        return Sentence(f"“{form.label}”: nothing in this view to draw.")
    return chart
