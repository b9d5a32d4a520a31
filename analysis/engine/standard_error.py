"""The standard error of a job's processes, whose last lines are logged with the job's name.

Lines of ipykernel, of nbclient or of a library in C would else be mixed with those of other jobs,
and nobody could tell whose they are.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress

LOG = logging.getLogger(__name__)
MOST = 4_000
"""Bytes of a job that are remembered, the last ones."""
LINES = 20
"""Lines of a job that are logged, the last ones."""


class Tail:
    """The last bytes of what is written to a pipe, however much that is.

    descriptor: its side to read from. open: whether more may come. end: the last bytes.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.open = True
        self.end = b""

    def read(self) -> None:
        """Read what has come; nothing comes any more once all who could write have ended."""
        chunk = os.read(self.descriptor, 1 << 16)
        self.end = (self.end + chunk)[-MOST:]
        self.open = bool(chunk)

    def take(self) -> str:
        """Take what has been written since the last time, without waiting for more.

        It is called once the outcome of a job has come: what its process wrote before that is in
        the pipe by then.
        """
        os.set_blocking(self.descriptor, False)
        with suppress(BlockingIOError):
            while self.open:
                self.read()
        os.set_blocking(self.descriptor, True)
        text, self.end = self.text, b""
        return text

    def close(self) -> None:
        """Read no more; a process that still writes gets an error."""
        self.open = False
        os.close(self.descriptor)

    @property
    def text(self) -> str:
        """The last bytes as text."""
        return self.end.decode("utf-8", "replace")


def log(name: str, written: str) -> None:
    """Log the last lines that a job has written, each with its name.

    name: of the job. written: all that it wrote, or the end of it.
    """
    lines = [line for line in written.splitlines() if line.strip()]
    for line in lines[-LINES:]:
        LOG.warning("%s: %s", name, line)
