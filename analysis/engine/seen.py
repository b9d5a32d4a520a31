"""What is known of a running step: its notebook, its cell, its kernel, and whether it is late."""

from __future__ import annotations

import _thread
import asyncio
import contextlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from analysis.engine.telling import ending

GRACE = 2.0
"""Seconds between an interrupt and the end by force."""
LAST = 3 * GRACE
"""Seconds after its time at which a job is ended whose process does not see to it."""


class Seen:
    """Filled by nbclient's hooks while it runs; asks at first, then ends by force what is late."""

    def __init__(self, timeout: float | None) -> None:
        self.timeout = timeout
        self.late = False
        self.begin()

    def begin(self) -> None:
        """Forget the last step."""
        self.notebook: Any = None
        self.cell: int | None = None
        self.provisioner: Any = None

    def started(self, notebook: Any) -> None:
        """A kernel is ready to run this notebook."""
        self.notebook = notebook

    def executing(self, cell: Any, cell_index: int) -> None:  # noqa: ARG002
        """A cell is about to run."""
        self.cell = cell_index

    def lateness(self) -> str:
        """What is told of a job that takes too long."""
        return f"timed out after {self.timeout:g} s"

    def death(self) -> str:
        """What is told of a kernel that has died."""
        process = getattr(self.provisioner, "process", None)
        code = getattr(process, "returncode", getattr(self.provisioner, "code", None))
        return "the kernel died" if code is None else f"the kernel died ({ending(code)})"

    def mark(self, name: str, said: str) -> str:
        """Show an error in the cell that ran last, as papermill shows one; which cell that was."""
        import papermill.execute

        if self.notebook is None or self.cell is None:
            return ""
        cell = self.notebook.cells[self.cell]
        cell.outputs.append(_error(name, said))
        cell.metadata.papermill["status"] = "failed"
        cell.metadata.papermill["exception"] = True
        self.notebook.metadata.papermill["exception"] = True
        with contextlib.suppress(papermill.PapermillExecutionError):
            papermill.execute.raise_for_execution_errors(self.notebook, None)
        return f"cell {cell.execution_count or self.cell + 1}"

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Interrupt what runs in here when time is up."""
        timer = Timer(self.timeout or 0, self._interrupt)
        timer.daemon = True
        if self.timeout is not None:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _interrupt(self) -> None:
        """Ask the kernel to stop its cell, or this process what follows the steps."""
        self.late = True
        if self.provisioner is None:
            _thread.interrupt_main()
            return
        asyncio.run(self.provisioner.send_signal(signal.SIGINT))
        force = Timer(GRACE, self._force)
        force.daemon = True
        force.start()

    def _force(self) -> None:
        if self.provisioner is not None:
            asyncio.run(self.provisioner.kill())


def _error(name: str, said: str) -> Any:
    from nbformat.v4 import new_output

    return new_output(  # type: ignore[no-untyped-call]
        "error", ename=name, evalue=said, traceback=[f"{name}: {said}"]
    )
