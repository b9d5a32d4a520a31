"""What follows the steps of a job, in the tests of the engine."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path


def write(path: str, data: str) -> None:
    Path(path).write_text(data, encoding="utf-8")


def fail() -> None:
    raise ValueError("no")


def die() -> None:
    os.kill(os.getpid(), 9)


def hang() -> None:
    threading.Event().wait()


def ignore() -> None:
    """Wait for ever, whatever signal asks for an end."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    threading.Event().wait()


def reserve() -> None:
    """Have Arrow reserve what it reserves on its first use, a gigabyte of addresses."""
    import pyarrow as pa

    pa.array(range(1000)).take(pa.array([1]))


def complain(lines: int) -> None:
    """Write lines where a library in C would."""
    os.write(2, "".join(f"line {number}\n" for number in range(lines)).encode())


def litter() -> None:
    """Leave behind in the process of a job what a run might."""
    import random
    import sys

    import numpy as np

    os.environ["LITTER"] = "left"
    os.chdir("/")
    random.seed(0)
    np.random.seed(0)
    sys.modules["litter"] = sys
