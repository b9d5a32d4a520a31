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
        "Repeats “80 people” (Alba Line). That link is sure: names the wire. "
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


def test_it_holds_speaker_verb_window_place_and_note(case: Case) -> None:
    cells = {"speaker": "A mate", "verb": "rolled", "window": "at noon", "note": "Seen from afar."}
    case.change("claims", "c002", covers="2031-03-03", place_id="strait", stance="expects", **cells)
    data = card(case.load(), "c002")
    assert data.name == "A mate, Alba Line"
    strait = case.load().row("places", "strait")["name"]
    assert data.facts == (
        "cars on deck (“rolled”), expected · said 4 March 2031 · for 3 March 2031 (“at noon”) · "
        f"{strait}"
    )
    assert data.remarks == ("Note: Seen from afar.",)
    assert "Note: Seen from afar." in data.text
    assert "Note: Seen from afar." in data.html


def test_a_verb_that_the_words_hold_is_not_said_again(case: Case) -> None:
    data = card(case.change("claims", "c005", verb="ashore").load(), "c005")
    assert data.subject == "people brought ashore"


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"relation": "garbles"}, "Repeats, with a change, “80 people” (Alba Line). That link is "),
        ({"certainty": "likely"}, "Repeats “80 people” (Alba Line). That link is likely: "),
        ({"certainty": "possible"}, "May repeat “80 people” (Alba Line). That link is possible: "),
    ],
)
def test_how_sure_a_link_is_is_said_with_the_reason(
    case: Case, link: dict[str, str], says: str
) -> None:
    assert says in card(case.change("links", "c005", **link).load(), "c005").text


def test_what_a_coder_wrote_is_not_on_a_card_as_of_a_day(case: Case) -> None:
    timeline = case.change("claims", "c005", note="Found out a week later.").load()
    assert card(timeline, "c005").remarks
    assert card(timeline.as_of("2031-03-06"), "c005").remarks == ()
    assert card(timeline, "c005", remarks=False).remarks == ()
