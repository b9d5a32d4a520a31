"""The explorer as a page: which notebook it opens, and with which case that begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FERRY

from analysis import paths
from analysis.engine import Job, Step, engine
from analysis.errors import Invalid
from analysis.notebooks import ipynb, page
from analysis.notebooks.parameters import ran_with
from analysis.paths import USUAL_CASE


def test_without_a_case_it_is_the_notebook_itself() -> None:
    with page.notebook() as path:
        assert path == page.EXPLORER
        assert page.arguments(9, opened=False, path=path)[0] == str(path)


def test_a_case_is_what_the_page_begins_with(tmp_path: Path) -> None:
    with page.notebook(str(FERRY)) as path:
        assert path != page.EXPLORER
        assert ran_with(path)["case"] == str(FERRY.resolve())
        out = tmp_path / "out.ipynb"
        with engine(1) as kernels:
            (result,) = kernels.run([Job("explore", (Step(path, out, {}),), {})])
        assert result.error == ""
    assert not path.exists()
    text = ipynb.dump(ipynb.read(out))
    assert "Alba Line" in text


def test_a_name_stays_a_name_in_what_is_copied() -> None:
    with page.notebook(USUAL_CASE) as path:
        assert ran_with(path)["case"] == USUAL_CASE


def test_a_case_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="case: 'fery'; a case or a folder; "), page.notebook("fery"):
        raise AssertionError


def test_where_there_are_no_cases_it_says_how_to_begin_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(page, "USUAL_CASE", "")
    with pytest.raises(Invalid, match="begin one with `contested new`"), page.notebook():
        raise AssertionError


def test_a_notebook_without_parameters_takes_none() -> None:
    with pytest.raises(ValueError, match="no cell tagged parameters"):
        ipynb.with_parameters({"cells": []}, {"case": "x"})
