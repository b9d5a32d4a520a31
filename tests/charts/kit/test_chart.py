"""A chart hands out its picture, its table and its words."""

from __future__ import annotations

import io
import json
import re
import struct
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import MIME, Chart
from analysis.charts.kit.export import DPI, EXPORT, PRINT, Export
from analysis.charts.kit.style import WIDTH, laid_out
from analysis.errors import Invalid

TITLE = "Aboard & ashore"


@pytest.fixture
def chart(ferry: Timeline) -> Chart:
    return charts.intervals(ferry.where(measure="people"), TITLE)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its own header."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_picture_is_as_wide_as_a_column(chart: Chart) -> None:
    height = chart.figure.get_figheight()
    assert size(chart.png()) == (round(WIDTH * DPI), round(height * DPI))
    assert size(chart.png(PRINT))[0] == round(WIDTH * PRINT)


def test_a_picture_does_not_say_what_wrote_it_or_when(chart: Chart) -> None:
    assert b"matplotlib" not in chart.png().lower()
    assert not re.search(r"\d{4}-\d\d-\d\dT", chart.svg())
    assert "<dc:creator>" not in chart.svg()


def test_a_picture_twice_is_the_same(chart: Chart) -> None:
    assert chart.png() == chart.png()
    assert chart.svg() == chart.svg()


def test_svg_is_well_formed_with_text_as_text_and_claims_as_ids(chart: Chart) -> None:
    root = ElementTree.fromstring(chart.svg())
    ids = [element.get("id") for element in root.iter()]
    texts = "".join(root.itertext())
    assert TITLE in texts
    for claim_id, row in chart.table.iterrows():
        assert ids.count(str(claim_id)) == 1
        assert str(row["phrase"]) in texts or row["phrase"].startswith("entre")


def test_a_listing_is_the_words_and_the_whole_table(chart: Chart) -> None:
    alt, _, rest = chart.listing().partition("\n\n")
    assert alt == chart.alt
    read = [line.split()[0] for line in rest.splitlines()[2:]]
    assert read == list(chart.table.index)


def test_a_listing_says_when_what_was_drawn_changes(ferry: Timeline, chart: Chart) -> None:
    fewer = charts.intervals(ferry.where(measure="people", category="total"), TITLE)
    assert fewer.listing() != chart.listing()


@pytest.mark.parametrize("export", ["", *Export])
def test_only_a_report_gets_the_drawing_itself(
    chart: Chart, export: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EXPORT, export)
    data, metadata = chart._repr_mimebundle_(include=None, exclude=None)
    dots = {"": DPI, "screen": DPI, "print": PRINT, "drawing": 1}[export]
    assert size(data["image/png"])[0] == round(WIDTH * dots)
    assert data["text/plain"] == chart.listing()
    assert metadata["image/png"]["alt"] == chart.alt
    assert (MIME in data) == bool(export)
    assert "text/html" not in data
    if export:
        value = json.loads(json.dumps(data[MIME]))
        assert (value["svg"], value["alt"]) == (chart.svg(), chart.alt)
        assert value["title"] == chart.title
        read = pd.read_csv(io.StringIO(value["table"]), index_col="claim_id")
        assert list(read.index) == list(chart.table.index)


def test_an_export_that_is_not_known_is_refused(
    chart: Chart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EXPORT, "200")
    with pytest.raises(Invalid, match="screen, print, drawing"):
        chart._repr_mimebundle_()


def test_a_chart_has_its_whole_title_however_narrow_it_is(ferry: Timeline) -> None:
    title = "People aboard the ferry: said at once, and covering what came before it"
    with laid_out(3.5):
        chart = charts.intervals(ferry.where(measure="people"), title)
    assert chart.title == title
    assert Chart(Figure(), chart.table, "Two marks.").title == "Two marks."


def test_a_chart_cannot_be_changed(chart: Chart) -> None:
    with pytest.raises(AttributeError):
        chart.alt = ""  # type: ignore[misc]
