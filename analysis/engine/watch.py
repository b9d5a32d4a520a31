"""Monitoring of a running step: its cell, its kernel, and the timeout of its job."""

from __future__ import annotations

import _thread
import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from analysis.engine import process_tree
from analysis.engine.wire import Outcome, ending

GRACE = 2.0
"""Seconds between an interrupt and SIGKILL."""
START = 60.0
"""Seconds that nbclient gives a kernel to start; they do not count as time of the job."""
LAST = START + 3 * GRACE
"""Seconds after its timeout at which a job is killed whose own process does not end it."""


class StepMonitor:
    """Filled by nbclient's hooks while a step runs; interrupts a late job, then kills its kernel.

    timeout: seconds for all steps of a job and what follows them; they count from when its first
    kernel is ready, for how long that takes is a matter of the machine and of what else it does.
    memory: bytes that a kernel may take, beyond what it has when it is ready.
    """

    def __init__(self, timeout: float | None, memory: int | None = None) -> None:
        self.timeout = timeout
        self.memory = memory
        self.late = False
        self.timer: threading.Timer | None = None
        self.begin()

    def begin(self) -> None:
        """Forget the last step."""
        self.notebook: Any = None
        self.cell: int | None = None
        self.current: Any = None
        self.provisioner: Any = None

    def started(self, notebook: Any) -> None:
        """Note that a kernel is ready to run this notebook; nbclient's `on_notebook_start`."""
        self.notebook = notebook
        if self.memory is not None:
            process_tree.limit_memory(self.provisioner.pid, self.memory)
        self.count()

    def executing(self, cell: Any, cell_index: int) -> None:
        """Note the cell that is about to run; nbclient's `on_cell_execute`."""
        self.cell = cell_index
        self.current = cell

    def lateness(self) -> str:
        """The error of a job that takes too long, for a person."""
        return Outcome.late(self.timeout).error

    def death(self, message: str) -> str:
        """The error of a kernel that has died. message: that of one that was never started."""
        if self.provisioner is None:
            return message
        process = getattr(self.provisioner, "process", None)
        code = getattr(process, "returncode", getattr(self.provisioner, "code", None))
        return "the kernel died" if code is None else f"the kernel died ({ending(code)})"

    def complaint(self) -> str:
        """The last line that the cell wrote on standard error; empty where it wrote none.

        A magic that fails may raise an error without words, and write there what is wrong.
        """
        outputs = self.current.get("outputs", ()) if self.current else ()
        pieces = [output.text for output in outputs if output.get("name") == "stderr"]
        return next((line for line in reversed("".join(pieces).splitlines()) if line.strip()), "")

    def mark(self, name: str, message: str) -> str:
        """Add an error to the cell that ran last, as papermill does for one that a cell raises.

        name: the type of the error. message: its text. Returns which cell it was, as `cell 3`;
        empty where none has run.
        """
        import papermill.execute

        if self.notebook is None or self.cell is None:
            return ""
        cell = self.notebook.cells[self.cell]
        cell.outputs.append(_error(name, message))
        cell.metadata.papermill["status"] = "failed"
        cell.metadata.papermill["exception"] = True
        self.notebook.metadata.papermill["exception"] = True
        # It puts a note on top of the notebook and one above the cell, and then raises the error.
        with contextlib.suppress(papermill.PapermillExecutionError):
            papermill.execute.raise_for_execution_errors(self.notebook, None)
        return f"cell {cell.execution_count or self.cell + 1}"

    @contextmanager
    def timed(self) -> Iterator[None]:
        """A context whose code is interrupted when the timeout is over; see `count`."""
        try:
            yield
        finally:
            if self.timer is not None:
                self.timer.cancel()

    def count(self) -> None:
        """Start the timeout, unless it runs already or there is none."""
        if self.timeout is not None and self.timer is None:
            # A daemon: an interpreter that ends waits for any other thread.
            self.timer = threading.Timer(self.timeout, self._interrupt)
            self.timer.daemon = True
            self.timer.start()

    def _interrupt(self) -> None:
        """Interrupt the kernel's cell, or this process where no kernel runs."""
        self.late = True
        if self.provisioner is None:
            _interrupt_main()
            return
        # A loop of its own: this is the timer's thread, and nbclient's loop runs in the main one.
        asyncio.run(self.provisioner.send_signal(signal.SIGINT))
        force = threading.Timer(GRACE, self._force)
        force.daemon = True
        force.start()

    def _force(self) -> None:
        if self.provisioner is not None:
            asyncio.run(self.provisioner.kill())


def _interrupt_main() -> None:
    """Interrupt what the main thread does, also where it waits for a lock.

    `_thread.interrupt_main` sets a flag that is looked at between two steps of the interpreter: a
    thread that waits in a system call stays as it is. Only a signal wakes it; Windows has none.
    """
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _error(name: str, message: str) -> Any:
    from nbformat.v4 import new_output

    return new_output(  # type: ignore[no-untyped-call]
        "error", ename=name, evalue=message, traceback=[f"{name}: {message}"]
    )
