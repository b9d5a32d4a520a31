"""The results that come with the suite, for a look at a sweep without running one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.batch.local import here
from analysis.batch.make import Event, make
from analysis.batch.store import TABLE
from analysis.engine import Limits
from analysis.errors import Invalid, Problem
from analysis.sweep import read

SWEEP = Path("toll-by-day")


def example() -> bytes:
    """The gathered results of a shipped sweep, made anew; Invalid where a run fails."""
    with TemporaryDirectory() as folder:
        batch = make(read(SWEEP), Path(folder) / "batch", lambda: here(None, Limits()), _silent)
        if batch.failures:
            fix = "correct the notebook"
            raise Invalid(
                Problem(result.order.name, result.error, "a run that goes well", fix)
                for result in batch.failures
            )
        return (batch.folder / TABLE).read_bytes()


def _silent(event: Event) -> None:
    """Tell nobody."""
