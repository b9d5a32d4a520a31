"""The forms of chart that the explorer offers, and which of them suit which claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.claims.claim import NEW, Claim
from analysis.errors import Invalid, require
from analysis.words.sentences import Sentence, compose, counted

LARGEST = 100
"""The largest number of which every unit can be drawn as a square."""


@dataclass(frozen=True)
class Form:
    """How the explorer offers a form of chart.

    label: its name in the list. most: how many claims it can hold and still be read. suits: can
    claims such as these be drawn in it? By default all that there are.
    """

    label: str
    most: int = 1000
    suits: Callable[[Sequence[Claim]], bool] = bool

    def fits(self, timeline: Timeline) -> bool:
        """Can these claims be drawn in this form, and still be read?"""
        claims = timeline.claims
        return 0 < len(claims) <= self.most and self.suits(claims)


def _has_retellings(claims: Sequence[Claim]) -> bool:
    return any(claim.retells for claim in claims)


def _same_count(claims: Sequence[Claim]) -> bool:
    """Do they count the same, with numbers, so that a later one replaces an earlier one?

    People, fighters and wounded aboard are categories of one measure and three counts; and what
    is new on a day replaces nothing.
    """
    counted = {(claim.measure, claim.categories) for claim in claims}
    replaced = all(claim.counts not in NEW for claim in claims)
    return len(counted) == 1 and replaced and bool(_numbers(claims))


def _countable(claims: Sequence[Claim]) -> bool:
    """Are they of one measure, with numbers small enough for a square each?"""
    single = len({claim.measure for claim in claims}) == 1
    return single and 0 < max(_numbers(claims), default=0) <= LARGEST


def _placed(claims: Sequence[Claim]) -> bool:
    return any(claim.place_id for claim in claims)


def _rows_of_data(claims: Sequence[Claim]) -> bool:
    return any(claim.identity for claim in claims)


def _about_days(claims: Sequence[Claim]) -> bool:
    return any(claim.covers for claim in claims)


def _numbers(claims: Sequence[Claim]) -> list[float]:
    return [claim.quantity.stated for claim in claims if claim.quantity.stated is not None]


FORMS = {
    "evidence_by_day": Form("Evidence by day published"),
    "swimlanes": Form("Who spoke when, in lanes"),
    "intervals": Form("Figures under each other", 60),
    "steps": Form("A total over time", 60, _same_count),
    "waffle": Form("Parts of a whole, in squares", 40, _countable),
    "said_and_about": Form("When it was said, and for which days", 60, _about_days),
    "sums_by_period": Form("Sums of a data set, by period", 1_000_000, _rows_of_data),
    "strip": Form("On the road", 60, _placed),
    "claims_and_origins": Form("Claims and origins"),
    "hedge_matrix": Form("Hedges kept and lost", suits=_has_retellings),
    "tree": Form("Who repeated whom", suits=_has_retellings),
    "totals_and_wordings": Form("In which words a total was printed", 60, _has_retellings),
}
"""The forms to choose from, by their names in `analysis.charts`."""

LEFT_OUT = {
    "alongside": "it needs a second case, as an outside series",
    "claimed_and_counted": "it needs two selections: counts, and the total that was claimed",
    "comparison_table": "it needs documents that print the same list",
    "dumbbell": "it needs two measures that one release gives side by side",
    "locator": "it shows how many claims name each place, and no figure",
    "run_panels": "it draws the results of a batch, and no claim",
}
"""The other forms of `analysis.charts`, and why the explorer does not offer them."""


def fitting(timeline: Timeline) -> tuple[str, ...]:
    """The names of the forms in which these claims can be drawn, in the order of FORMS."""
    return tuple(name for name, form in FORMS.items() if form.fits(timeline))


def drawn(timeline: Timeline, name: str) -> Chart | Sentence:
    """A chart of claims, or a sentence that says why there is none and what to choose instead.

    timeline: the claims. name: one of FORMS. Raises Invalid for another name.
    """
    form = require(FORMS, name, "form", "a form of chart")
    if not timeline:
        return Sentence("")
    if not form.fits(timeline):
        return _unfit(timeline, form)
    draw: Callable[[Timeline, str], Chart] = getattr(charts, name)
    try:
        chart = draw(timeline, _title(form, timeline.claims))
    except Invalid as invalid:
        return Sentence(f"“{form.label}”: {invalid.problems[0]}.")
    # Only a form knows which claims it can place: on a road, in a family, on a day.
    if isinstance(chart, EmptyChart):
        return Sentence(f"“{form.label}”: nothing in this view to draw.")
    return chart


def _unfit(timeline: Timeline, form: Form) -> Sentence:
    """That these claims cannot be drawn in a form, and in which they can."""
    return compose(
        "{claims} cannot be drawn as “{label}”. Narrow the view, or choose one of {others}.",
        claims=counted("claims", len(timeline), "claim", timeline.claims),
        label=form.label,
        others=", ".join(f"“{FORMS[other].label}”" for other in fitting(timeline)),
    )


def _title(form: Form, claims: Sequence[Claim]) -> str:
    """What the form shows; nothing where the claims are of one measure, which is then the title."""
    return form.label if len({claim.measure for claim in claims}) > 1 else ""
