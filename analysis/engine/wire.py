"""Jobs and how they ended, as lines of JSON between processes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from analysis.engine import Done, Job, Kind, Step


@dataclass(frozen=True)
class Outcome:
    """How a job ended. step: the number of the one that failed, none where it was none of them."""

    error: str = ""
    step: int | None = None
    kind: Kind = ""

    @classmethod
    def lost(cls, code: int, what: str = "its process") -> Outcome:
        """That of a job whose process ended before it could say how it went."""
        return cls(f"{what} died ({ending(code)})", None, "died")

    @classmethod
    def late(cls, timeout: float | None) -> Outcome:
        """That of a job that had to be ended."""
        return cls(f"timed out after {timeout:g} s", None, "timed out")

    def line(self) -> bytes:
        """The outcome to be sent."""
        texts = {"error": self.error, "step": self.step, "kind": self.kind}
        return json.dumps(texts).encode() + b"\n"

    def done(self, job: Job, seconds: float) -> Done:
        """The same for those who gave the job."""
        step = None if self.step is None else job.steps[self.step]
        return Done(job, seconds, printable(self.error), step, self.kind)


def outcome(data: Mapping[str, Any]) -> Outcome:
    """An outcome as it was sent."""
    return Outcome(data["error"], data["step"], cast(Kind, data["kind"]))


def line(number: int, job: Job) -> bytes:
    """A job to be sent, under a number. Raises TypeError for a value that JSON cannot hold."""
    steps = [_step(step) for step in job.steps]
    texts = {"name": job.name, "steps": steps, "environment": dict(job.environment)}
    more = {"number": number, "then": job.then, "told": dict(job.told)}
    return json.dumps({**texts, **more}).encode() + b"\n"


def _step(step: Step) -> dict[str, Any]:
    plain = {"notebook": str(step.notebook), "output": str(step.output)}
    return {**vars(step), **plain, "parameters": dict(step.parameters)}


def job(data: Mapping[str, Any]) -> Job:
    """A job as it was sent."""
    steps = tuple(
        Step(**{**step, "notebook": Path(step["notebook"]), "output": Path(step["output"])})
        for step in data["steps"]
    )
    return Job(data["name"], steps, data["environment"], data["then"], data["told"])


def printable(text: str) -> str:
    """A text that moves no cursor and changes no colour: other signs as Python escapes them."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def pipes() -> tuple[int, int]:
    """What was standard input and output, where nobody else will read or write it."""
    own = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return own


def ending(code: int) -> str:
    """How a process ended, for a person."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
