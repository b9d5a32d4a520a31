"""Every sentence reads as a newspaper would print it, whatever is left of a case: none, 1, 2, many.

A check of the language alone: it knows nothing of what a sentence ought to say.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from gallery import CASES, CONVOY
from gallery import case as loaded

from analysis.case.timeline import Timeline
from analysis.words import findings
from analysis.words.card import card
from analysis.words.chart_words import limits, source, subtitle
from analysis.words.sentences import say
from words.test_findings import SAID

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\b(utterances?|lead document|retellings?|scope|carried on|carries on|neither carries|bare|"
    r"tier|covering|covers|origins?|not adding up|first utterance|on record:|in play|being about|"
    r"not computed)\b",
    re.IGNORECASE,
)
"""Words of the project's own, which a reader would have to learn."""
NEGATIVE = re.compile(r"\b(nobody|no one|no other|not? .{0,20}\banywhere|never claimed)\b", re.I)
"""Beginnings of universal negatives, which a record of excerpts cannot bear out."""
FAULTS = {
    "a plural after 1": re.compile(r"(?<![\d,.–-])\b1 (?!bus\b)(\w+ )?(?!\w*ss\b)(?P<noun>\w+s)\b"),
    "a verb for several after 1": re.compile(
        r"(?<![\d,.])\b1 (claims? |more claims? |of \w+ )?"
        r"(are|were|have|repeat|put|name|go|use|say)\b"
    ),
    "a verb for a single thing after several": re.compile(
        r"(?<![\d,.])\b(?!1 )\d[\d,]* (\w+s |of \w+ )?"
        r"(is|was|has|repeats|puts|names|goes|says)\b"
    ),
    "nothing is counted": re.compile(r"(?<![\d,.])\b0 (of|claims?|days?|pairs?|documents?|more)\b"),
    "a doubled blank or sign": re.compile(r"  |,,|\.\.|;;| [,.;:]|\( | \)|,\.|:\.|\.,"),
    "a sentence in small letters": re.compile(r"(?:^|(?<!Col)(?<!Gen)(?<!Lt)[.?!] )[a-z]"),
    "no full stop": re.compile(r"[^.?!]\Z"),
    "the id of a claim": re.compile(r"\bc\d{3}\b"),
    "the name of a field": re.compile(r"\w_\w|\bNone\b|\{|\}"),
    "a word of our own": FORBIDDEN,
    "a universal negative": NEGATIVE,
}
VERBS = re.compile(
    r"\b1 (?:claim |more claim |of \w+ |case |that )?(?:puts|names|repeats|goes|keeps|prints|"
    r"hedges|gives|says|is|was|has)\b"
)
"""A single thing with its verb, which ends in `s` without being a plural."""


def plain(text: str) -> str:
    """A text without its citations and without what others have said."""
    return re.sub(r"( \[c\d+(, c\d+)*\])+", "", re.sub(r"“[^”]*”( \[[^\]]*[^\]\d]\])?", "“”", text))


def faults(text: str) -> list[str]:
    """What is wrong with a sentence, going by its language."""
    words = plain(text)
    checked = VERBS.sub("1 thing", words)
    wrong = [
        name
        for name, pattern in FAULTS.items()
        if pattern.search(checked if name == "a plural after 1" else words)
    ]
    return wrong + ["brackets"] * (words.count("(") != words.count(")"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("There are 1 claims.", "a plural after 1"),
        ("There is 1 more counts.", "a plural after 1"),
        ("1 of them go back.", "a verb for several after 1"),
        ("2 claims repeats it.", "a verb for a single thing after several"),
        ("Of 3 totals, 0 of them fail.", "nothing is counted"),
        ("It holds  2 claims.", "a doubled blank or sign"),
        ("It holds 2 claims , from 2 documents.", "a doubled blank or sign"),
        ("It holds 2. they agree.", "a sentence in small letters"),
        ("It holds 2 claims", "no full stop"),
        ("It holds c001 alone.", "the id of a claim"),
        ("It counts fighters_killed.", "the name of a field"),
        ("It holds 2 first utterances.", "a word of our own"),
        ("17 print it bare.", "a word of our own"),
        ("Nobody else says so.", "a universal negative"),
        ("It holds (2 claims.", "brackets"),
    ],
)
def test_each_fault_of_language_is_seen(text: str, wrong: str) -> None:
    assert wrong in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 claim repeats another one.",
        "1 of them is new, and 2 are not.",
        "The US-led Coalition spoke of 11 buses (“no buses  at all”) [c001] [c002].",
        "There is 1 bus; 21 claims are new.",
    ],
)
def test_good_english_has_no_fault(text: str) -> None:
    assert faults(text) == []


ROW = {"speaker": "", "via": "", "gloss": "", "identity": "", "note": "", "window": "", "verb": ""}
STANCES = ("", "estimates", "expects", "", "suspects", "", "intends", "warns", "", "denies")
HEDGES = ("bare", "about", "more_than", "nearly", "bare")


def invented(number: int, repeated: str = "") -> Timeline:
    """So many claims that put people somewhere; repeated: how surely all repeat the first."""
    ferry = loaded("ferry-2031")
    like = next(row for row in ferry.rows["claims"] if row["claim_id"] == "c001")
    rows = tuple({**like, **ROW, **_cells(at)} for at in range(number))
    links = tuple(_link(row["claim_id"], repeated) for row in rows[1:] if repeated)
    tables = {**ferry.rows, "claims": rows, "links": links, "disputes": ()}
    return replace(ferry, rows=tables, chosen=rows, lookup=None)


