"""The workers of a cluster: which of them may be sent runs, and why the others may not."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.batch.cluster.fingerprint import Fingerprint
from analysis.batch.cluster.worker import checking
from analysis.errors import Invalid, Problem, repeated
from analysis.notebooks import provenance

if TYPE_CHECKING:
    from distributed import Client

LOG = logging.getLogger(__name__)
NONE = Problem(
    "scheduler",
    "the cluster has no worker",
    "at least one",
    "start one with `dask worker` and the address of the scheduler",
)
LOST = Problem(
    "scheduler",
    "the connection was lost, or the runs were cancelled there",
    "a cluster for as long as the batch takes",
    "start it again: the same command does the rest",
)
PATIENCE = 60.0
"""Seconds to wait for a worker once none is left."""
SAME = "install the same project and libraries there, and start the worker again"


class Workers:
    """The workers of a cluster, each checked once when it is first seen.

    resource: a name that those which fit get from the check; runs are sent after it, so that the
    scheduler itself keeps them from all others, whoever comes and goes. threads: how many they have
    together. unfit: what is wrong with each of the others, by address.
    """

    def __init__(self, client: Client, wanted: Fingerprint) -> None:
        self.client = client
        self.wanted = json.dumps({"wanted": wanted}).encode()
        self.resource = f"contested-{provenance.key(wanted)}"
        self.threads = 0
        self.unfit: dict[str, Problem] = {}
        self.last_look = self.last_fit = time.monotonic()

    def check(self) -> None:
        """Check those that are there. Raises Invalid where there is none, or where any is unfit."""
        self._look()
        if self.unfit:
            problems = tuple(self.unfit.values())
            raise Invalid(repeated(problems.__getitem__, range(len(problems))))
        if not self.threads:
            raise Invalid([NONE])

    def watch(self, seconds: float) -> None:
        """Look again if that many have passed. Raises Invalid where all have long been gone."""
        now = time.monotonic()
        if now - self.last_look >= seconds:
            known = set(self.unfit)
            self._look()
            self.last_look = now
            for address in self.unfit.keys() - known:
                LOG.warning("%s", self.unfit[address])
        self.last_fit = now if self.threads else self.last_fit
        if now - self.last_fit >= PATIENCE:
            raise Invalid([NONE, *self.unfit.values()])

    def _look(self) -> None:
        """See who has come and gone. Raises Invalid where the scheduler is gone."""
        try:
            present = self.client.scheduler_info(n_workers=-1)["workers"]
            fit = {
                name for name, worker in present.items() if worker["resources"].get(self.resource)
            }
            self.unfit = {name: why for name, why in self.unfit.items() if name in present}
            fit |= self._checked(
                [name for name in present if name not in {*fit, *self.unfit}], present
            )
        except OSError:
            raise Invalid([LOST]) from None
        if self.client.status != "running":
            raise Invalid([LOST])
        self.threads = sum(present[name]["nthreads"] for name in fit)

    def _checked(self, new: list[str], present: Mapping[str, Any]) -> set[str]:
        """Those of the workers that fit; of the others it is noted why they do not."""
        if not new:
            return set()
        answers = self.client.run(
            checking(), self.wanted, self.resource, workers=new, on_error="return"
        )
        for address, answer in answers.items():
            # It has gone again where the answer is an error of the connection.
            if answer != {"differing": []} and not isinstance(answer, OSError):
                name = str(present[address]["name"])
                where = "" if name == address else f" ({address})"
                self.unfit[address] = _problem(f"worker {name}{where}", answer)
        return {address for address, answer in answers.items() if answer == {"differing": []}}


def _problem(worker: str, answer: object) -> Problem:
    """What is wrong with a worker, by its answer to the check."""
    if isinstance(answer, Mapping) and answer["differing"]:
        differing: list[tuple[str, str, str]] = answer["differing"]
        has = ", ".join(f"{name} {local}" for name, local, _ in differing)
        allowed = ", ".join(f"{name} {wanted}" for name, _, wanted in differing)
        return Problem(worker, f"has {has}", f"wanted is {allowed}", SAME)
    reason = (
        answer["error"] if isinstance(answer, Mapping) else f"{type(answer).__name__}: {answer}"
    )
    value = f"cannot make runs ({reason})"
    return Problem(worker, value, "the project, in the worker's own Python", SAME)
