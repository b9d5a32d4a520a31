"""The card of a claim: its words, who, about what, when, where."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.words.card import card


def test_it_holds_words_name_subject_day_and_source(ferry: Timeline) -> None:
    told = card(ferry, "c005")
    assert told.text == (
        "“80 are ashore”, Alba Line via North Wire: people brought ashore, said 5 March 2031. "
        f"{told.source} c005"
    )
    assert told.source.startswith("Harbour Post, Ferry still on the reef, ")
    assert "http" not in told.text
    for words in (told.phrase, told.name, told.facts, told.source):
        assert words in "".join(ElementTree.fromstring(f"<p>{told.html}</p>").itertext())


def test_words_in_another_language_say_so_with_their_meaning(ferry: Timeline) -> None:
    foreign = next(claim for claim in ferry if claim.gloss)
    told = card(ferry, foreign.claim_id)
    bdi = ElementTree.fromstring(f"<p>{told.html}</p>").find(".//bdi")
    assert bdi is not None
    assert bdi.get("lang") == told.language != "en"
    assert f"({foreign.gloss})" in told.text
    assert f"({foreign.gloss})" in told.html


def test_a_day_not_given_is_said(ferry: Timeline) -> None:
    undated = next(claim for claim in ferry if claim.said_on is None)
    assert card(ferry, undated.claim_id).said == "day not given"


def test_text_of_the_record_is_never_markup(case: Case) -> None:
    case.change("sources", "line-2031-03-04", title="<script>x</script> & more")
    told = card(case.load(), "c001")
    assert "<script>x</script> & more" in told.source
    assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in told.html


def test_an_unknown_claim_is_refused(ferry: Timeline) -> None:
    with pytest.raises(Invalid):
        card(ferry, "c999")