def _cells(at: int) -> dict[str, str]:
    """What differs from claim to claim: figure, hedge, stance, claimant, verb, day and place."""
    hedge = HEDGES[at % len(HEDGES)]
    stance = STANCES[at % len(STANCES)]
    return {
        "claim_id": f"c{101 + at}",
        "hedge": "none" if stance == "denies" else hedge,
        "stated": "" if stance == "denies" else str(1 + 7 * (at // 2)),
        "phrase": "some people",
        "stance": stance,
        "claimant": ("line", "coastguard", "[line,post]")[at % 3],
        "via": ("", "wire")[at % 2],
        "verb": ("", "counted", "were seen")[at % 3],
        "counts": "running_total",
        "said_on": ("2031-03-04", "2031-03-05", "[2031-03-04,2031-03-05]", "")[at % 4],
        "covers": ("2031-03-04", "", "2031-03-04?/2031-03-05")[at % 3],
        "place_id": ("port_sella", "strait", "")[at % 3],
    }


def _link(claim_id: str, certainty: str) -> dict[str, str]:
    cells = {"relation": "garbles", "other_id": "c101", "factor": "", "reason": "one text"}
    return {"claim_id": claim_id, "certainty": certainty, **cells}


SIZES = [(n, how) for n in (0, 1, 2, 3, 12) for how in ("", "sure", "likely", "possible")]


@pytest.mark.parametrize("finding", sorted(SAID.keys() - {"remainder"}))  # of two claims by id
@pytest.mark.parametrize(("number", "repeated"), SIZES)
def test_a_finding_agrees_with_its_number(finding: str, number: int, repeated: str) -> None:
    text = str(SAID[finding](invented(number, repeated)))
    assert faults(text) == [], text


def selections(name: str) -> Iterator[Timeline]:
    """What a filter can leave: each claim, two neighbours, each measure, source and claimant."""
    whole = loaded(name)
    ids = [claim.claim_id for claim in whole]
    yield whole
    for claim_id in ids:
        yield whole.where(claim_id=claim_id)
    for two in pairwise(ids):
        yield whole.where(claim_id=two)
    for column in ("measure", "source_id", "claimant", "place_id"):
        for value in sorted({row[column] for row in whole.chosen if "[" not in row[column]}):
            yield whole.where(**{column: value})


KNOWN = ("ferry-2031", CONVOY)
OF_A_STORY = {"sum_under", "counted_most", "remainder", "parts_of_whole"}
"""Findings about measures and claims that the tests name for two cases."""
OF_EVENTS = {"begins_before"}
"""Findings that the tests ask about an event: a case without one has nothing to ask."""
SELECTED = [
    (name, finding)
    for name in CASES
    for finding in SAID
    if name in KNOWN or finding not in OF_A_STORY
    if loaded(name).rows["events"] or finding not in OF_EVENTS
]


@pytest.mark.parametrize(("name", "finding"), SELECTED)
def test_a_finding_reads_well_in_every_selection(name: str, finding: str) -> None:
    texts = {str(SAID[finding](timeline)) for timeline in selections(name)}
    assert {text: wrong for text in texts if (wrong := faults(text))} == {}


@pytest.mark.parametrize("name", CASES)
def test_claims_are_said_and_carded_in_plain_words(name: str) -> None:
    timeline = loaded(name)
    for claim in timeline:
        assert faults(str(say(timeline, claim.claim_id))) == []
        facts = card(timeline, claim.claim_id, remarks=False)
        assert not FORBIDDEN.search(plain(f"{facts.name} {facts.facts}"))
    words = [
        subtitle(timeline, timeline.claims),
        source(timeline, timeline.claims),
        *limits(timeline),
    ]
    assert not FORBIDDEN.search(" ".join(words))


def test_a_batch_is_told_in_sentences() -> None:
    import pandas as pd

    row = {"kind": "tally", "hedge": "bare", "value": 1, "low": 1, "high": 1, "claims": "c001"}
    frame = pd.DataFrame([{"name": "people_aboard", "shown": "1", "run": "early", **row}])
    assert faults(str(findings.changes_by_run(frame))) == []


def templates() -> Iterator[tuple[str, str]]:
    """The templates of sentences in the code, each with the file that has it."""
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in ("compose", "Sentence", "nothing"):
                yield path.relative_to(ROOT).as_posix(), _literal(node.args[0])


def _literal(node: ast.expr) -> str:
    """The text of a constant, or of the constants in an f-string."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))


def test_templates_are_found() -> None:
    assert len(list(templates())) > 40


@pytest.mark.parametrize("file", sorted({file for file, _ in templates()}))
def test_no_template_has_a_word_of_our_own_or_a_universal_negative(file: str) -> None:
    for text in (text for name, text in templates() if name == file):
        words = re.sub(r"\{[^}]*\}", "…", text)
        assert not FORBIDDEN.search(words), text
        assert not NEGATIVE.search(words), text


def prose() -> Iterator[tuple[str, str]]:
    """What notebooks say between their cells, and the pages for readers, paragraph by paragraph."""
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "markdown":
                    yield path.relative_to(ROOT).as_posix(), "".join(cell["source"])
    for name in ("README.md", "docs/reading-charts.md"):
        for paragraph in (ROOT / name).read_text(encoding="utf-8").split("\n\n"):
            yield name, re.sub(r"```.*?```|`[^`]*`", "", paragraph, flags=re.DOTALL)


@pytest.mark.parametrize("file", sorted({file for file, _ in prose()}))
def test_prose_has_no_word_of_our_own_and_no_universal_negative(file: str) -> None:
    for text in (text for name, text in prose() if name == file):
        assert not NEGATIVE.search(text), text
        if file.startswith("notebooks"):
            assert not FORBIDDEN.search(re.sub(r"`[^`]*`|\([^)]*\)", "", text)), text
