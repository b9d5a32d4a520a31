"""A call that waits a moment, so that many changes at once are answered once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

WAIT = 0.03
"""Seconds: shorter than can be noticed, longer than the pause between two steps of a slider."""


class Later:
    """Calls a function soon; while a call is waiting, further ones are the same call.

    call: the function. wait: seconds from the first request to the call. A slider that is dragged
    changes many times a second, and only the last of them needs to be drawn. Without a running
    event loop, as in a plain script, it calls at once.
    """

    def __init__(self, call: Callable[[], None], wait: float = WAIT) -> None:
        self._call = call
        self._wait = wait
        self._waiting = False

    def __call__(self, *_: object) -> None:
        """Call soon; whatever is passed is what has changed, and is not needed."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._call()
            return
        if not self._waiting:
            self._waiting = True
            loop.call_later(self._wait, self._now)

    def _now(self) -> None:
        self._waiting = False
        self._call()
