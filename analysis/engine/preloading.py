"""What an interpreter imports before kernels are forked from it."""

from __future__ import annotations

import builtins
import gc
import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

KERNEL = (
    *("ipykernel_launcher", "ipykernel.kernelapp", "ipykernel.debugger"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "pdb", "sqlite3"),
    *("faulthandler", "tornado.platform.asyncio", "zmq.asyncio"),
    *("IPython.core.logger", "psutil"),
)
"""What every kernel imports until it runs its first cell."""


def import_kernel() -> frozenset[str]:
    """Import what every kernel does. Returns the names of the modules that a plain one has."""
    ours = {name for name in sys.modules if name.partition(".")[0] == _package()}
    for module in KERNEL:
        importlib.import_module(module)
    return frozenset(sys.modules) - ours


def import_all(modules: Iterable[str]) -> None:
    """Import modules as a kernel would. Raises whatever one of them raises."""
    with _as_in_a_kernel():
        for module in modules:
            importlib.import_module(module)


def forget(modules: Iterable[str]) -> None:
    """Have Python look again for modules when they are next imported.

    What has them goes on with them: a function keeps the names of its module alive.
    """
    for name in modules:
        sys.modules.pop(name, None)


def freeze() -> None:
    """Leave all that there is now out of every collection of garbage, here and in each fork.

    A collection writes into the head of every object that it looks at. In a fork each such write
    copies a page of memory that it shares until then with the interpreter it was forked from. What
    is garbage already would then never be freed, so it is collected first.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let pandas see a kernel when it is imported: else it takes what shows its frames for a
    terminal, which shows all of their columns (`pandas.io.formats.console.in_ipython_frontend`).
    """
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]


def _package() -> str:
    return __name__.partition(".")[0]
