"""The sweeps that come with the suite, each run whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from analysis.batch import store
from stories.conftest import SHIPPED, Swept

pytestmark = pytest.mark.xdist_group("sweeps")


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
