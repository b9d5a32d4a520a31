"""The engine's own exception."""

from __future__ import annotations

from analysis.errors import Invalid, Problem


class EngineError(Invalid):
    """The engine cannot do what it was asked for: no job was begun, or no job more can be.

    A job that fails raises nothing: its `JobResult` says so.
    """

    def __reduce__(self) -> tuple[type[EngineError], tuple[tuple[Problem, ...]]]:
        return EngineError, (self.problems,)
