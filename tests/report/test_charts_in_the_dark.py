"""Charts in a page that is dark: every colour of theirs follows the page and stands out from it."""

from __future__ import annotations

import re

import pytest
from gallery import FORMS, drawable, drawing
from matplotlib.colors import to_rgb

from analysis.charts.kit import marks, style
from analysis.paths import ROOT
from analysis.report.figures import INKS

CSS = (ROOT / "analysis/report/assets/report.css").read_text(encoding="utf-8")
DARK = dict(re.findall(r"--(chart-[a-z0-9]+): (#[0-9a-f]{6})", CSS))
SIDES = [f"chart-{number}" for number, _ in enumerate(style.PALETTE, 1)]
COLOUR = re.compile(r"(?<![\w(])#[0-9a-f]{6}\b")


def blended(colour: str, paper: str, alpha: float) -> tuple[float, ...]:
    pairs = zip(to_rgb(colour), to_rgb(paper), strict=True)
    return tuple(alpha * part + (1 - alpha) * under for part, under in pairs)


def luminance(parts: tuple[float, ...]) -> float:
    """Relative luminance, as the accessibility guidelines of the web define it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(name: str, behind: str = "chart-paper", alpha: float = 1.0) -> float:
    paper = DARK[behind]
    ends = luminance(blended(DARK[name], paper, alpha)), luminance(to_rgb(paper))
    return (max(ends) + 0.05) / (min(ends) + 0.05)


def test_every_colour_has_another_in_the_dark() -> None:
    names = {re.sub(r"var\(--([\w-]+),.*", r"\1", ink) for ink in INKS.values()}
    assert names == set(DARK)


@pytest.mark.parametrize(("case", "form"), drawable(FORMS))
def test_a_chart_has_no_colour_that_the_page_cannot_change(case: str, form: str) -> None:
    assert set(COLOUR.findall(drawing(case, form).chart.svg())) <= set(INKS)


@pytest.mark.parametrize("name", [*SIDES, "chart-grey"])
def test_marks_and_their_outlines_stand_out(name: str) -> None:
    assert contrast(name) >= 5
    assert contrast(name, alpha=marks.RIM) >= 3
    assert contrast(name, alpha=marks.BAR) >= 3


@pytest.mark.parametrize("name", ["chart-ink", "chart-soft", "chart-wrong", "chart-hatch"])
def test_words_and_stripes_can_be_read(name: str) -> None:
    assert contrast(name) >= 5
    assert contrast(name, "chart-land") >= 4.5


@pytest.mark.parametrize("name", ["chart-country", "chart-river"])
def test_names_on_a_map_can_be_read(name: str) -> None:
    assert contrast(name, "chart-land") >= 4.5
    assert contrast("chart-water", "chart-land") >= 3


def test_names_on_a_map_can_be_read_in_the_light_too() -> None:
    for colour in (style.COUNTRY, style.RIVER, style.SOFT):
        ends = luminance(to_rgb(colour)), luminance(to_rgb(style.LAND))
        assert (max(ends) + 0.05) / (min(ends) + 0.05) >= 4.5, colour
