"""Executed notebooks read as one document."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from reporting import Cell, code, exporting, markdown, notebook, output_of

import analysis as an
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid
from analysis.report.document import Document, Figure, Prose, Section, Table, document
from analysis.words.listing import Listing
from analysis.words.sentences import Sentence, say, tally

TITLE = markdown("# How many?\n\nA question, and a caveat.")
PICTURE = {"output_type": "display_data", "data": {"image/png": "AAAA"}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}
Read = Callable[..., Section]


@pytest.fixture
def chart(ferry: Timeline, monkeypatch: pytest.MonkeyPatch) -> Chart:
    exporting(monkeypatch)
    return an.charts.intervals(ferry.where(measure="people"), "People: aboard, and ashore")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def section(*cells: Cell) -> Section:
        return document([notebook(tmp_path / "crew.ipynb", cells)]).sections[0]

    return section


def test_everything_in_order(read: Read, ferry: Timeline, chart: Chart) -> None:
    section = read(
        TITLE,
        code("answer", "x", "answer", outputs=[output_of(say(ferry, "c001"))]),
        markdown("## Counts"),
        code("toll", outputs=[output_of(chart), output_of(say(ferry, "c002"))]),
        code("rows", outputs=[output_of(Listing("Rows", pd.DataFrame({"a": ["1"]})))]),
    )
    assert (section.notebook, section.title) == ("crew", "How many?")
    assert [type(block) for block in section.blocks] == [
        Prose,
        Sentence,
        Prose,
        Figure,
        Sentence,
        Table,
    ]
    assert section.blocks[0] == Prose("A question, and a caveat.")
    assert section.blocks[-1] == Table("Rows", ("a",), (("1",),), "crew", "rows")
    assert section.answer == section.sentences[:1]


def test_a_figure_holds_what_the_chart_handed_out(read: Read, chart: Chart) -> None:
    (figure,) = read(TITLE, code("toll", outputs=[output_of(chart)])).figures
    assert (figure.notebook, figure.name, figure.title) == (
        "crew",
        "toll",
        "People: aboard, and ashore",
    )
    assert (figure.svg, figure.alt) == (chart.svg(), chart.alt)
    assert figure.png == base64.b64decode(output_of(chart)["data"]["image/png"])
    assert figure.drawn == tuple(chart.table.index)
    assert [row["figure"] for row in figure.rows] == list(chart.table["figure"])


def test_a_chart_that_aggregates_draws_no_single_claim() -> None:
    figure = Figure("n", "f", "<svg/>", b"", "Days: 2 marks.", ",x\n0,1\n1,2\n", "Days")
    assert figure.drawn == ()


def test_two_charts_of_a_cell_have_two_names(read: Read, chart: Chart) -> None:
    section = read(TITLE, code("toll", outputs=[output_of(chart), output_of(chart)]))
    assert [figure.name for figure in section.figures] == ["toll", "toll-2"]


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "remove"])
def test_cells_for_those_at_work_are_left_out(read: Read, ferry: Timeline, tag: str) -> None:
    hidden = code("hidden", "x", tag, outputs=[output_of(say(ferry, "c001"))])
    assert read(TITLE, hidden, markdown("gone", tag)).blocks == (
        Prose("A question, and a caveat."),
    )


def test_code_and_what_it_prints_are_left_out(read: Read) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "27 rows"}
    plain = {"output_type": "execute_result", "data": {"text/plain": "7"}, "metadata": {}}
    assert len(read(TITLE, code("load", "7", outputs=[stream, plain])).blocks) == 1


def test_a_sentence_keeps_its_numbers_and_its_claims(read: Read, ferry: Timeline) -> None:
    both = say(ferry, "c008") + say(ferry, "c003")
    (answer,) = read(TITLE, code("a", outputs=[output_of(both)])).sentences
    assert answer == Sentence(both.text, both.numbers)
    assert answer.cited == ("c008", "c003")


def test_a_sentence_that_says_nothing_is_left_out(read: Read) -> None:
    assert read(TITLE, code("a", "", "answer", outputs=[output_of(Sentence(""))])).answer == ()


def test_text_as_markdown_lines_is_joined(read: Read) -> None:
    assert read(markdown("# A") | {"source": ["# Title\n", "\n", "Words."]}).title == "Title"


def test_the_claims_cited_come_once_and_in_order(tmp_path: Path, ferry: Timeline) -> None:
    rows = [
        output_of(say(ferry, "c008")),
        output_of(say(ferry, "c003")),
        output_of(say(ferry, "c008")),
    ]
    path = notebook(tmp_path / "a.ipynb", [TITLE, code("a", outputs=rows)])
    two = notebook(
        tmp_path / "b.ipynb", [TITLE, code("a", outputs=[output_of(say(ferry, "c001"))])]
    )
    matches = document([path, two])
    assert [section.notebook for section in matches.sections] == ["a", "b"]
    assert matches.cited == ("c008", "c003", "c001")
    assert matches.figures == ()


def test_a_tally_rests_on_the_claims_it_counts() -> None:
    answer = Sentence("7 claims.", (tally("n", 7, ["c001"]),))
    assert answer.cited == ()
    assert Document((Section("n", "N", (), (answer,)),)).cited == ()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([], "crew.ipynb: no title"),
        ([markdown("Words.")], "crew.ipynb: no title"),
        ([markdown("## Too deep")], "crew.ipynb: no title"),
        ([TITLE, code("toll", outputs=[ERROR])], "crew.ipynb:toll: KeyError: 'x'"),
        (
            [TITLE, code("toll", outputs=[PICTURE])],
            "crew.ipynb:toll: a picture that does not say what it draws",
        ),
    ],
    ids=["empty", "no heading", "a lower heading", "an error", "a bare picture"],
)
def test_a_notebook_that_no_report_can_print_is_refused(
    read: Read, cells: Sequence[Cell], message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(*cells)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("body", ["", "{", "[]", '{"cells": 3}', "\xff"])
def test_what_is_not_a_notebook_is_refused(tmp_path: Path, body: str) -> None:
    path = tmp_path / "crew.ipynb"
    path.write_bytes(body.encode("latin-1"))
    with pytest.raises(
        Invalid,
        match=r"crew\.ipynb(:1)?: (not JSON|JSON that is no notebook|a byte).*; a notebook; ",
    ):
        document([path])


def test_a_notebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    missing: Any = tmp_path / "gone.ipynb"
    with pytest.raises(
        Invalid, match=r"gone\.ipynb: No such file or directory; a notebook; correct the name"
    ):
        document([missing])
