"""What a cluster is asked to call, as functions inside functions.

Such a function travels as its code, not as the name of a module: the scheduler need not have this
project, and a worker that lacks it can say so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Call = Callable[..., Awaitable[Any]]


def differing() -> Call:
    """Called on a worker: what differs there; see `remote.differing`."""

    async def call(data: Mapping[str, Any], dask_worker: Any) -> Any:
        from analysis.batch.cluster import remote

        return await remote.differing(dask_worker, data)

    return call


def rest() -> Call:
    """Called on a worker: no more runs are to come; see `remote.rest`."""

    async def call(dask_worker: Any) -> None:
        from analysis.batch.cluster import remote

        await remote.rest(dask_worker)

    return call


def make() -> Callable[[bytes], tuple[dict[str, Any], bytes]]:
    """A run, as a task; see `remote.make`."""

    def call(body: bytes) -> tuple[dict[str, Any], bytes]:
        from analysis.batch.cluster import remote

        return remote.make(body)

    return call
