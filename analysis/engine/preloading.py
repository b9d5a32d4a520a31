"""Imports of an interpreter before kernels are forked from it."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace

KERNEL = (
    *("ipykernel_launcher", "ipykernel.kernelapp", "ipykernel.debugger"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "pdb", "sqlite3"),
    *("faulthandler", "tornado.platform.asyncio", "zmq.asyncio"),
    *("IPython.core.logger", "psutil"),
)
"""The modules that every kernel imports before it runs its first cell."""


def import_kernel() -> frozenset[str]:
    """Import KERNEL; return the names of the modules that a kernel has which is started anew."""
    ours = {name for name in sys.modules if name.partition(".")[0] == _package()}
    for module in KERNEL:
        importlib.import_module(module)
    return frozenset(sys.modules) - ours


def import_all(modules: Iterable[str]) -> None:
    """Import modules as a kernel would. Raises whatever one of them raises."""
    with _as_in_a_kernel():
        for module in modules:
            importlib.import_module(module)


def added(before: Mapping[str, str]) -> dict[str, str]:
    """The variables that imports have added to the environment. before: as it was before them."""
    return {name: value for name, value in os.environ.items() if name not in before}


def forget(modules: Iterable[str]) -> None:
    """Unload modules, so that Python searches for them when they are next imported.

    Code that has imported them still works: a function keeps the names of its module alive.
    """
    for name in modules:
        sys.modules.pop(name, None)


def freeze() -> None:
    """Exclude all present objects from garbage collection, in this process and in each fork.

    A collection writes into the header of every object that it visits. In a fork each such write
    copies a page of memory that is shared until then with the interpreter it was forked from. What
    is garbage already would never be freed, so it is collected first.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let pandas find itself in a kernel when it is imported.

    Else it takes the front end for a terminal, and prints all columns of its frames
    (`pandas.io.formats.console.in_ipython_frontend`).
    """
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]


def _package() -> str:
    return __name__.partition(".")[0]
