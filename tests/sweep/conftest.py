"""A folder with notebooks, to write sweeps for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY
from reporting import PARAMETERS, code, markdown, notebook

from analysis import sweep
from analysis.errors import Invalid

CASE = f'case: str = "{FERRY}"\n'
BOOK = "notebooks: one.ipynb\n"


class Folder:
    """A folder with two notebooks of the suite and one of somebody else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        own = PARAMETERS.replace('case: str = ""\n', CASE)
        foreign = 'days: int = 3\nplaces: list[str] = []\nrate: "float | None" = None\nname = "x"'
        for name, cell in (("one", own), ("two", own), ("foreign", foreign)):
            cells = [markdown("# A"), code("parameters", cell, "parameters"), code("drawn")]
            notebook(path / f"{name}.ipynb", cells)

    def read(self, text: str, **options: Any) -> sweep.Sweep:
        path = self.path / "x.yaml"
        path.write_text(text, encoding="utf-8")
        return sweep.read(path, **options)

    def refused(self, text: str) -> list[str]:
        with pytest.raises(Invalid) as refused:
            self.read(text)
        return [str(problem) for problem in refused.value.problems]

    def parameters(self, text: str, **options: Any) -> list[dict[str, object]]:
        """Those of each run of a sweep over the first notebook."""
        return [dict(run.parameters) for run in self.read(BOOK + text, **options).runs]

    def check(self, text: str, beginnings: Sequence[str]) -> None:
        """A sweep over the first notebook is refused with problems that begin like these."""
        problems = self.refused(BOOK + text)
        assert len(problems) == len(beginnings), problems
        for problem, beginning in zip(sorted(problems), sorted(beginnings), strict=True):
            assert problem.startswith(f"x.yaml:{beginning}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder that is also the home of whoever runs the sweep."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return Folder(tmp_path)
