"""Sentences whose numbers name their claims."""

from __future__ import annotations

import json

import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.claims.quantity import Hedge
from analysis.claims.sums import difference
from analysis.errors import Invalid
from analysis.words.sentences import (
    FIRST_HAND,
    MIME,
    SPEECH,
    Number,
    Sentence,
    cite,
    compose,
    counted,
    derived,
    reported,
    say,
    tally,
)

SAID = [
    ("c001", "On 4 March 2031, Alba Line said “212 people”: people aboard [c001]."),
    (
        "c004",
        "On 5 March 2031, Alba Line or the Harbour Post, in the words of the Harbour Post, said "
        "“212 people”: people aboard, for 4 March 2031 [c004].",
    ),
    (
        "c005",
        "On 5 March 2031, Alba Line, according to North Wire, in the words of the Harbour Post, "
        "said “80 are ashore”: people brought ashore [c005].",
    ),
    (
        "c020",
        "On 6 March 2031 (inferred), Island Radio wrote “entre 200 et 230 personnes” "
        "[between 200 and 230 people]: people aboard, for 4 March 2031 [c020].",
    ),
    (
        "c021",
        "On a day not given, Island Radio wrote “deux morts” [two dead]: people dead, "
        "for 4 March (inferred) to 6 March 2031 [c021].",
    ),
    (
        "c022",
        "On 7 March 2031, the Transport Ministry denied “nobody has died”: people dead, "
        "for 4 March to 7 March 2031 [c022].",
    ),
]


@pytest.mark.parametrize(("claim_id", "words"), SAID, ids=[row[0] for row in SAID])
def test_a_claim_is_said_with_its_hedge_claimant_day_and_id(
    ferry: Timeline, claim_id: str, words: str
) -> None:
    sentence = say(ferry, claim_id)
    assert str(sentence) == words
    (number,) = sentence.numbers
    claim = ferry[claim_id]
    assert number.claims == (claim_id,)
    assert (number.value, number.low, number.high) == (
        claim.quantity.stated,
        claim.quantity.low,
        claim.quantity.high,
    )


def test_an_open_category_is_said_by_its_measure(case: Case) -> None:
    timeline = case.change("claims", "c005", category="[ashore,aboard_still]").load()
    assert str(say(timeline, "c005")).endswith(" said “80 are ashore”: people [c005].")
    case.add("measures", "event_date", category="other")
    case.add("claims", "c025", claim_id="c028", category="[total,other]")
    assert "“on Tuesday”: event date, for" in str(say(case.load(), "c028"))


@pytest.mark.parametrize("stance", SPEECH)
def test_every_stance_has_its_verb(case: Case, stance: str) -> None:
    timeline = case.change("claims", "c002", stance=stance, speech="quoted").load()
    assert str(say(timeline, "c002")) == (
        f"On 4 March 2031, Alba Line {SPEECH[stance]} “some 60 cars”: cars on deck [c002]."
    )


# how it was said, the stance, the speaker, how the sentence begins
SPOKEN = [
    ("quoted", "", "", "Passengers said “several injured”"),
    ("quoted", "suspects", "A cook", "A cook of Passengers suspected “several injured”"),
    ("paraphrased", "", "", "Passengers, in the words of the Harbour Post, said “several injured”"),
    (
        "paraphrased",
        "warns",
        "A cook",
        "A cook of Passengers, in the words of the Harbour Post, warned of “several injured”",
    ),
    ("own", "", "", "Passengers wrote “several injured”"),
    ("own", "estimates", "", "Passengers estimated “several injured”"),
    ("own", "", "A cook", "A cook of Passengers wrote “several injured”"),
]


@pytest.mark.parametrize(("speech", "stance", "speaker", "beginning"), SPOKEN)
def test_whose_words_they_are_is_said(
    case: Case, speech: str, stance: str, speaker: str, beginning: str
) -> None:
    case.change("claims", "c007", speech=speech, stance=stance, speaker=speaker)
    assert str(say(case.load(), "c007")).startswith(f"On 5 March 2031, {beginning}: people injured")


def test_a_writer_of_an_open_category_still_writes(case: Case) -> None:
    timeline = case.change("claims", "c020", category="[total,ashore]").load()
    assert "Island Radio wrote “entre 200 et 230 personnes” [between" in str(say(timeline, "c020"))


@pytest.mark.parametrize("kind", sorted(FIRST_HAND))
@pytest.mark.parametrize("speech", ["quoted", "paraphrased", "own"])
def test_a_document_of_the_claimant_is_in_its_own_words(case: Case, kind: str, speech: str) -> None:
    case.change("sources", "post-2031-03-05", kind=kind).change("claims", "c007", speech=speech)
    assert "On 5 March 2031, Passengers said “several injured”: " in str(say(case.load(), "c007"))


def test_every_stance_of_the_schema_has_a_verb(ferry: Timeline) -> None:
    stances = ferry.package.tables["claims"].field("stance").constraints["enum"]
    assert set(SPEECH) == {"", *stances}


def test_a_claim_that_is_not_there_cannot_be_said_or_cited(ferry: Timeline) -> None:
    for verb in (say, cite):
        with pytest.raises(Invalid, match=r"^claim: 'c01'; a claim of this timeline; did you mean"):
            verb(ferry, "c01")


