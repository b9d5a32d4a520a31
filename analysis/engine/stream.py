"""The streams that a kernel's cells print to: flushed only where something was printed.

A flush waits until another thread has sent what there is (`ipykernel.iostream.OutStream.flush`),
and a kernel asks both of its streams for one several times a cell.
"""

from __future__ import annotations

from typing import Any

from ipykernel import iostream

Base: Any = iostream.OutStream


class OutStream(Base):  # type: ignore[misc]
    """ipykernel's stream, under the same name, since a notebook may print its type."""

    _unsent = False

    def write(self, string: str) -> int | None:
        """Buffer a text until it is flushed."""
        self._unsent = True
        written: int | None = super().write(string)
        return written

    def flush(self) -> None:
        """Send the buffered text, if there is any."""
        if self._unsent:
            self._unsent = False  # before it is sent: another thread may write meanwhile
            super().flush()


# `type(sys.stdout)` in a cell prints the same as with ipykernel alone.
OutStream.__module__ = Base.__module__
OutStream.__qualname__ = Base.__qualname__
