"""Runs notebooks, each in a kernel of its own; knows nothing of what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    output: where the executed notebook goes. parameters: for its cell tagged so. environment:
    variables added to those of its kernel.
    """

    notebook: Path
    output: Path
    parameters: Mapping[str, object] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> Path:
        """Where the notebook is kept, up to its error, if it fails."""
        return self.output.with_suffix(".failed.ipynb")


@dataclass(frozen=True)
class Done:
    """A job that has ended.

    seconds: how long it took. error: empty where all went well, else the cell and the error's
    own words.
    """

    job: Job
    seconds: float
    error: str = ""
