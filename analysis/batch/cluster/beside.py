"""A process beside a worker that makes its runs, seen from the worker."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

PROGRAM = "from analysis.batch.cluster.slot import main; main()"
LAST = 10.0
"""Seconds that it gets to end by itself what it has started."""


class Slot:
    """A running `analysis.batch.cluster.slot` and the pipes to it. limits: those of its runs."""

    def __init__(self, limits: Mapping[str, Any]) -> None:
        self.limits = dict(limits)
        self.closed = False
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", PROGRAM, json.dumps(self.limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        threading.Thread(target=self.process.wait, daemon=True).start()

    @property
    def left(self) -> bool:
        """Whether it ended of its own accord."""
        return self.process.poll() == 0

    def ask(self, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Its answer; None if it ended without one."""
        stdin, stdout = self.process.stdin, self.process.stdout
        line = b""
        with suppress(OSError, ValueError):  # it has ended, or was closed meanwhile
            if stdin and stdout:
                stdin.write(json.dumps(data).encode() + b"\n")
                stdin.flush()
                line = stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def close(self) -> None:
        """Let it see the end of its input; it ends what it has started, then itself."""
        self.closed = True
        self._shut()

    def end(self) -> None:
        """Return when it has ended, also if it has to be killed."""
        self._shut()
        try:
            self.process.wait(LAST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def _shut(self) -> None:
        with suppress(OSError, ValueError):
            if self.process.stdin:
                self.process.stdin.close()
