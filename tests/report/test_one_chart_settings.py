"""Widths, forms and files, as a person asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import Invalid
from analysis.report.one_chart import Settings, millimetres, settings

NAME = "casualties/toll"


@pytest.mark.parametrize(
    ("width", "inches"),
    [
        ("89mm", 89 / 25.4),
        ("8.9 cm", 89 / 25.4),
        ("3.5in", 3.5),
        ("252pt", 3.5),
        ("336px", 3.5),
        ("89MM", 89 / 25.4),
        (".5in", None),
        ("401mm", None),
        ("89", None),
        ("mm", None),
        ("-89mm", None),
        ("89 inches", None),
        ("nanmm", None),
        ("1e2mm", None),
        ("", None),
    ],
)
def test_a_width_is_a_length_that_a_page_has(width: str, inches: float | None) -> None:
    if inches is None:
        with pytest.raises(Invalid, match=r"^width: "):
            settings(NAME, width, "", 300, None)
        return
    assert settings(NAME, width, "", 300, None).inches == pytest.approx(inches)


@pytest.mark.parametrize(
    ("form", "out", "expected"),
    [
        ("", None, ("svg", "casualties-toll-89mm.svg")),
        ("pdf", None, ("pdf", "casualties-toll-89mm.pdf")),
        ("", "a/b.PNG", ("png", "a/b.PNG")),
        ("pdf", "figure.eps", ("pdf", "figure.eps")),
        ("", "figure", ("svg", "figure")),
    ],
)
def test_the_form_is_that_of_the_file(
    form: str, out: str | None, expected: tuple[str, str]
) -> None:
    requested = settings(NAME, "89 mm", form, 300, Path(out) if out else None)
    assert (requested.form, str(requested.out)) == expected


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        settings(NAME, "x", "pngg", 5, tmp_path)
    texts = [str(problem) for problem in refused.value.problems]
    assert [line.partition(":")[0] for line in texts] == ["width", "format", "out", "dpi"]
    assert texts[1].endswith("did you mean png?")
    with pytest.raises(Invalid, match=r"format: 'eps'; svg or pdf or png or html; "):
        settings(NAME, "89mm", "", 300, Path("figure.eps"))


def test_a_file_whose_ending_says_something_else_is_refused() -> None:
    with pytest.raises(Invalid, match=r"format: png, but the file ends in \.svg; one form; "):
        settings(NAME, "89mm", "png", 300, Path("figure.svg"))


def test_a_width_is_said_in_millimetres() -> None:
    assert millimetres(Settings(3.5, "svg", 300, Path("x")).inches) == "89mm"
