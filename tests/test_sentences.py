"""Sentences whose numbers name their claims."""

from __future__ import annotations

import json

import pytest
from conftest import Case

from analysis.errors import Refused
from analysis.quantity import Hedge
from analysis.sentences import (
    MIME,
    SPEECH,
    Number,
    Sentence,
    cite,
    compose,
    derived,
    footer,
    reach,
    reported,
    say,
    tally,
)
from analysis.sums import difference
from analysis.timeline import Timeline

SAID = [
    ("c001", "On 4 March 2031, Alba Line said “212 people”: people aboard [c001]."),
    (
        "c004",
        "On 5 March 2031, Alba Line or Harbour Post said “212 people”: people aboard, "
        "about 4 March 2031 [c004].",
    ),
    (
        "c005",
        "On 5 March 2031, Alba Line via North Wire said “80 are ashore”: people brought ashore "
        "[c005].",
    ),
    (
        "c020",
        "On 6 March 2031 (inferred), Island Radio said “entre 200 et 230 personnes” "
        "(“between 200 and 230 people”): people aboard, about 4 March 2031 [c020].",
    ),
    (
        "c021",
        "On a day not given, Island Radio said “deux morts” (“two dead”): people dead, "
        "about 4 March (inferred) to 6 March 2031 [c021].",
    ),
    (
        "c022",
        "On 7 March 2031, Transport Ministry denied “nobody has died”: people dead, "
        "about 4 March to 7 March 2031 [c022].",
    ),
]


@pytest.mark.parametrize(("claim_id", "told"), SAID, ids=[row[0] for row in SAID])
def test_a_claim_is_said_with_its_hedge_claimant_day_and_id(
    ferry: Timeline, claim_id: str, told: str
) -> None:
    sentence = say(ferry, claim_id)
    assert str(sentence) == told
    (number,) = sentence.numbers
    claim = ferry.claim(claim_id)
    assert number.claims == (claim_id,)
    assert (number.value, number.low, number.high) == (
        claim.quantity.stated,
        claim.quantity.low,
        claim.quantity.high,
    )


def test_an_open_category_is_said_by_its_measure(case: Case) -> None:
    timeline = case.change("claims", "c005", category="[ashore,aboard_still]").load()
    assert str(say(timeline, "c005")).endswith("said “80 are ashore”: people [c005].")


@pytest.mark.parametrize("stance", SPEECH)
def test_every_stance_has_its_verb(case: Case, stance: str) -> None:
    timeline = case.change("claims", "c002", stance=stance).load()
    assert f"Alba Line {SPEECH[stance]} “some 60 cars”" in str(say(timeline, "c002"))


def test_every_stance_of_the_schema_has_a_verb(ferry: Timeline) -> None:
    stances = ferry.package.tables["claims"].field("stance").constraints["enum"]
    assert set(SPEECH) == {"", *stances}


def test_a_claim_that_is_not_there_cannot_be_said_or_cited(ferry: Timeline) -> None:
    for verb in (say, cite):
        with pytest.raises(Refused, match=r"^claim: 'c01'; a claim of this timeline; did you mean"):
            verb(ferry, "c01")


def test_a_citation_names_the_document_and_opens_it_at_the_words(ferry: Timeline) -> None:
    assert cite(ferry, "c009") == (
        "North Wire, Alba aground, 5 March 2031, carried by Coast Times. "
        "https://example.org/wire/1#:~:text=80%20people"
    )
    assert cite(ferry, "c021") == (
        "Island Radio, (title not in the copy), no date on the copy. "
        "https://example.org/radio#:~:text=deux%20morts"
    )


def test_a_citation_without_an_address_ends_with_its_day(case: Case) -> None:
    timeline = case.change("sources", "line-2031-03-04", url="").load()
    assert cite(timeline, "c001") == "Alba Line, First notice, 4 March 2031."


def test_a_number_says_how_it_came_about(ferry: Timeline) -> None:
    assert reported("aboard", ferry.claim("c010")) == Number(
        "aboard", "more than 220", "reported", "more_than", 220, 221, None, ("c010",)
    )
    left = difference(ferry.claim("c004"), ferry.claim("c005"), ferry.measures)
    assert derived("left", left) == Number(
        "left", "132", "derived", "bare", 132, 132, 132, ("c004", "c005")
    )
    counted = tally("told", 1_200, [ferry.claim("c001"), "c002"])
    assert counted == Number(
        "told", "1,200", "tally", Hedge.BARE, 1200, 1200, 1200, ("c001", "c002")
    )
    assert tally("none", 0).claims == ()


def test_a_sentence_is_composed_of_words_and_numbers(ferry: Timeline) -> None:
    number = reported("aboard", ferry.claim("c001"))
    told = compose("{who} counted {aboard}.", who="The line", aboard=number)
    assert told == Sentence("The line counted 212.", (number,))
    both = told + compose("{n} in all.", n=tally("n", 2))
    assert str(both) == "The line counted 212. 2 in all."
    assert [n.name for n in both.numbers] == ["aboard", "n"]
    assert Sentence("") + told == told


def test_a_notebook_gets_markdown_text_and_the_numbers(ferry: Timeline) -> None:
    shown = say(ferry, "c010")._repr_mimebundle_(include=None, exclude=None)
    assert set(shown) == {"text/markdown", "text/plain", MIME}
    assert shown["text/plain"] == str(say(ferry, "c010"))
    assert shown["text/markdown"].endswith("\\[c010\\]\\.")
    told = json.loads(json.dumps(shown[MIME]))
    assert told["numbers"][0] == {
        "name": "c010",
        "shown": "more than 220",
        "kind": "reported",
        "hedge": "more_than",
        "value": 220,
        "low": 221,
        "high": None,
        "claims": ["c010"],
    }


def test_text_of_a_source_is_shown_and_never_run(case: Case) -> None:
    timeline = case.change("claims", "c022", phrase="<script>$x$`y`</script>").load()
    shown = say(timeline, "c022")._repr_mimebundle_()
    assert "<script>$x$`y`</script>" in shown["text/plain"]
    assert "\\<script\\>\\$x\\$\\`y\\`\\</script\\>" in shown["text/markdown"]


def test_a_subtitle_says_how_far_the_claims_reach(ferry: Timeline) -> None:
    told = ferry.told()
    origins = {claim.origin for claim in told}
    assert reach(ferry, told) == (
        f"said 4 March 2031 to 7 March 2031 · {len(told)} claims from {len(origins)} origins "
        "in 8 sources"
    )
    early = ferry.as_of("2031-03-04")
    assert reach(early, early.told()) == (
        "said 4 March 2031 · as published by 2031-03-04 · 3 claims from 3 origins in 1 source"
    )
    assert reach(ferry, []) == "no dates · 0 claims from 0 origins in 0 sources"


def test_what_was_said_by_a_day_is_not_called_published(ferry: Timeline) -> None:
    early = ferry.as_of("2031-03-04", by="said")
    assert "published" not in reach(early, early.told())
    assert "as said by: 2031-03-04" in footer(early)


def test_a_footer_names_the_case_what_was_asked_and_what_is_missing(ferry: Timeline) -> None:
    assert footer(ferry) == "ferry-2031 1.0.0"
    told = ferry.as_of("2031-03-05").where(claimant="line")
    assert footer(told, "", "invented") == (
        "ferry-2031 1.0.0 · invented · left out: 2 with no day published · claimant: line"
    )
