"""The words around a chart: what is counted, by whom and when; what is left out; the source."""

from __future__ import annotations

import re

import pytest

from analysis.case.timeline import Timeline
from analysis.words.chart_words import counted, days, limits, source, subtitle


def test_a_subtitle_begins_with_what_is_counted(ferry: Timeline) -> None:
    dead = ferry.where(measure="dead")
    label = dead.claims[0].label
    assert subtitle(dead, dead.claims).startswith(label.capitalize())
    assert subtitle(dead, dead.claims, "Deaths").startswith("Deaths, according to ")


def test_a_subtitle_says_until_when_a_thing_was_known(ferry: Timeline) -> None:
    early = ferry.as_of("2031-03-04")
    words = subtitle(early, early.claims)
    assert words.endswith("; said 4 March 2031; as published by 4 March 2031")
    said = ferry.as_of("2031-03-04", by="said")
    assert "as published by" not in subtitle(said, said.claims)
    assert "as said by 4 March 2031" in subtitle(said, said.claims)


def test_few_claimants_are_named_and_many_counted(ferry: Timeline) -> None:
    for chosen in (ferry, ferry.where(claimant="ministry")):
        sets = {c.claimants for c in chosen}
        names = [chosen.row("actors", ids[0])["name"] for ids in sets if len(ids) == 1]
        words = subtitle(chosen, chosen.claims)
        if len(names) > 3:
            assert f"according to {len(names)} claimants" in words
        else:
            assert all(name in words for name in names)


@pytest.mark.parametrize(("first", "last"), [("2031-03-04", "2031-03-07")])
def test_days_are_those_on_which_a_claim_can_have_been_said(
    ferry: Timeline, first: str, last: str
) -> None:
    assert {str(c.said_on.first) for c in ferry if c.said_on} >= {first}
    assert days(ferry.claims) == "4 March to 7 March 2031"
    assert days([]) == ""


def test_much_that_is_counted_is_named_in_part(ferry: Timeline) -> None:
    every = {c.label for c in ferry}
    name = counted(ferry.claims)
    match = re.search(r" and (\d+) more$", name)
    assert match
    assert int(match[1]) == sum(label.lower() not in name.lower() for label in every)


def test_a_source_line_names_documents_publishers_and_the_case(ferry: Timeline) -> None:
    package = ferry.package
    words = source(ferry, ferry.claims)
    documents = {claim.source_id for claim in ferry}
    assert words.startswith(f"Source: {len(documents)} documents, from ")
    assert words.endswith(f"{package.title}, version {package.version}.")
    assert package.name not in words.replace(package.title, "")
    single = ferry.where(claim_id="c001")
    assert source(single, single.claims).startswith(
        f"Source: {single.row('sources', single.claims[0].source_id)['publisher']}. "
    )
    assert source(ferry, []) == f"Source: {package.title}, version {package.version}."


def test_what_is_left_out_is_said_in_sentences(ferry: Timeline) -> None:
    assert limits(ferry) == []
    early = ferry.as_of("2031-03-05").where(claimant="line")
    assert limits(early) == ["2 claims with no day published are left out."]
    within = next(
        max(ferry.containers(c.place_id) - {c.place_id}) for c in ferry if c.places - {c.place_id}
    )
    [words] = limits(ferry.within(within))
    assert words == f"Area: {ferry.row('places', within)['name']}."
    assert limits(ferry.first_utterances()) == ["Reports that only repeat another are left out."]
    [period] = limits(ferry.during("2031-03-04", "2031-03-05"))[:1]
    assert period == "Only figures for 4 March to 5 March 2031."
    [said, *_] = limits(ferry.during("2031-03-04", "2031-03-05", by="said"))
    assert said == "Only what was said 4 March to 5 March 2031."
