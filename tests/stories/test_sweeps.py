"""The sweeps that come with the suite, each run whole."""

from __future__ import annotations

import csv
import re
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


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Swept]:
    """Every sweep, run one after the other."""
    out = tmp_path_factory.mktemp("sweeps")
    swept = {name: read(Path(name)) for name in SHIPPED}
    with local_executor(None, Limits()) as kitchen:
        return {
            name: Swept(item, make(item, out / name, lambda: nullcontext(kitchen), lambda _: None))
            for name, item in swept.items()
        }


@pytest.mark.parametrize("name", SHIPPED)
def test_every_run_is_there_and_leads_to_its_files(sweeps: Mapping[str, Swept], name: str) -> None:
    item = sweeps[name]
    runs = [run.name for run in item.sweep.runs]
    assert item.batch.failures == ()
    assert list(dict.fromkeys(row["run"] for row in item.rows)) == runs
    index = (item.batch.folder / store.INDEX).read_text(encoding="utf-8")
    for run in runs:
        assert f'href="runs/{run}/' in index
    for link in re.findall(r'href="(runs/[^"]+)"', index):
        assert (item.batch.folder / link).is_file()


def test_what_is_known_by_a_day_does_not_depend_on_how_it_is_run(
    sweeps: Mapping[str, Swept],
) -> None:
    """From one notebook, or from whole reports."""
    alone, whole = sweeps["toll-by-day"], sweeps["as-known"]
    days = [run.name for run in alone.sweep.runs]
    assert days == [run.name for run in whole.sweep.runs]
    texts = [alone.values(day, "casualties") for day in days]
    assert texts == [whole.values(day, "casualties") for day in days]
    assert texts[0] != texts[-1]