def test_a_citation_names_the_document_and_opens_it_at_the_words(ferry: Timeline) -> None:
    assert str(cite(ferry, "c009")) == (
        "North Wire, Alba aground, 5 March 2031, republished by Coast Times, paragraph 1. "
        "https://example.org/wire/1#:~:text=80%20people"
    )
    assert str(cite(ferry, "c021")) == (
        "Island Radio, (title not in the copy), no date on the copy, paragraph 1. "
        "https://example.org/radio#:~:text=deux%20morts"
    )


def test_a_citation_without_an_address_ends_with_its_day(case: Case) -> None:
    timeline = case.change("sources", "line-2031-03-04", url="").load()
    assert str(cite(timeline, "c001")) == "Alba Line, First notice, 4 March 2031, paragraph 1."


# the place of the words in the document, how it is cited
PLACES = [("p12", ", paragraph 12"), ("", ""), ("headline", ""), ("p1-2", ""), ("p", "")]


@pytest.mark.parametrize(("locator", "place"), PLACES)
def test_a_citation_names_a_paragraph_that_is_known(case: Case, locator: str, place: str) -> None:
    timeline = case.change("claims", "c001", locator=locator).load()
    assert str(cite(timeline, "c001")) == (
        f"Alba Line, First notice, 4 March 2031{place}. "
        "https://example.org/line/1#:~:text=212%20people"
    )


def test_a_number_says_how_it_came_about(ferry: Timeline) -> None:
    assert reported("aboard", ferry["c010"]) == Number(
        "aboard", "more than 220", "reported", "more_than", 220, 221, None, ("c010",)
    )
    left = difference(ferry["c004"], ferry["c005"], ferry.measures)
    assert derived("left", left) == Number(
        "left", "132", "derived", "bare", 132, 132, 132, ("c004", "c005")
    )
    number = tally("many", 1_200, [ferry["c001"], "c002"])
    assert number == Number(
        "many", "1,200", "tally", Hedge.BARE, 1200, 1200, 1200, ("c001", "c002")
    )
    assert tally("none", 0).claims == ()


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (1_200, "1,200 claims")]
)
def test_things_are_counted_with_their_noun(count: int, words: str) -> None:
    number = counted("many", count, "claim", ["c001"])
    assert number == Number("many", words, "tally", Hedge.BARE, count, count, count, ("c001",))
    assert counted("many", count, "claim").claims == ()


def test_a_sentence_is_composed_of_words_and_numbers(ferry: Timeline) -> None:
    number = reported("aboard", ferry["c001"])
    sentence = compose("{who} counted {aboard}.", who="The line", aboard=number)
    assert sentence == Sentence("The line counted 212.", (number,))
    both = sentence + compose("{n} in all.", n=tally("n", 2))
    assert str(both) == "The line counted 212. 2 in all."
    assert [n.name for n in both.numbers] == ["aboard", "n"]
    assert Sentence("") + sentence == sentence


def test_a_sentence_records_what_it_prints_and_nothing_else() -> None:
    number, two, more = (tally(name, n) for n, name in enumerate(("one", "two", "more"), 1))
    assert compose("{one}, {who}.", one=number, who="nobody") == Sentence("1, nobody.", (number,))
    assert compose("{two}, {one}, {two}.", one=number, two=two).numbers == (two, number)
    inside = compose("{one} of {list}.", also=[more, number], one=number, list="3")
    assert inside == Sentence("1 of 3.", (number, more))
    assert compose("{who} [{id}].", who="The line", id="c001").numbers == ()
    with pytest.raises(KeyError):
        compose("{one} {two}.", one=number)


def test_a_part_that_the_template_has_no_field_for_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"no field for extra, tow in '\{one\} \{two\}\.'"):
        compose("{one} {two}.", one=tally("one", 1), two="2", tow="2", extra=tally("extra", 3))


def test_a_clause_brings_its_numbers_where_it_stands() -> None:
    first, inner, last = (tally(name, n) for n, name in enumerate(("first", "inner", "last"), 1))
    clause = compose(", {n} of them open", n=inner)
    sentence = compose("{a}{clause}, {b} closed.", clause=clause, b=last, a=first)
    assert sentence == Sentence("1, 2 of them open, 3 closed.", (first, inner, last))


def test_a_notebook_gets_markdown_text_and_the_numbers(ferry: Timeline) -> None:
    data = say(ferry, "c010")._repr_mimebundle_(include=None, exclude=None)
    assert set(data) == {"text/markdown", "text/plain", MIME}
    assert data["text/plain"] == str(say(ferry, "c010"))
    assert data["text/markdown"].endswith("\\[c010\\]\\.")
    value = json.loads(json.dumps(data[MIME]))
    assert value["numbers"][0] == {
        "name": "c010",
        "shown": "more than 220",
        "kind": "reported",
        "hedge": "more_than",
        "value": 220,
        "low": 221,
        "high": None,
        "claims": ["c010"],
    }


def test_text_of_a_source_is_visible_and_never_run(case: Case) -> None:
    timeline = case.change("claims", "c022", phrase="<script>$x$`y`</script>").load()
    data = say(timeline, "c022")._repr_mimebundle_()
    assert "<script>$x$`y`</script>" in data["text/plain"]
    assert "\\<script\\>\\$x\\$\\`y\\`\\</script\\>" in data["text/markdown"]


def test_a_verb_stands_where_the_words_leave_it_out(case: Case) -> None:
    """Whether somebody was killed or died is in the verb alone, if the phrase is cut before it."""
    held = str(say(case.change("claims", "c002", verb="cars").load(), "c002"))
    left_out = str(say(case.change("claims", "c002", verb="counted").load(), "c002"))
    assert "cars on deck [c002]" in held
    assert "cars on deck (“counted”) [c002]" in left_out
