"""The workers of a cluster: which of them may be given runs, and why the others may not."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from distributed import Client

from analysis.batch.cluster import sent
from analysis.batch.cluster.fingerprint import Standing
from analysis.engine import Limits
from analysis.errors import Invalid, Problem, repeated

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


class Staff:
    """The workers that may be given runs, each with its threads; all others have been asked."""

    def __init__(self, client: Client, wanted: Standing, limits: Limits) -> None:
        self.client = client
        self.told = {"wanted": wanted, "limits": asdict(limits)}
        self.fit: dict[str, int] = {}
        self.unfit: dict[str, Problem] = {}
        self.looked = self.manned = time.monotonic()

    def gather(self) -> None:
        """Ask all that are there. Raises Invalid where there is none, or where one is unfit."""
        self.look()
        if self.unfit:
            problems = tuple(self.unfit.values())
            raise Invalid(repeated(problems.__getitem__, range(len(problems))))
        if not self.fit:
            raise Invalid([NONE])

    def watch(self, seconds: float) -> None:
        """Look again if that many have passed. Raises Invalid where all have long been gone."""
        now = time.monotonic()
        if now - self.looked >= seconds:
            known = set(self.unfit)
            self.look()
            self.looked = now
            _warn(why for name, why in self.unfit.items() if name not in known)
        self.manned = now if self.fit else self.manned
        if now - self.manned >= PATIENCE:
            raise Invalid([NONE, *self.unfit.values()])

    def look(self) -> None:
        """See who has come and who has gone. Raises Invalid where the scheduler is gone."""
        try:
            there: Mapping[str, int] = self.client.nthreads()
            self.fit = {name: size for name, size in self.fit.items() if name in there}
            self.unfit = {name: why for name, why in self.unfit.items() if name in there}
            self._ask([name for name in there if name not in {*self.fit, *self.unfit}], there)
        except OSError:
            raise Invalid([LOST]) from None

    def dismiss(self, address: str, answer: object) -> None:
        """Give a worker nothing more, after what it answered."""
        self.fit.pop(address, None)
        self.unfit[address] = _problem(self._called(address), answer)
        _warn([self.unfit[address]])

    def _ask(self, new: list[str], there: Mapping[str, int]) -> None:
        if not new:
            return
        answers = self.client.run(sent.differing(), self.told, workers=new, on_error="return")
        for address, answer in answers.items():
            if answer == {"differing": []}:
                self.fit[address] = there[address]
            elif not isinstance(answer, OSError):  # it has gone again
                self.unfit[address] = _problem(self._called(address), answer)

    def _called(self, address: str) -> str:
        workers = self.client.scheduler_info()["workers"]
        name = str(workers.get(address, {}).get("name", address))
        return f"worker {name}" if name == address else f"worker {name} ({address})"


def _warn(problems: Iterable[Problem]) -> None:
    for problem in problems:
        LOG.warning("%s", problem)


def _problem(worker: str, answer: object) -> Problem:
    """What is wrong with a worker, by its answer."""
    if isinstance(answer, Mapping) and answer.get("differing"):
        texts: Sequence[tuple[str, str, str]] = answer["differing"]
        place = ", ".join(f"{name} {value}" for name, value, _ in texts)
        allowed = ", ".join(f"{name} {wanted}" for name, _, wanted in texts)
        return Problem(worker, f"has {place}", f"wanted is {allowed}", SAME)
    value = f"cannot make runs ({_reason(answer)})"
    return Problem(worker, value, "the project, in the worker's own Python", SAME)


def _reason(answer: object) -> str:
    if isinstance(answer, BaseException):
        return f"{type(answer).__name__}: {answer}"
    data: Any = answer
    return str(data.get("refused") or data.get("error") or data)
