"""The sweeps that come with the suite, each run whole, once for all tests of stories."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.batch import store
from analysis.batch.local import local_executor
from analysis.batch.make import Batch, make
from analysis.engine import Limits
from analysis.sweep import SWEEPS, Sweep, read

SHIPPED = sorted(path.stem for path in SWEEPS.glob("*.yaml"))


@dataclass(frozen=True)
class Swept:
    """A sweep and its batch."""

    sweep: Sweep
    batch: Batch

    @property
    def rows(self) -> list[dict[str, str]]:
        text = (self.batch.folder / store.TABLE).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    def values(self, run: str, notebook: str) -> Mapping[str, tuple[str, str]]:
        """What a notebook of a run recorded: by name, in words and by its claims."""
        return {
            row["name"]: (row["shown"], row["claims"])
            for row in self.rows
            if (row["run"], row["notebook"]) == (run, notebook)
        }


@pytest.fixture(scope="session")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Swept]:
    """Every sweep, run one after the other."""
    out = tmp_path_factory.mktemp("sweeps")
    swept = {name: read(Path(name)) for name in SHIPPED}
    with local_executor(None, Limits()) as kitchen:
        return {
            name: Swept(item, make(item, out / name, lambda: nullcontext(kitchen), lambda _: None))
            for name, item in swept.items()
        }
