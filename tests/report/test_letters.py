"""A report of texts that paper cannot print letter by letter: it is made, and says which."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from conftest import Case
from reporting import PARAMETERS, SCOPE, code, markdown, notebook

from analysis.errors import Invalid, Problem
from analysis.report import make
from analysis.report.printers import pdf

CHART = 'an.charts.intervals(told.where(measure="people"), "People aboard")'


def chapter(folder: Path) -> Path:
    cells = [
        markdown("# Crew\n\nA question."),
        code("parameters", PARAMETERS, "parameters"),
        code("load", SCOPE, "remove"),
        code("aboard", CHART),
    ]
    return notebook(folder / "crew.ipynb", cells)


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("Alba 🚌", "🚌"),
        ("नमस्ते", "न"),
        ("Z\u0338\u0489al", "\u0489"),
    ],
)
def test_a_report_is_made_and_names_what_it_could_not_print(
    name: str, lacking: str, case: Case, tmp_path: Path
) -> None:
    case.change("actors", "line", name=name)
    lines: list[str] = []
    out = make.make(
        {"case": str(case.folder)},
        out=tmp_path / "out",
        notebooks=[chapter(tmp_path)],
        workers=1,
        warn=lines.append,
    )
    assert name in (out / "report.html").read_text(encoding="utf-8")
    assert len(pypdf.PdfReader(out / "report.pdf").pages) > 1
    assert any(line.startswith("report.pdf: actors.csv, line, name: ") for line in lines)
    assert any(line.startswith("report.pdf: the chart crew/aboard: ") for line in lines)
    assert all(f"{lacking} (U+{ord(lacking):04X})" in line for line in lines)


def test_the_page_is_kept_where_paper_fails(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> bytes:
        raise Invalid([Problem("report.pdf", "no", "a document", "report it")])

    monkeypatch.setattr(pdf, "render", failing)
    out, notebooks = tmp_path / "out", [chapter(tmp_path)]
    parameters = {"case": str(case.folder)}
    with pytest.raises(Invalid, match=r"report\.pdf: no"):
        make.make(parameters, out=out, notebooks=notebooks, workers=1)
    assert (out / "report.html").is_file()
    assert (out / "manifest.json").is_file()
    assert not (out / "report.pdf").exists()
    with pytest.raises(Invalid, match=r"report\.pdf: no"):
        make.make(parameters, out=tmp_path / "b", notebooks=notebooks, formats=["pdf"], workers=1)
    assert not (tmp_path / "b").exists()
