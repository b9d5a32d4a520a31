"""One chart as a file: its size, its typeface inside, its words, the same bytes always."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import raster
from analysis.errors import Invalid
from analysis.report.document import Figure
from analysis.report.one_chart import Settings, least, render

SVG = "{http://www.w3.org/2000/svg}"
FULL = 183 / 25.4
ARABIC = "ميناء"


@pytest.fixture(scope="module")
def figure(ferry: Timeline) -> Figure:
    chart = charts.evidence_by_day(ferry, f"Days & nights of {ARABIC}")
    return Figure("days", "days", chart.svg(), b"", chart.alt, "", chart.title)


@pytest.fixture(scope="module")
def print_as(figure: Figure) -> Callable[..., bytes]:
    def printed(form: str, inches: float = FULL, dots: int = 300) -> bytes:
        return render(figure, Settings(inches, form, dots, Path("x")))

    return printed


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_the_same_bytes_on_every_run(print_as: Callable[..., bytes], form: str) -> None:
    assert print_as(form) == print_as(form)


def test_svg_has_its_size_and_says_what_it_shows(
    print_as: Callable[..., bytes], figure: Figure
) -> None:
    root = ElementTree.fromstring(print_as("svg"))
    assert root.get("width") == "183mm"
    assert root.get("role") == "img"
    wide, high = (float(part) for part in root.get("viewBox", "").split()[2:])
    assert float(root.get("height", "").removesuffix("mm")) == pytest.approx(
        183 * high / wide, rel=1e-3
    )
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [
        figure.title,
        figure.alt,
    ]


def test_svg_holds_its_letters_and_asks_nobody(print_as: Callable[..., bytes]) -> None:
    words = print_as("svg").decode()
    root = ElementTree.fromstring(words)
    faces = re.findall(r'font-family:"([^"]+)".*?base64,([^)]+)\)', words)
    assert {family for family, _ in faces} == {raster.FAMILY, raster.OTHER}
    held: set[int] = set()
    for _, data in faces:
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            held |= set(font.getBestCmap())
    text = "".join(part for element in root.iter(f"{SVG}text") for part in element.itertext())
    assert {ord(letter) for letter in text if letter.isprintable()} <= held
    assert set(re.findall(r"url\(([^:)]{4})", words)) <= {"data", "#h", "#p"} | {
        value[:4] for value in re.findall(r"url\((#[^)]+)\)", words)
    }


def test_without_foreign_letters_a_single_typeface_is_enough() -> None:
    assert raster.embedded("plain words\n").count("@font-face") == len(raster.FACES)
    assert raster.embedded("plain words\n") == raster.faces("plain words")


def test_pdf_is_a_page_of_that_width_with_its_fonts(
    print_as: Callable[..., bytes], figure: Figure
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_as("pdf", FULL)))
    (page,) = reader.pages
    assert float(page.mediabox.width) == pytest.approx(FULL * 72, abs=0.1)
    assert reader.metadata is not None
    assert reader.metadata.title == figure.title
    assert b"pdfuaid:part" in print_as("pdf", FULL)
    resources: Any = [page["/Resources"].get_object(), *_nested(page["/Resources"].get_object())]
    fonts_used = [f for r in resources for f in r.get("/Font", {}).values()]
    described = [
        f.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for f in fonts_used
    ]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & set(item) for item in described)


def _nested(resources: Any) -> list[Any]:
    """The resources of what a page draws."""
    inside = [item.get_object() for item in resources.get("/XObject", {}).values()]
    own = [item["/Resources"].get_object() for item in inside if "/Resources" in item]
    return own + [more for item in own for more in _nested(item)]


@pytest.mark.parametrize("dots", [72, 300])
def test_png_has_as_many_dots_as_its_resolution_says(
    print_as: Callable[..., bytes], figure: Figure, dots: int
) -> None:
    with Image.open(io.BytesIO(print_as("png", FULL, dots))) as drawn:
        assert abs(drawn.width - FULL * dots) <= 1
        assert drawn.info["dpi"] == pytest.approx((dots, dots), rel=1e-3)
        assert drawn.info["Description"] == figure.alt


def test_type_too_small_to_print_is_refused_with_the_least_width(
    print_as: Callable[..., bytes], figure: Figure
) -> None:
    narrowest = least(figure.svg)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", figure.svg)]
    assert narrowest == pytest.approx(6.5 * 6.5 / min(sizes))
    with pytest.raises(Invalid) as refused:
        print_as("svg", narrowest - 0.1)
    (problem,) = refused.value.problems
    assert problem.where == "days/days"
    match = re.fullmatch(r"ask for (\d+)mm or more", problem.fix)
    assert match
    assert print_as("svg", int(match[1]) / 25.4)


def test_a_drawing_without_words_can_be_any_width() -> None:
    bare = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36" width="1" height="1"></svg>'
    assert least(bare) == pytest.approx(1.0)
