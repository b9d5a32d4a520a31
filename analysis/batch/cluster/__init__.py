"""A Dask cluster that runs already, as a place to make runs."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from analysis.batch.make import Executor
from analysis.engine import Limits
from analysis.errors import Invalid, Problem

if TYPE_CHECKING:
    from distributed import Client

ADDRESS = re.compile(r"tcp://(?:[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
SECONDS = 3
"""How long a scheduler may take to answer."""


@contextmanager
def cluster(scheduler: str, limits: Limits) -> Iterator[Executor]:
    """The workers of a scheduler, `tcp://host:port`; what they are asked to make ends with this.

    Raises Invalid for another address, for one where no scheduler answers, and where
    `dask.distributed` is not installed.
    """
    check(scheduler)
    from analysis.batch.cluster import sent
    from analysis.batch.cluster.executor import Afar

    with _quiet():
        client = _connected(scheduler)
        try:
            yield Afar(client, limits)
        finally:
            with suppress(OSError):
                if client.status == "running":
                    client.run(sent.rest(), on_error="ignore")
            client.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's tracebacks: what is lost with a scheduler is said in a line."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def check(scheduler: str) -> None:
    """Invalid for what is no address of a scheduler."""
    if not ADDRESS.fullmatch(scheduler):
        fix = "write it as tcp://host:8786"
        raise Invalid([Problem("scheduler", repr(scheduler), "tcp://, a host and a port", fix)])
    if importlib.util.find_spec("distributed") is None:
        value, fix = "dask.distributed is not installed", "pip install -e '.[cluster]'"
        raise Invalid([Problem("scheduler", value, "the extra named cluster", fix)])


def _connected(scheduler: str) -> Client:
    """A client; the scheduler is asked who it is first, as a client may wait for ever."""
    from distributed import Client

    try:
        kind = asyncio.run(asyncio.wait_for(_kind(scheduler), SECONDS + 1))
        if kind == "Scheduler":
            return Client(scheduler, timeout=SECONDS, set_as_default=False)
        why = f"it is a {kind}"
    except (OSError, ValueError, TimeoutError) as error:
        why = getattr(error.__cause__, "strerror", None) or f"none within {SECONDS} s"
    value = f"no answer from a scheduler at {scheduler} ({why})"
    fix = "start it with `dask scheduler`, or correct the address"
    raise Invalid([Problem("scheduler", value, "a Dask scheduler", fix)])


async def _kind(address: str) -> str:
    """What answers there."""
    from distributed.core import rpc

    async with rpc(address, timeout=SECONDS) as query:
        return str((await query.identity())["type"])
