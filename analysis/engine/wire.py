"""The lines of JSON that processes of the engine exchange: jobs and their outcomes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from analysis.engine import Job, JobResult, Kind, Step


@dataclass(frozen=True)
class Outcome:
    """How a job ended, as its process reports it.

    error, kind: see `JobResult`. step: the number of the one that failed, none where none of them
    did.
    """

    error: str = ""
    step: int | None = None
    kind: Kind = ""

    @classmethod
    def lost(cls, code: int, what: str = "its process") -> Outcome:
        """The outcome of a job whose process ended before it could report one.

        code: its exit status, negative for a signal. what: which process.
        """
        return cls(f"{what} died ({ending(code)})", None, "died")

    @classmethod
    def late(cls, timeout: float | None) -> Outcome:
        """The outcome of a job that was ended at its timeout. timeout: in seconds."""
        return cls(f"timed out after {timeout:g} s", None, "timed out")

    def encode(self) -> bytes:
        """The outcome as a line to be sent."""
        return line(asdict(self))

    def result(self, job: Job, seconds: float) -> JobResult:
        """The outcome as the result of its job. seconds: how long it took."""
        step = None if self.step is None else job.steps[self.step]
        return JobResult(job, seconds, printable(self.error), step, self.kind)


def line(values: object) -> bytes:
    """Values as a line of JSON, to be sent to another process."""
    return json.dumps(values).encode() + b"\n"


def decode_outcome(data: Mapping[str, Any]) -> Outcome:
    """An outcome from the values of its line. data: those values; others in it are ignored."""
    return Outcome(data["error"], data["step"], cast(Kind, data["kind"]))


def encode_job(number: int, job: Job) -> bytes:
    """A job as a line to be sent, under a number.

    Raises TypeError for a parameter or an argument that JSON cannot hold.
    """
    steps = [_step(step) for step in job.steps]
    mappings = {"environment": dict(job.environment), "arguments": dict(job.arguments)}
    fields = {"number": number, "name": job.name, "steps": steps, "then": job.then, **mappings}
    return line(fields)


def _step(step: Step) -> dict[str, Any]:
    plain = {"notebook": str(step.notebook), "output": str(step.output)}
    return {**vars(step), **plain, "parameters": dict(step.parameters)}


def decode_job(data: Mapping[str, Any]) -> Job:
    """A job from the values of its line. data: those values, as `encode_job` writes them."""
    steps = tuple(
        Step(**{**step, "notebook": Path(step["notebook"]), "output": Path(step["output"])})
        for step in data["steps"]
    )
    return Job(data["name"], steps, data["environment"], data["then"], data["arguments"])


def printable(text: str) -> str:
    """A text that moves no cursor and changes no colour: such signs as Python escapes them.

    >>> printable("red: \\x1b[31m")
    'red: \\\\x1b[31m'
    """
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def pipes() -> tuple[int, int]:
    """New descriptors of standard input and output, which no other code reads or writes.

    Text that a library prints would else be mixed with the lines that this process sends; from now
    on it goes to standard error.
    """
    own = own_input(), os.dup(1)
    os.dup2(2, 1)
    return own


def own_input() -> int:
    """A new descriptor of standard input; standard input itself is empty from now on."""
    descriptor = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return descriptor


def ending(code: int) -> str:
    """How a process ended, for a person. code: its exit status, negative for a signal.

    >>> ending(3), ending(-9)
    ('exit status 3', 'killed by SIGKILL')
    """
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
