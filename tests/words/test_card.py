"""The card of a claim: its words, who, about what, when, where."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.words.card import card


def test_it_holds_words_name_subject_day_and_source(ferry: Timeline) -> None:
    data = card(ferry, "c005")
    assert data.text == (
        "“80 are ashore”, Alba Line via North Wire: people brought ashore, said 5 March 2031. "
        f"{data.source} c005"
    )
    assert data.source.startswith("Harbour Post, Ferry still on the reef, ")
    assert "http" not in data.text
    for words in (data.phrase, data.name, data.facts, data.source):
        assert words in "".join(ElementTree.fromstring(f"<p>{data.html}</p>").itertext())


def test_words_in_another_language_say_so_with_their_meaning(ferry: Timeline) -> None:
    foreign = next(claim for claim in ferry if claim.gloss)
    data = card(ferry, foreign.claim_id)
    bdi = ElementTree.fromstring(f"<p>{data.html}</p>").find(".//bdi")
    assert bdi is not None
    assert bdi.get("lang") == data.language != "en"
    assert f"[{foreign.gloss}]" in data.text
    assert f"[{foreign.gloss}]" in data.html


def test_a_missing_day_is_said(ferry: Timeline) -> None:
    undated = next(claim for claim in ferry if claim.said_on is None)
    assert card(ferry, undated.claim_id).said == "day not given"


def test_text_of_the_record_is_never_markup(case: Case) -> None:
    case.change("sources", "line-2031-03-04", title="<script>x</script> & more")
    data = card(case.load(), "c001")
    assert "<script>x</script> & more" in data.source
    assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in data.html


def test_an_unknown_claim_is_refused(ferry: Timeline) -> None:
    with pytest.raises(Invalid):
        card(ferry, "c999")
