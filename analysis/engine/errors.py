"""The engine's own exception."""

from __future__ import annotations

from analysis.errors import Invalid


class EngineError(Invalid):
    """The engine cannot run jobs: it could not start, or it ended and cannot be started again.

    A job that fails raises nothing: its `JobResult` says so.
    """
