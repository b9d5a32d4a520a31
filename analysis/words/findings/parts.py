"""A finding on the parts of a whole: who counts which, and what is our own subtraction."""

from __future__ import annotations

from analysis.case.timeline import Timeline
from analysis.words import wholes
from analysis.words.breakdown import breakdown
from analysis.words.findings.base import or_nothing
from analysis.words.sentences import Sentence, compose, derived, reported, tally


@or_nothing
def parts_of_whole(timeline: Timeline, start: Timeline | None = None) -> Sentence:
    """A sentence for each who counts parts of a whole, and one on how many there are in all.

    timeline: claims of one measure. start: those of the document to begin with, as of `breakdown`.
    """
    content = breakdown(timeline, start)
    numbers = [reported(claim.claim_id, claim) for claim in content.claims]
    if content.rest:
        numbers.append(derived("rest", content.rest.derived))
    for number, claims in content.totals:
        again = [claim for claim in claims if claim.retelling]
        numbers += [tally(f"reports_that_repeat_{number}", len(again), again)] * bool(again)
    lines = wholes.sentences(timeline, content, cited=True)
    lines.append(wholes.totals_sentence(timeline, content.totals, cited=True))
    return compose("{lines}", also=numbers, lines=" ".join(filter(None, lines)))
