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
        made = make(read(SWEEP), Path(folder) / "batch", lambda: here(None, Limits()), _silent)
        if made.failures:
            do = "correct the notebook"
            raise Invalid(
                Problem(one.order.name, one.error, "a run that goes well", do)
                for one in made.failures
            )
        return (made.folder / TABLE).read_bytes()


def _silent(event: Event) -> None:
    """Tell nobody."""
