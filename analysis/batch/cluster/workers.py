"""The workers of a cluster: which of them fit, so that runs are sent to them, and which do not."""

from __future__ import annotations

import logging
import pickle
import time
from typing import TYPE_CHECKING, Any

from analysis.batch.cluster.fingerprint import Fingerprint
from analysis.batch.cluster.worker import checking
from analysis.errors import Invalid, Problem, few
from analysis.notebooks import provenance

if TYPE_CHECKING:
    from distributed import Client

LOG = logging.getLogger(__name__)
NONE = Problem(
    *("scheduler", "the cluster has no worker", "at least one"),
    "start one with `dask worker` and the address of the scheduler",
)
LOST = Problem(
    *("scheduler", "the connection was lost, or the runs were cancelled there"),
    "a cluster for as long as the batch takes",
    "start it again: the same command does the rest",
)
LOOK = 1.0
"""Seconds between checks of which workers there are."""
PATIENCE = 60.0
"""Seconds to wait for a worker once none is left."""
SAME = "install the same project and libraries there, and start the worker again"


class Workers:
    """The workers of a cluster, each checked when it is first seen.

    resource: a name that those which fit get from the check; runs are sent after it, so that the
    scheduler itself keeps them from all others, whoever comes and goes. fit: their addresses.
    threads: how many they have together. unfit: what is wrong with each of the others, by address.
    """

    def __init__(self, client: Client, wanted: Fingerprint) -> None:
        self.client = client
        self.wanted = wanted
        self.resource = f"contested-{provenance.key(wanted)}"
        self.fit: set[str] = set()
        self.threads = 0
        self.unfit: dict[str, Problem] = {}
        self.last_look = self.last_fit = time.monotonic()

    def check(self) -> None:
        """Check those that are there. Raises Invalid where there is none, or where any is unfit."""
        self._look()
        if self.unfit:
            problems = tuple(self.unfit.values())
            raise Invalid(few(problems))
        if not self.threads:
            raise Invalid([NONE])

    def watch(self) -> bool:
        """Check the workers that are new; return whether all that fitted before have gone.

        Raises Invalid where there has been none that fits for PATIENCE seconds.
        """
        if time.monotonic() - self.last_look < LOOK:
            return False
        known = set(self.unfit)
        stayed = self._look()
        for address in self.unfit.keys() - known:
            LOG.warning("%s", self.unfit[address])
        self.last_fit = time.monotonic() if self.threads else self.last_fit
        if time.monotonic() - self.last_fit >= PATIENCE:
            raise Invalid([NONE, *self.unfit.values()])
        return not stayed

    def _look(self) -> set[str]:
        """Update which workers there are and fit; the addresses of those that still fit.

        Raises Invalid where the scheduler is gone.
        """
        # Looked at first, as the client tries for half a minute to reach a scheduler that is gone.
        if self.client.status != "running":
            raise Invalid([LOST])
        try:
            present = self.client.scheduler_info(n_workers=-1)["workers"]
            self.unfit = {name: why for name, why in self.unfit.items() if name in present}
            # Also those that have given the resource up, because the project there was changed.
            fit = {name for name in present if present[name]["resources"].get(self.resource)}
            stayed = self.fit & fit
            new = [name for name in present if name not in {*fit, *self.unfit}]
            answers = self._answers(new) if new else {}
        except OSError:
            raise Invalid([LOST]) from None
        for address, answer in answers.items():
            if answer == []:
                fit.add(address)
            elif not isinstance(answer, OSError):  # that is one which has gone again
                self.unfit[address] = _problem(address, str(present[address]["name"]), answer)
        self.last_look = time.monotonic()
        self.fit = fit
        self.threads = sum(present[name]["nthreads"] for name in fit)
        return stayed

    def _answers(self, new: list[str]) -> dict[str, Any]:
        request = pickle.dumps({"wanted": self.wanted})
        options: Any = {"workers": new, "on_error": "return"}
        return dict(self.client.run(checking(), request, self.resource, **options))


def _problem(address: str, name: str, answer: Any) -> Problem:
    """What is wrong with a worker, by its answer to the check."""
    worker = f"worker {name}" if name == address else f"worker {name} ({address})"
    if isinstance(answer, list):
        has = ", ".join(f"{what} {local}" for what, local, _ in answer)
        allowed = ", ".join(f"{what} {wanted}" for what, _, wanted in answer)
        return Problem(worker, f"has {has}", f"wanted is {allowed}", SAME)
    reason = answer["error"] if isinstance(answer, dict) else f"{type(answer).__name__}: {answer}"
    value = f"cannot make runs ({reason})"
    return Problem(worker, value, "the project, in the worker's own Python", SAME)
